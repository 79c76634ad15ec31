"""The HTTP methods a page answers to; everything else is a 405."""

from django.views.decorators.http import require_http_methods

reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])
