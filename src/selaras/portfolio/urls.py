from django.urls import path

from selaras.portfolio.views import choosing, commitments, judging, ranking

app_name = "portfolio"
urlpatterns = [
    path("", ranking.current, name="list"),
    path("<slug:round>/", ranking.board, name="board"),
    path("<slug:round>/peringkat.xlsx", ranking.export, name="export"),
    path("<slug:round>/kriteria/", judging.criteria, name="criteria"),
    path("<slug:round>/kriteria/baku/", judging.adopt_defaults, name="default-criteria"),
    path("<slug:round>/penilaian/", judging.scoring, name="scoring"),
    path("<slug:round>/penilaian/<str:code>/", judging.score, name="score"),
    path("<slug:round>/dimensi/<slug:dimension>/", ranking.dimension, name="dimension"),
    path("<slug:round>/kuota/", choosing.quota, name="quota"),
    path("<slug:round>/komitmen/", commitments.commitments, name="commitments"),
    path("<slug:round>/komitmen/<str:code>/", commitments.commitment, name="commit"),
    path("<slug:round>/pilih/<int:year>/<str:code>/", choosing.choose, name="choose"),
    path("<slug:round>/batal/<int:pk>/", choosing.withdraw, name="withdraw"),
]
