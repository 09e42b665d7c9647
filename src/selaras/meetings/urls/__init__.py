"""Addresses of meetings, by the part of the work."""

from selaras.meetings.urls.arrival import urlpatterns as arrival
from selaras.meetings.urls.conclusions import urlpatterns as conclusions
from selaras.meetings.urls.importing import urlpatterns as importing
from selaras.meetings.urls.invitations import urlpatterns as invitations
from selaras.meetings.urls.public import urlpatterns as public
from selaras.meetings.urls.report import urlpatterns as report
from selaras.meetings.urls.room import urlpatterns as room
from selaras.meetings.urls.setup import urlpatterns as setup

app_name = "meetings"
urlpatterns = [*setup, *arrival, *conclusions, *importing, *invitations, *public, *report, *room]
