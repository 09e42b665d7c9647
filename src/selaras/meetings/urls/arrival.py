"""At the door: `kios/…` and `u/…` stand outside the office."""

from django.urls import path

from selaras.meetings.views import arrival, door, kiosk, kiosks

OFFICE = "fgd/pertemuan/<int:pk>/kehadiran/"

urlpatterns = [
    path(OFFICE, arrival.arrival, name="arrival"),
    path(f"{OFFICE}jumlah/", arrival.counts, name="arrival-counts"),
    path(f"{OFFICE}baru/", arrival.add, name="arrival-add"),
    path(f"{OFFICE}<int:attendance>/ubah/", arrival.edit, name="arrival-edit"),
    path(f"{OFFICE}<int:attendance>/batal/", arrival.undo, name="arrival-undo"),
    path(f"{OFFICE}<int:attendance>/tanda-tangan.png", arrival.signature, name="arrival-signature"),
    path(f"{OFFICE}daftar-hadir.pdf", arrival.list_pdf, name="attendance-pdf"),
    path(f"{OFFICE}daftar-hadir.xlsx", arrival.list_xlsx, name="attendance-xlsx"),
    path(f"{OFFICE}daftar-hadir-kosong.pdf", arrival.blank_pdf, name="attendance-blank"),
    path(f"{OFFICE}meja/", door.desk, name="desk"),
    path(f"{OFFICE}meja/daftar.json", door.desk_names, name="desk-list"),
    path(f"{OFFICE}meja/kirim/", door.desk_send, name="desk-send"),
    path(f"{OFFICE}meja/pekerja.js", door.worker, name="desk-worker"),
    path(f"{OFFICE}kios/", kiosks.kiosks, name="kiosks"),
    path(f"{OFFICE}kios/<int:kiosk>/tutup/", kiosks.kiosk_close, name="kiosks-close"),
    path("kios/<str:token>/", kiosk.kiosk, name="kiosk"),
    path("kios/<str:token>/cari/", kiosk.kiosk_search, name="kiosk-search"),
    path("kios/<str:token>/kirim/", kiosk.kiosk_send, name="kiosk-send"),
    path("kios/<str:token>/pekerja.js", door.worker, name="kiosk-worker"),
    path("u/<str:token>/hadir/", door.personal, name="arrival-personal"),
]
