from django.urls import path

from selaras.questionnaires.views import analysis, answers, devices, exports, pages

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
