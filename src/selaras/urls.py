"""All addresses; each room brings its own table."""

from django.urls import include, path
from django.views.i18n import set_language

from selaras.core.access import allow, is_everyone
from selaras.organisations.views import people

urlpatterns = [
    path("", include("selaras.portal.urls")),
    path("", include("selaras.core.urls")),
    path("", include("selaras.web.urls")),
    path("bahasa/", allow(is_everyone)(set_language), name="set_language"),
    # The e-mail is the account's name: an administrator changes it, and the ledger knows.
    path("akun/email/", people.account, name="own-email"),
    path("akun/", include("allauth.account.urls")),
    path("akun/2fa/", include("allauth.mfa.urls")),
    path("akun-saya/", people.account, name="account"),
    path("organisasi/", include("selaras.organisations.urls")),
    path("putaran/", include("selaras.strategy.urls")),
    path("kuesioner/", include("selaras.questionnaires.urls")),
    path("openrosa/", include("selaras.questionnaires.openrosa_urls")),
    path("odata/", include("selaras.questionnaires.odata_urls")),
    path("kebutuhan/", include("selaras.needs.urls")),
    path("", include("selaras.meetings.urls")),
    path("survei/", include("selaras.surveys.urls")),
    path("sistem/", include("selaras.systems.urls")),
    path("program/", include("selaras.initiatives.urls")),
    path("pilihan/", include("selaras.portfolio.urls")),
    path("masterplan/", include("selaras.masterplan.urls")),
]
handler400 = "selaras.web.views.bad_request"
handler403 = "selaras.web.views.forbidden"
handler404 = "selaras.web.views.not_found"
handler500 = "selaras.web.views.server_error"
