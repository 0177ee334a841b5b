"""Django's settings. What differs from one machine to another comes from the environment:

MELDCODE_MAP           the data folder; else the user's own folder for programs' data
MELDCODE_ALLEEN_GIDS   1: the guide alone, for who hosts it for others
MELDCODE_ADRES         host name or names (comma between), where others reach it over TLS

Importing this module reads the package's static files and touches nothing else.
"""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from platformdirs import user_data_path

from meldcode.site.assets import static_hash, static_headers

_PACKAGE = Path(__file__).parents[1]

DATA_FOLDER = (
    Path(os.environ.get("MELDCODE_MAP") or user_data_path("meldcode", appauthor=False))
    .expanduser()
    .absolute()
)
ONLY_GUIDE = os.environ.get("MELDCODE_ALLEEN_GIDS", "") not in ("", "0", "nee")
ADDRESSES = [
    name.strip() for name in os.environ.get("MELDCODE_ADRES", "").split(",") if name.strip()
]

# Others reach it only over TLS: whoever names an address gets cookies and headers for that alone.
SECURE = bool(ADDRESSES)

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ADDRESSES]
# Nothing here is signed with it: a CSRF token is compared with its own cookie. So it need not
# outlive the process nor lie on a disk; gunicorn makes it before the fork, like the process key.
SECRET_KEY = secrets.token_urlsafe(50)

ROOT_URLCONF = "meldcode.site.urls"
WSGI_APPLICATION = "meldcode.site.wsgi.application"
INSTALLED_APPS = ["meldcode.guide", "meldcode.site"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "meldcode.site.middleware.page_headers",
    "meldcode.site.middleware.known_host",
    "meldcode.site.middleware.body_limit",
    "meldcode.site.middleware.own_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_FOLDER / "meldcode.sqlite3",
        # Each thread keeps its connection: opening one and setting it up costs more than a page.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,  # seconds
            "transaction_mode": "IMMEDIATE",
            # WAL with FULL loses nothing in a power cut; what is deleted is overwritten with
            # zeros; triggers also see REPLACE; temporary tables stay off the disk.
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA recursive_triggers=ON;"
                "PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}

CSRF_COOKIE_NAME = "__Host-meldcode_csrf" if SECURE else "meldcode_csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "meldcode.site.views.csrf_failure"

# A request is read into memory whole and never into a temporary file; bytes. No visit is near it:
# a form holds a few texts of 4000 characters, at most 12 bytes each.
BODY_LIMIT = 256 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [NONE],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# The hash is a folder in the address, so that files naming each other by relative path are renewed
# together: a browser may keep them for good, and no collectstatic is needed.
STATIC_URL = f"/static/{static_hash(_PACKAGE)}/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/"
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"zonder_inhoud": {"()": "meldcode.site.logs.WithoutContent"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "zonder_inhoud"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers mail and print what was asked for: replaced, not joined.
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # A page that isn't there or a strange host is the visitor's affair, not the log's.
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
