"""Settings of Wervel. Every value comes from the environment; the README lists the ones for production.

Without PRODUCTION=1 this is a demo on one machine: a known secret, and answers to this machine only.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
DEMO_SECRET = "demo-secret-known-to-everybody-and-refused-in-production"
DEMO_PASSWORD = "wervel-demo-2026"
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

env = environ.Env()


def switch(name: str, *, default: bool) -> bool:
    """A setting that is on or off; a word that is neither must not quietly mean "off"."""
    word = env.str(name, default=str(default)).strip().lower()
    if word not in {"1", "true", "yes", "on", "0", "false", "no", "off", ""}:
        raise ImproperlyConfigured(f"{name} is 1 or 0, not {word!r}.")
    return word in {"1", "true", "yes", "on"}


def number(name: str, *, default: int, least: int = 1, most: int | None = None) -> int:
    """A setting that is a whole number within limits."""
    found = env.int(name, default=default)
    if found < least or (most is not None and found > most):
        limits = f"{least} or more" if most is None else f"{least} to {most}"
        raise ImproperlyConfigured(f"{name} is {limits}, not {found}.")
    return found


PRODUCTION = switch("PRODUCTION", default=False)
DEMO = not PRODUCTION
DEBUG = switch("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Salts of the column encryption, newest first; the second one and further only decrypt.
SALT_KEY = env.list("FIELD_SALTS", default=["demo-salt"])
# Keys the digest by which an encrypted BSN is found again.
BSN_DIGEST_KEY = env.str("BSN_DIGEST_KEY", default="demo-digest-key")

if PRODUCTION:
    _needed = [
        "SECRET_KEY",
        "FIELD_SALTS",
        "BSN_DIGEST_KEY",
        "DATABASE_URL",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "EMAIL_URL",
    ]
    _missing = [name for name in _needed if not env.str(name, default="").strip()]
    if _missing:
        raise ImproperlyConfigured(f"Production needs a value of its own for {', '.join(_missing)}.")
    if SECRET_KEY == DEMO_SECRET or "demo-salt" in SALT_KEY or BSN_DIGEST_KEY == "demo-digest-key":
        raise ImproperlyConfigured("Everybody knows the demo secrets: production does not start with them.")
    if min(map(len, [SECRET_KEY, BSN_DIGEST_KEY, *SALT_KEY])) < 32:
        raise ImproperlyConfigured(
            "SECRET_KEY, BSN_DIGEST_KEY and each of FIELD_SALTS need 32 characters or more."
        )
    if DEBUG:
        raise ImproperlyConfigured(
            "DEBUG shows record data on error pages: production does not start with it."
        )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address patients reach us on, for the links in mails.
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")

INSTALLED_APPS = [
    "records",
    "intake",
    "practice",
    "practice.apps.WervelAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "phonenumber_field",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before whitenoise: in a demo nobody ran collectstatic, so style sheets are compressed on their way out.
    # In production whitenoise has them compressed already.
    "practice.middleware.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "practice.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "practice.middleware.access_point",
    "practice.middleware.never_cached",
    "practice.middleware.explained",
    "practice.middleware.LivesOn",
    "records.middleware.handed_over",
]

ROOT_URLCONF = "practice.urls"
WSGI_APPLICATION = "practice.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice.context.practice",
            ],
        },
    }
]

if "DATABASE_URL" in env:
    _database = env.db_url("DATABASE_URL")
else:
    VAR_DIR.mkdir(exist_ok=True)
    _database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "wervel.sqlite3")}
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        # INSERT OR REPLACE then fires the DELETE triggers that freeze signed rows.
        "PRAGMA recursive_triggers=ON;",
    }
    # A file, not memory: the browser tests write from the server's threads.
    _name = Path(_database["NAME"])
    _database["TEST"] = {"NAME": str(_name.with_name(f"test_{_name.name}"))}
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
    _database["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}
DATABASES = {"default": _database}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "practice.User"
AUTHENTICATION_BACKENDS = [
    "practice.access.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "practice.sign_in.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody signs up, so an address we do not know gets no mail that invites to it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wervel"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
# The second holds sentences of Django and allauth in our own voice.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/frameworks"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
FORMAT_MODULE_PATH = ["practice.formats"]

PHONENUMBER_DEFAULT_REGION = "NL"
PHONENUMBER_DB_FORMAT = "E164"

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEMO

# The demo writes its mail to files, so that nobody is ever mailed by accident.
if "EMAIL_URL" in env:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
# Whether a mail is tried right after the commit, in the process that made it; otherwise `manage.py
# send_messages` sends it. Urgent mail is always tried at once.
MAIL_AT_ONCE = switch("MAIL_AT_ONCE", default=DEMO)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Wervel <praktijk@example.org>")
EMAIL_TIMEOUT = 10

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "practice.views.csrf_failure"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies of our own stand in front; 0 means the connection's own address counts.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# The limits on signing in count the visitor, not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# An examination with every region open sends more fields than Django's 1000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# The patient's link: how long it opens, how often the birth date may be wrong, when an idle form locks.
INTAKE_LINK_DAYS = number("INTAKE_LINK_DAYS", default=14)
INTAKE_BIRTH_DATE_ATTEMPTS = 5
INTAKE_IDLE_MINUTES = number("INTAKE_IDLE_MINUTES", default=30, least=20, most=30)
# How many wrong links and birth dates one network address may try within so many minutes.
INTAKE_TRIES_PER_ADDRESS = number("INTAKE_TRIES_PER_ADDRESS", default=30)
INTAKE_TRIES_MINUTES = number("INTAKE_TRIES_MINUTES", default=15)
# After how many days what a patient filled in and did not send is deleted.
INTAKE_DRAFT_DAYS = number("INTAKE_DRAFT_DAYS", default=30)
# For how many days a re-screening counts for an evaluation: it may have been done at the visit before, and
# who comes once in two weeks has that one visit in between. Older answers say too little about today.
RESCREENING_DAYS = 14
# How long before an appointment the patient is reminded of it; a weekend or holiday in between is skipped.
APPOINTMENT_REMINDER_HOURS = number("APPOINTMENT_REMINDER_HOURS", default=24, most=14 * 24)
# Within how many minutes a therapist answers the alert of an emergency message.
ALERT_MINUTES = number("ALERT_MINUTES", default=15)
# After how long without a touch a member of staff is signed out; a minute before, the page warns.
STAFF_IDLE_MINUTES = number("STAFF_IDLE_MINUTES", default=15, least=2, most=60)
# How long a device that was handed over shows the plan.
HANDOVER_MINUTES = number("HANDOVER_MINUTES", default=60)
# Sending the plan home. Off: reading record data online asks for a recognised sign-in, which this has not.
REMOTE_APPROVAL = switch("REMOTE_APPROVAL", default=False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_links": {"()": "practice.logs.WithoutLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_links"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
