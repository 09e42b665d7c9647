from django.urls import path

from selaras.systems import views

app_name = "systems"
urlpatterns = [
    path("", views.current, name="list"),
    path("<slug:round>/", views.systems, name="round"),
    path("<slug:round>/baru/", views.create, name="create"),
    path("butir/<int:pk>/", views.system, name="system"),
    path("butir/<int:pk>/ubah/", views.edit, name="edit"),
]
