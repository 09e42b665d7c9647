from django.urls import path

from selaras.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.current, name="list"),
    path("<slug:round>/", views.needs, name="round"),
    path("<slug:round>/baru/", views.create, name="create"),
    path("butir/<int:pk>/", views.need, name="need"),
    path("butir/<int:pk>/ubah/", views.edit, name="edit"),
]
