from django.urls import path

from selaras.strategy import views

app_name = "strategy"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("baru/", views.create, name="create"),
    path("dimensi/", views.dimensions, name="dimensions"),
    path("rpjmd/", views.plans, name="plans"),
    path("rpjmd/baru/", views.create_plan, name="create-plan"),
    path("rpjmd/<slug:code>/", views.plan, name="plan"),
    path("rpjmd/<slug:code>/berkas/", views.plan_file, name="plan-file"),
    path("rpjmd/<slug:code>/impor/", views.import_plan, name="import-plan"),
    path("rpjmd/<slug:code>/tambah/", views.node, name="add-node"),
    path("rpjmd/<slug:code>/<int:pk>/", views.node, name="node"),
    path("rpjmd/<slug:code>/<int:pk>/hapus/", views.remove_node, name="remove-node"),
    path("<slug:slug>/", views.round_home, name="round"),
    path("<slug:slug>/ubah/", views.edit, name="edit"),
    path("<slug:slug>/tahap/", views.stage, name="add-stage"),
    path("<slug:slug>/tahap/<int:pk>/", views.stage, name="stage"),
    path("<slug:slug>/tahap/<int:pk>/pindah/", views.move_stage, name="move-stage"),
]
