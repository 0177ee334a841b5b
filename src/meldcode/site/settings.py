"""Django's settings. What differs from one machine to another comes from the environment:

MELDCODE_MAP           the data folder; else the user's own folder for programs' data
MELDCODE_ALLEEN_GIDS   1: the guide alone, for who hosts it for others
MELDCODE_DATABASE      postgresql://…; else the embedded database in the data folder
MELDCODE_ADRES         host name or names (comma between), where others reach it over TLS
MELDCODE_OIDC_NAAM     who else may say who somebody is, as the button calls it; with it go
                       MELDCODE_OIDC_UITGEVER, MELDCODE_OIDC_CLIENT and MELDCODE_OIDC_GEHEIM

Importing this module reads the package's static files and touches nothing else.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from meldcode.access.provider import Provider
from meldcode.site.assets import static_hash, static_headers
from meldcode.site.database import database
from meldcode.site.folder import data_folder
from meldcode.vault.process_key import PROCESS_KEY
from meldcode.vault.sealing import derive_key

_PACKAGE = Path(__file__).parents[1]

DATA_FOLDER = data_folder()
ONLY_GUIDE = os.environ.get("MELDCODE_ALLEEN_GIDS", "") not in ("", "0", "nee")
ADDRESSES = [
    name.strip() for name in os.environ.get("MELDCODE_ADRES", "").split(",") if name.strip()
]

OIDC = Provider.from_environment(os.environ)

# Others reach it only over TLS: whoever names an address gets cookies and headers for that alone.
SECURE = bool(ADDRESSES)

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ADDRESSES]
# What is signed with it need not outlive the process, so it need not lie on a disk either.
SECRET_KEY = derive_key(PROCESS_KEY.reveal(), purpose=b"django: geheime sleutel").reveal().hex()

ROOT_URLCONF = "meldcode.site.urls"
WSGI_APPLICATION = "meldcode.site.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    # Codes and passkeys (mfa) and single sign-on (socialaccount); neither works without `account`.
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "meldcode.guide",
    "meldcode.ledger",
    "meldcode.access",
    "meldcode.dossier",
    "meldcode.melding",
    "meldcode.site",
]
MIDDLEWARE = [
    "meldcode.site.middleware.with_length",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "meldcode.site.middleware.page_headers",
    "meldcode.site.middleware.known_host",
    "meldcode.site.middleware.nothing_expired",
    "meldcode.site.middleware.body_limit",
    "meldcode.site.middleware.Explained",
    "meldcode.site.middleware.own_origin",
    "meldcode.site.middleware.hidden_pages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "meldcode.site.middleware.elsewhere",
    "meldcode.access.gate.Gate",
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

DATABASES = {"default": database(os.environ.get("MELDCODE_DATABASE", ""), DATA_FOLDER)}

# A person's passphrase opens keys (`access.models.Person`); Django's own users are not used.
AUTH_USER_MODEL = "access.Person"
POLICIES = "meldcode.site.policies.TABLE"
FAULT_PAGE = "meldcode.site.views.explained"

# allauth's pages are not used, its workings are: no accounts, addresses or mails of its own.
ACCOUNT_USER_MODEL_USERNAME_FIELD = "naam"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "meldcode.access.passkeys.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_TOTP_ISSUER = "Meldcode"
# Steps of 30 s before and after: a phone's clock is never quite right (RFC 6238, section 6).
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "meldcode.access.sso.Adapter"

# Holds what a passkey or a provider must answer to, for the minutes until it does; being logged in
# is another cookie (`access.unlock`). Lax, because a provider sends the browser back from its site.
SESSION_COOKIE_NAME = "__Host-meldcode_stap" if SECURE else "meldcode_stap"
SESSION_COOKIE_AGE = 600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

CSRF_COOKIE_NAME = "__Host-meldcode_csrf" if SECURE else "meldcode_csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "meldcode.site.views.csrf_failure"

# A request is read into memory whole and never into a temporary file; bytes. The guide's forms
# hold a few texts of 4000 characters, those of the case file and the report some of 20,000, at most
# 12 bytes each; an attachment comes with its form.
BODY_LIMIT = 256 * 1024
CASE_BODY_LIMIT = 2 * 1024**2
ATTACHMENT_LIMIT = 20 * 1024**2
DATA_UPLOAD_MAX_MEMORY_SIZE = CASE_BODY_LIMIT
FILE_UPLOAD_MAX_MEMORY_SIZE = ATTACHMENT_LIMIT + BODY_LIMIT
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
        "form-action": [SELF, *([OIDC.origin] if OIDC else [])],
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
