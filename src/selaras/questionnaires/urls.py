from django.urls import path

from selaras.questionnaires.views import analysis, answers, devices, exports, filling, pages

app_name = "questionnaires"
urlpatterns = [
    path("", pages.questionnaires, name="list"),
    path("terbitkan/", pages.publish, name="publish"),
    path("telepon/", devices.devices, name="devices"),
    path("telepon/<int:pk>/cabut/", devices.revoke, name="revoke"),
    path("tersisih/", answers.strays, name="strays"),
    path("tersisih/<int:pk>/", answers.place, name="place"),
    path("jawaban/<int:pk>/", answers.answer, name="answer"),
    path("jawaban/<int:pk>/jawaban.pdf", exports.answer_pdf, name="answer-pdf"),
    path("jawaban/<int:pk>/berkas/<str:name>", answers.answer_file, name="answer-file"),
    path("isi/sw.js", filling.worker, name="fill-worker"),
    path("isi/<int:pk>/", filling.page, name="fill"),
    path("isi/<int:pk>/<path:subject>/", filling.page, name="fill"),
    path("isian/<int:pk>/formulir.xml", filling.form, name="fill-form"),
    path("isian/<int:pk>/lampiran/<str:name>", filling.medium, name="fill-medium"),
    path("isian/<int:pk>/draf/", filling.draft, name="fill-draft"),
    path("isian/<int:pk>/draf/buang/", filling.discard, name="fill-discard"),
    path("isian/<int:pk>/draf/berkas/", filling.draft_file, name="fill-file"),
    path("isian/<int:pk>/jawaban/", filling.answer, name="fill-answer"),
    path("isian/<int:pk>/kirim/", filling.send, name="fill-send"),
    path("<int:pk>/", pages.questionnaire, name="questionnaire"),
    path("<int:pk>/buka/", pages.opening, name="opening"),
    path("<int:pk>/jawaban/", answers.answers, name="answers"),
    path("<int:pk>/analisis/", analysis.analysis, name="analysis"),
    path("<int:pk>/analisis/pertanyaan/", analysis.question, name="question"),
    path("<int:pk>/unduh/", exports.download, name="download"),
    path("<int:pk>/unduh/<str:form>/", exports.export, name="export"),
    path("<int:pk>/versi/<int:number>/", pages.version, name="version"),
    path(
        "<int:pk>/versi/<int:number>/formulir.<str:form>", pages.version_file, name="version-file"
    ),
]
