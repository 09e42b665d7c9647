from django.urls import path

from selaras.systems.views import files, findings, imports, interfaces, maps, register

app_name = "systems"
urlpatterns = [
    path("", register.current, name="list"),
    path("butir/<int:pk>/", register.system, name="system"),
    path("butir/<int:pk>/ubah/", register.edit, name="edit"),
    path("butir/<int:pk>/ubah/<str:part>/", register.edit, name="edit-part"),
    path("butir/<int:pk>/telaah/", maps.appraise, name="appraise"),
    path("butir/<int:pk>/sasaran/", maps.decide_target, name="set-target"),
    path("butir/<int:pk>/hubungan/", maps.neighbours, name="neighbours"),
    path("butir/<int:pk>/publiccode.yml", files.publiccode_yml, name="publiccode"),
    path("temuan/<int:pk>/", findings.finding, name="finding"),
    path("temuan/<int:pk>/putusan/", findings.decide, name="decide"),
    path("temuan/<int:pk>/kebutuhan/", findings.need, name="finding-need"),
    path("antarmuka/<int:pk>/", interfaces.interface, name="interface"),
    path("antarmuka/<int:pk>/ubah/", interfaces.edit, name="edit-interface"),
    path("antarmuka/<int:pk>/hapus/", interfaces.remove, name="remove-interface"),
    path("impor/<int:pk>/kolom/", imports.columns, name="import-columns"),
    path("impor/<int:pk>/pratinjau/", imports.preview, name="import-preview"),
    path("impor/<int:pk>/ambil/", imports.take_in, name="take-in"),
    path("<slug:round>/", register.systems, name="round"),
    path("<slug:round>/baru/", register.create, name="create"),
    path("<slug:round>/peta/", maps.heat, name="map"),
    path("<slug:round>/temuan/", findings.findings, name="findings"),
    path("<slug:round>/kuadran/", maps.quadrant, name="quadrant"),
    path("<slug:round>/antarmuka/", maps.exchange, name="exchange"),
    path("<slug:round>/antarmuka/daftar/", interfaces.interfaces, name="interfaces"),
    path("<slug:round>/antarmuka/baru/", interfaces.create, name="create-interface"),
    path("<slug:round>/target/", maps.target, name="target"),
    path("<slug:round>/impor/", imports.upload, name="import"),
    path("<slug:round>/unduh/<str:form>/", files.export, name="export"),
]
