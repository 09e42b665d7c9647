from django.urls import path

from selaras.meetings.views import conclusions as views

BASE = "fgd/pertemuan/<int:pk>/kesimpulan/"
urlpatterns = [
    path(BASE, views.conclusions, name="conclusions"),
    path(f"{BASE}keputusan/", views.decide, name="decide"),
    path(f"{BASE}keputusan/<int:decision>/", views.edit, name="decision"),
    path(f"{BASE}keputusan/<int:decision>/hapus/", views.remove, name="remove-decision"),
    path(f"{BASE}keputusan/<int:decision>/selesai/", views.finish, name="finish-action"),
    path(f"{BASE}kebutuhan/", views.take, name="take-needs"),
]
