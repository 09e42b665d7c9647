from django.urls import path

from selaras.meetings.views import pages as views
from selaras.meetings.views import preparing

urlpatterns = [
    path("fgd/", views.current, name="list"),
    path("fgd/<slug:round>/", views.meetings, name="round"),
    path("fgd/<slug:round>/baru/", views.create, name="create"),
    path("fgd/pertemuan/<int:pk>/", views.meeting, name="meeting"),
    path("fgd/pertemuan/<int:pk>/ubah/", views.edit, name="edit"),
    path("fgd/pertemuan/<int:pk>/status/", preparing.move, name="move"),
    path("fgd/pertemuan/<int:pk>/susunan-acara/", preparing.agenda, name="agenda"),
    path("fgd/pertemuan/<int:pk>/kelompok/", preparing.groups, name="groups"),
    path("fgd/pertemuan/<int:pk>/petugas/", preparing.staff, name="staff"),
    path("fgd/pertemuan/<int:pk>/kelompok/<slug:dimension>/", views.group, name="group"),
]
