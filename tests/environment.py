"""Loaded before the settings: tests run in demo mode, whatever the shell says, and write no mail."""

import os

for name in ("PRODUCTION", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "SITE_URL", "DEBUG"):
    os.environ.pop(name, None)
