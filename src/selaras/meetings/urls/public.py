"""Addresses for everybody, and the planner's side of them."""

from django.urls import path

from selaras.meetings.views import public, publicity

urlpatterns = [
    path("pertemuan/", public.meetings, name="public-list"),
    path("pertemuan/kalender.ics", public.calendar, name="calendar"),
    path("pertemuan/umpan.xml", public.feed, name="feed"),
    path("pertemuan/masukan/<slug:reference>/", public.receipt, name="receipt"),
    path("pertemuan/<int:pk>/", public.meeting, name="public-meeting"),
    path("pertemuan/<int:pk>/kalender.ics", public.calendar_of_one, name="calendar-of"),
    path("pertemuan/<int:pk>/tulis/", public.write, name="write"),
    path("pertemuan/<int:pk>/<slug:kind>.<slug:format>", public.document, name="public-document"),
    path("fgd/pertemuan/<int:pk>/publik/", publicity.publicity, name="publicity"),
    path("fgd/pertemuan/<int:pk>/publik/umumkan/", publicity.announce, name="announce"),
    path("fgd/pertemuan/<int:pk>/publik/terbitkan/", publicity.publish, name="publish"),
    path("fgd/pertemuan/<int:pk>/publik/masukan/", publicity.inputs, name="inputs"),
    path(
        "fgd/pertemuan/<int:pk>/publik/masukan/<int:item>/putuskan/",
        publicity.decide,
        name="decide-input",
    ),
    path(
        "fgd/pertemuan/<int:pk>/publik/masukan/<int:item>/ambil/",
        publicity.take_over,
        name="take-over",
    ),
]
