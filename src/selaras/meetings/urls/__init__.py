"""Addresses of meetings, by the part of the work; `public` stands outside the office."""

from selaras.meetings.urls.room import urlpatterns as room
from selaras.meetings.urls.setup import urlpatterns as setup

app_name = "meetings"
urlpatterns = [*setup, *room]
