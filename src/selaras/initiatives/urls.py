from django.urls import path

from selaras.initiatives.views import editing, files, inspiration, pages

app_name = "initiatives"
urlpatterns = [
    path("", pages.current, name="list"),
    path("inspirasi/", inspiration.browse, name="inspiration"),
    path("inspirasi/<int:number>/<slug:round>/salin/", inspiration.copy, name="copy"),
    path("<slug:round>/", pages.initiatives, name="round"),
    path("<slug:round>/baru/", editing.create, name="create"),
    path("<slug:round>/impor/", files.import_workbook, name="import"),
    path("<slug:round>/impor/format.xlsx", files.template, name="template"),
    path("<slug:round>/program.xlsx", files.export, name="export"),
    path("<slug:round>/<str:code>/", pages.initiative, name="initiative"),
    path("<slug:round>/<str:code>/lembar.pdf", files.sheet_pdf, name="pdf"),
    path("<slug:round>/<str:code>/ubah/<slug:part>/", editing.edit, name="edit"),
    path("<slug:round>/<str:code>/status/<slug:state>/", editing.move, name="move"),
    path("<slug:round>/<str:code>/tonggak/<int:pk>/", editing.milestone, name="milestone"),
]
