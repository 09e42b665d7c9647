from django.urls import path

from selaras.web import views

urlpatterns = [path("gaya/", views.catalogue, name="catalogue")]
