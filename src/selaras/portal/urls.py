from django.urls import path

from selaras.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("rencana/", views.plan, name="plan"),
    path("rencana/<slug:slug>/", views.plan, name="plan-of-round"),
    path("program-publik/", views.programmes, name="programmes"),
    path("cari/", views.search, name="search"),
    path("tentang/", views.about, name="about"),
    path("sehat/", views.health, name="health"),
]
