from django.urls import path

from selaras.organisations.views import agencies, areas, people

app_name = "organisations"
urlpatterns = [
    path("", agencies.agencies, name="agencies"),
    path("baru/", agencies.edit_agency, name="create-agency"),
    path("impor/", agencies.import_agencies, name="import-agencies"),
    path("impor/templat/", agencies.agency_template, name="agency-template"),
    path("orang/", people.people, name="people"),
    path("orang/baru/", people.create_person, name="create-person"),
    path("orang/<int:pk>/", people.person, name="person"),
    path("orang/<int:pk>/ubah/", people.edit_person, name="edit-person"),
    path("orang/<int:pk>/peran/", people.change_roles, name="change-roles"),
    path("orang/<int:pk>/akun/", people.change_account, name="change-account"),
    path("wilayah/", areas.areas, name="areas"),
    path("wilayah/impor/", agencies.import_areas, name="import-areas"),
    path("wilayah/impor/templat/", agencies.area_template, name="area-template"),
    path("wilayah/<str:code>/", areas.area, name="area"),
    path("unit/<slug:slug>/", agencies.agency, name="agency"),
    path("unit/<slug:slug>/ubah/", agencies.edit_agency, name="edit-agency"),
    path("unit/<slug:slug>/tutup/", agencies.end_agency, name="end-agency"),
]
