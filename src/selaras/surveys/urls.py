from django.urls import path

from selaras.surveys.views import pages, responses, workbooks

app_name = "surveys"
urlpatterns = [
    path("", pages.current, name="list"),
    path("<slug:round>/", pages.surveys, name="round"),
    path("<slug:round>/baru/", pages.create, name="create"),
    path("isian/<int:pk>/", pages.survey, name="survey"),
    path("isian/<int:pk>/ubah/", pages.edit, name="edit"),
    path("isian/<int:pk>/sasaran/", pages.targets, name="targets"),
    path("isian/<int:pk>/ingatkan/", pages.remind, name="remind"),
    path("isian/<int:pk>/buku-kerja/", workbooks.workbooks, name="workbooks"),
    path("isian/<int:pk>/buku-kerja/<slug:agency>/", workbooks.workbook, name="workbook"),
    path("isian/<int:pk>/unggah/", workbooks.upload, name="send"),
    path("isian/<int:pk>/bagian/", pages.sections, name="sections"),
    path("isian/<int:pk>/undang/", pages.invite, name="invite"),
    path("isian/<int:pk>/surat/", pages.letters, name="letters"),
    path("isian/<int:pk>/setujui/", pages.approve_listed, name="approve-listed"),
    path("jawaban/<int:pk>/", responses.response, name="response"),
    path("jawaban/<int:pk>/kirim/", responses.send, name="send-response"),
    path("jawaban/<int:pk>/wakil/", responses.deputy, name="deputy"),
    path("jawaban/<int:pk>/setujui/", responses.approve, name="approve"),
    path("jawaban/<int:pk>/kembalikan/", responses.give_back, name="return"),
    path("jawaban/<int:pk>/buka/", responses.reopen, name="reopen"),
    path("jawaban/<int:pk>/selisih/<int:number>/", responses.difference, name="difference"),
    path("bagian/<int:pk>/", responses.part, name="part"),
    path("bagian/<int:pk>/petugas/", responses.assign, name="assign"),
    path("bagian/<int:pk>/salin/", responses.copy_last, name="copy-last"),
    path("bagian/<int:pk>/komentar/", responses.comment, name="comment"),
    path("bagian/<int:pk>/tuntas/", responses.settle, name="settle"),
    path("unggahan/<int:pk>/", workbooks.report, name="upload"),
    path("unggahan/<int:pk>/masalah.<str:form>", workbooks.problems, name="problems"),
]
