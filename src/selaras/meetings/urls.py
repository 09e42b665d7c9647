from django.urls import path

from selaras.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.current, name="list"),
    path("<slug:round>/", views.meetings, name="round"),
    path("<slug:round>/baru/", views.create, name="create"),
    path("pertemuan/<int:pk>/", views.meeting, name="meeting"),
    path("pertemuan/<int:pk>/ubah/", views.edit, name="edit"),
    path("pertemuan/<int:pk>/kelompok/<slug:dimension>/", views.group, name="group"),
    path("pertemuan/<int:pk>/buku-kerja/", views.workbook, name="workbook"),
    path("pertemuan/<int:pk>/unggah/", views.upload, name="upload"),
]
