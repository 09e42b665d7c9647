from django.urls import path

from selaras.meetings.views import importing

urlpatterns = [
    path("fgd/pertemuan/<int:pk>/buku-kerja/", importing.workbook, name="workbook"),
    path("fgd/pertemuan/<int:pk>/impor/", importing.upload, name="import"),
    path("fgd/pertemuan/<int:pk>/unggah/", importing.upload, name="upload"),  # its older address
    path("fgd/pertemuan/<int:pk>/impor/<int:file>/", importing.preview, name="import-preview"),
]
