from django.urls import path

from selaras.meetings.views import report as views
from selaras.meetings.views import signing, writing

BASE = "fgd/pertemuan/<int:pk>/laporan/"
SECTION = BASE + "bagian/<slug:section>/"
urlpatterns = [
    path(BASE, views.report, name="report"),
    path(f"{BASE}rancang/", views.draft, name="draft-report"),
    path(f"{BASE}nomor/", views.facts, name="report-facts"),
    path(f"{BASE}versi/<int:version>/", views.version, name="report-version"),
    path(f"{BASE}versi/<int:version>/<slug:document>.<slug:form>", views.file, name="report-file"),
    path(SECTION, writing.section, name="report-section"),
    path(f"{SECTION}menulis/", writing.alive, name="writing-section"),
    path(f"{SECTION}kembalikan/<int:revision>/", writing.restore, name="restore-section"),
    path(f"{BASE}minta-tanda-tangan/", signing.ask, name="ask-signature"),
    path(f"{BASE}tanda-tangan/", signing.sign, name="sign"),
    path(f"{BASE}koreksi/", signing.correct, name="correct-report"),
    path("fgd/berita-acara/<slug:digest>/", signing.record, name="record"),
]
