"""Addresses of the OpenRosa interface; the same behind a phone's key."""

from django.urls import include, path

from selaras.questionnaires.views import openrosa

inner = [
    path("formList", openrosa.form_list, name="openrosa-list"),
    path("forms/<int:pk>.xml", openrosa.form, name="openrosa-form"),
    path("forms/<int:pk>/manifest", openrosa.manifest, name="openrosa-manifest"),
    path("forms/<int:pk>/media/<str:name>", openrosa.medium, name="openrosa-medium"),
    path("submission", openrosa.submission, name="openrosa-submission"),
]
keyed = [
    path(str(each.pattern), each.callback, name=f"{each.name}".replace("openrosa", "openrosa-key"))
    for each in inner
]
urlpatterns = [
    path("", include(inner)),
    path("k/<str:secret>/", include([path("", openrosa.form_list, name="openrosa-key"), *keyed])),
]
