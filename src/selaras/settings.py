"""Settings of Selaras. What differs per installation comes from env.py."""

from pathlib import Path

import dj_database_url
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from selaras import env

PACKAGE = Path(__file__).resolve().parent
DATA = env.read("SELARAS_DATA").resolve()
DEBUG = env.read("SELARAS_DEBUG")
ALLOWED_HOSTS = env.read("SELARAS_HOSTS")


def _secret_key() -> str:
    """The key of the environment, else one that is made once and kept beside the data."""
    if key := env.read("SELARAS_SECRET_KEY"):
        return str(key)
    file = DATA / "secret_key"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        file.write_text(get_random_secret_key())
        file.chmod(0o600)
    return file.read_text()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "selaras.portal",
    "selaras.masterplan",
    "selaras.portfolio",
    "selaras.initiatives",
    "selaras.meetings",
    "selaras.surveys",
    "selaras.systems",
    "selaras.needs",
    "selaras.strategy",
    "selaras.questionnaires",
    "selaras.organisations",
    "selaras.core",
    "selaras.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "selaras.core.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "selaras.core.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "selaras.core.middleware.WordsForMethods",
    "selaras.core.middleware.NoNulls",
    "selaras.core.middleware.OnceOnly",
]

ROOT_URLCONF = "selaras.urls"
WSGI_APPLICATION = "selaras.wsgi.application"
FORM_RENDERER = "selaras.web.renderer.OfficeRenderer"
DJANGO_TABLES2_TEMPLATE = "web/table.html"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selaras.portal.context.frame",
            ],
            "builtins": [
                "selaras.web.templatetags.web",
                "selaras.core.templatetags.core",
            ],
        },
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "selaras.sqlite3",
    "CONN_MAX_AGE": 60,  # opening and tuning one costs more than most queries: see ADR 9
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;",
    },
}
DATABASE_URL = env.read("DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    if DATABASE_URL
    else SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "selaras.organisations.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# Log-in limits (allauth syntax): tries per address and per account.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.read("SELARAS_PROXIES")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Selaras"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FILES = 700
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_HOST = env.read("SELARAS_EMAIL_HOST")
EMAIL_PORT = env.read("SELARAS_EMAIL_PORT")
EMAIL_HOST_USER = env.read("SELARAS_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.read("SELARAS_EMAIL_PASSWORD")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = env.read("SELARAS_EMAIL_FROM")

HTTPS = env.read("SELARAS_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = env.read("SELARAS_ORIGINS")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_FAILURE_VIEW = "selaras.web.views.csrf_failure"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that is refused or not there (403, 404) is no fault of the server.
    "loggers": {"django.request": {"level": "ERROR"}},
}
