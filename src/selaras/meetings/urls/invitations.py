from django.urls import path

from selaras.meetings.views import answering, inviting, letters

OFFICE = "fgd/pertemuan/<int:pk>/undangan/"
urlpatterns = [
    path(OFFICE, inviting.invitations, name="invitations"),
    path(f"{OFFICE}jawaban/", inviting.answers, name="answers"),
    path(f"{OFFICE}pilih/", inviting.invite, name="invite"),
    path(f"{OFFICE}orang/", inviting.person, name="invite-person"),
    path(f"{OFFICE}kelompok/", inviting.allocation, name="allocation"),
    path(f"{OFFICE}bagi/", inviting.spread, name="spread"),
    path(f"{OFFICE}whatsapp/", inviting.messages_page, name="messages"),
    path(f"{OFFICE}kirim/", inviting.mail, name="mail"),
    path(f"{OFFICE}surat/", letters.letter, name="letter"),
    path(f"{OFFICE}surat/semua.pdf", letters.all_letters, name="letters-pdf"),
    path("fgd/undangan/<int:pk>/", inviting.invitation, name="invitation"),
    path("fgd/undangan/<int:pk>/tarik/", inviting.withdraw, name="withdraw-invitation"),
    path("fgd/undangan/<int:pk>/pulihkan/", inviting.restore, name="restore-invitation"),
    path("fgd/undangan/<int:pk>/surat.pdf", letters.one_letter, name="letter-pdf"),
    path("fgd/undangan/<int:pk>/surat.docx", letters.one_docx, name="letter-docx"),
    path("u/<str:token>/", answering.answer, name="answer"),
    path("u/<str:token>/kalender.ics", answering.calendar, name="answer-calendar"),
]
