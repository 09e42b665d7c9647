"""Addresses of meetings, by the part of the work; `public` stands outside the office."""

from selaras.meetings.urls.importing import urlpatterns as importing
from selaras.meetings.urls.public import urlpatterns as public
from selaras.meetings.urls.setup import urlpatterns as setup

app_name = "meetings"
urlpatterns = [*setup, *importing, *public]
