"""Settings of the tests: quick hashing, in-process jobs, no compressed static files."""

import os
import tempfile
from pathlib import Path

os.environ["SELARAS_DATA"] = tempfile.mkdtemp(prefix="selaras-test-")
os.environ.setdefault("SELARAS_SECRET_KEY", "only-for-tests")
Path(os.environ["SELARAS_DATA"], "static").mkdir()

from selaras.settings import *  # noqa: E402, F403
from selaras.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "ENQUEUE_ON_COMMIT": False,
    }
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
ACCOUNT_RATE_LIMITS = False  # the tests log in often
