from django.urls import path

from selaras.core import views

urlpatterns = [
    path("pemberitahuan/", views.notices, name="notices"),
    path("pemberitahuan/baca/", views.read_notices, name="notices-read"),
    path("berkas/<int:pk>/", views.download, name="file"),
    path("pekerjaan/<uuid:pk>/", views.job, name="job"),
    path("pengaturan/", views.settings, name="settings"),
    path("pengaturan/buku-besar/", views.ledger_list, name="ledger"),
    path("pengaturan/buku-besar/periksa/", views.ledger_check, name="ledger-check"),
    path("log/selaras-ledger.jsonl", views.ledger_file, name="ledger-file"),
    path("merek.css", views.brand, name="brand-css"),
]
