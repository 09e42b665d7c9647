"""Addresses of meetings, by the part of the work; `public` stands outside the office."""

from selaras.meetings.urls.conclusions import urlpatterns as conclusions
from selaras.meetings.urls.report import urlpatterns as report
from selaras.meetings.urls.setup import urlpatterns as setup

app_name = "meetings"
urlpatterns = [*setup, *conclusions, *report]
