from django.urls import path

from selaras.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.agencies, name="agencies"),
    path("baru/", views.edit_agency, name="create-agency"),
    path("impor/", views.import_agencies, name="import-agencies"),
    path("impor/templat/", views.agency_template, name="agency-template"),
    path("orang/", views.people, name="people"),
    path("orang/baru/", views.create_person, name="create-person"),
    path("orang/<int:pk>/", views.person, name="person"),
    path("orang/<int:pk>/ubah/", views.edit_person, name="edit-person"),
    path("orang/<int:pk>/peran/", views.change_roles, name="change-roles"),
    path("orang/<int:pk>/akun/", views.change_account, name="change-account"),
    path("wilayah/", views.areas, name="areas"),
    path("wilayah/impor/", views.import_areas, name="import-areas"),
    path("wilayah/impor/templat/", views.area_template, name="area-template"),
    path("wilayah/<str:code>/", views.area, name="area"),
    path("unit/<slug:slug>/", views.agency, name="agency"),
    path("unit/<slug:slug>/ubah/", views.edit_agency, name="edit-agency"),
    path("unit/<slug:slug>/tutup/", views.end_agency, name="end-agency"),
]
