"""Settings of one district's instance.

Everything that differs between machines comes from environment variables; everything with state
lives below ``YIPANQI_VAR`` (``var/`` unless told otherwise).
"""

import os
from datetime import date
from pathlib import Path

from yipanqi.web.keys import secret_key

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("YIPANQI_VAR", BASE_DIR / "var")).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("YIPANQI_DEBUG") == "1"
SECRET_KEY = secret_key(VAR_DIR)
ALLOWED_HOSTS = os.environ.get("YIPANQI_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("YIPANQI_ORIGINS", "").split(",") if origin]

# The business day (duties, terms, periods). Only a demonstration fixes it; see kit.clock.
YIPANQI_TODAY = date.fromisoformat(os.environ["YIPANQI_TODAY"]) if os.environ.get("YIPANQI_TODAY") else None
YIPANQI_POLICY = "yipanqi.web.policy.POLICY"
YIPANQI_SIGNED_OUT = "yipanqi.web.unsent.signed_out"
YIPANQI_DISTRICT = os.environ.get("YIPANQI_DISTRICT", "东屿海关")
# Identity numbers are checked and dropped unless a district gives a reason to keep them (PIPL).
YIPANQI_KEEP_IDENTITY_NUMBERS = os.environ.get("YIPANQI_KEEP_IDENTITY_NUMBERS", "")

INSTALLED_APPS = [
    "yipanqi.web",
    "yipanqi.insight",
    "yipanqi.assessment",
    "yipanqi.brands",
    "yipanqi.meetings",
    "yipanqi.objectives",
    "yipanqi.indicators",
    "yipanqi.members",
    "yipanqi.tasks",
    "yipanqi.people",
    "yipanqi.organizations",
    "yipanqi.events",
    "yipanqi.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "yipanqi.web.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "yipanqi.web.answers.MethodsMiddleware",
    "yipanqi.web.answers.PlainTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yipanqi.web.answers.PrivateMiddleware",
    "yipanqi.people.scope.ScopeMiddleware",
    "yipanqi.people.sign_in.FirstPasswordMiddleware",
    "yipanqi.kit.policy.PolicyMiddleware",
    "yipanqi.kit.once.OnceMiddleware",
]

ROOT_URLCONF = "yipanqi.web.urls"
WSGI_APPLICATION = "yipanqi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "yipanqi.web.frame.frame",
            ],
            "builtins": [
                "yipanqi.kit.templatetags.kit",
                "yipanqi.kit.templatetags.look",
                "yipanqi.kit.templatetags.standing",
            ],
        },
    }
]

if os.environ.get("YIPANQI_DATABASE", "").startswith("postgres"):
    from yipanqi.web.databases import postgresql

    DATABASES = {"default": postgresql(os.environ["YIPANQI_DATABASE"])}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("YIPANQI_DATABASE") or VAR_DIR / "yipanqi.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # One writer at a time: IMMEDIATE waits for its turn, DEFERRED fails half way through.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "yipanqi.people.sign_in.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "yipanqi.people.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/10m/ip,5/10m/key"}
# How many proxies of our own stand in front: without it a whole district would share one address's attempts.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("YIPANQI_PROXIES", os.environ.get("YIPANQI_HTTPS", "0")))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "yipanqi.people.sign_in.SecondStep"
MFA_TOTP_ISSUER = "一盘棋"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("YIPANQI_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
CSRF_FAILURE_VIEW = "yipanqi.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["yipanqi.kit.workbook.pages.receiving.CappedUpload"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True  # Django's and allauth's own sentences; ours are written in Chinese directly.

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if os.environ.get("YIPANQI_PLAIN_STATIC") == "1" or DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "yipanqi.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
