"""The test suite: plain static files, a quick password hasher, media in a folder of its own."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 - a settings module is the sum of what it imports

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "human-rights-cities-test-media"
PRIVATE_MEDIA_ROOT = Path(tempfile.gettempdir()) / "human-rights-cities-test-private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    # Said here, because pytest's plugin knows Django's own engine only and would make a file of it.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
