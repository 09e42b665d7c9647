from django.urls import path

from selaras.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.current, name="list"),
    path("<slug:round>/", views.surveys, name="round"),
    path("<slug:round>/baru/", views.create, name="create"),
    path("isian/<int:pk>/", views.survey, name="survey"),
    path("isian/<int:pk>/ubah/", views.edit, name="edit"),
    path("isian/<int:pk>/sasaran/", views.targets, name="targets"),
    path("isian/<int:pk>/ingatkan/", views.remind, name="remind"),
    path("isian/<int:pk>/buku-kerja/", views.workbooks, name="workbooks"),
    path("isian/<int:pk>/buku-kerja/<slug:agency>/", views.workbook, name="workbook"),
    path("isian/<int:pk>/unggah/", views.upload, name="send"),
    path("unggahan/<int:pk>/", views.report, name="upload"),
    path("unggahan/<int:pk>/masalah.<str:form>", views.problems, name="problems"),
]
