"""Addresses of meetings, by the part of the work; `public` stands outside the office."""

from selaras.meetings.urls.paper import urlpatterns as paper
from selaras.meetings.urls.public import urlpatterns as public
from selaras.meetings.urls.setup import urlpatterns as setup

app_name = "meetings"
urlpatterns = [*setup, *paper, *public]
