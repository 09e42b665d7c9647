from django.urls import path

from selaras.meetings.views import paper

urlpatterns = [
    path("fgd/pertemuan/<int:pk>/buku-kerja/", paper.workbook, name="workbook"),
    path("fgd/pertemuan/<int:pk>/impor/", paper.upload, name="import"),
    path("fgd/pertemuan/<int:pk>/unggah/", paper.upload, name="upload"),  # its older address
    path("fgd/pertemuan/<int:pk>/impor/<int:file>/", paper.preview, name="import-preview"),
]
