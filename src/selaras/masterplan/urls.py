from django.urls import path

from selaras.masterplan import views

app_name = "masterplan"
urlpatterns = [
    path("", views.root, name="root"),
    path("<slug:slug>/", views.books, name="books"),
    path("<slug:slug>/susun/", views.create, name="create"),
    path("<slug:slug>/bangun/", views.build, name="build"),
    path("<slug:slug>/buku/<int:number>/", views.book, name="book"),
    path("<slug:slug>/buku/<int:number>/tambah/", views.add_section, name="add-section"),
    path("<slug:slug>/bagian/<int:pk>/", views.section, name="section"),
    path("<slug:slug>/bagian/<int:pk>/hapus/", views.remove_section, name="remove-section"),
]
