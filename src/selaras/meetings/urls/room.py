from django.urls import path

from selaras.meetings.views import board, joining, phone, screen, voting
from selaras.meetings.views import board_parts as parts

OFFICE = "fgd/pertemuan/<int:pk>"
urlpatterns = [
    path("ruang/", joining.enter, name="enter"),
    path("ruang/<slug:code>/", joining.join, name="join"),
    path("ruang/<slug:code>/dinding/", phone.wall, name="wall"),
    path("ruang/<slug:code>/dinding/isi/", phone.wall_data, name="wall-data"),
    path("ruang/<slug:code>/kartu/<int:card>/", phone.card, name="card"),
    path("ruang/<slug:code>/suara/", voting.vote, name="vote"),
    path("ruang/<slug:code>/ganti/", joining.hand_over, name="hand-over"),
    path(f"{OFFICE}/ruang/", board.room, name="room"),
    path(f"{OFFICE}/ruang/<int:group>/", board.board, name="board"),
    path(f"{OFFICE}/ruang/<int:group>/isi/", board.board_data, name="board-data"),
    path(f"{OFFICE}/ruang/<int:group>/fase/", board.set_phase, name="set-phase"),
    path(f"{OFFICE}/ruang/<int:group>/susun/", board.arrange, name="arrange"),
    path(f"{OFFICE}/ruang/<int:group>/judul/", parts.headings, name="headings"),
    path(f"{OFFICE}/ruang/<int:group>/kartu/<int:card>/", parts.board_card, name="board-card"),
    path(f"{OFFICE}/ruang/<int:group>/peserta/", parts.participants, name="participants"),
    path(f"{OFFICE}/layar/", screen.screens, name="screens"),
    path(f"{OFFICE}/layar/isi/", screen.screens_data, name="screens-data"),
    path(f"{OFFICE}/layar/<int:group>/", screen.screen, name="screen"),
    path(f"{OFFICE}/layar/<int:group>/isi/", screen.screen_data, name="screen-data"),
]
