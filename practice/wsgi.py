"""WSGI entry point, for gunicorn."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from practice.logs import WithoutLinks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")

application = get_wsgi_application()

# The access log of gunicorn is set up before us, so the settings cannot reach it.
logging.getLogger("gunicorn.access").addFilter(WithoutLinks())
