"""Ends with status 0 when Wervel on this machine answers and reaches its database. For health checks."""

import os
import sys
import urllib.error
import urllib.request

# Any host name that is allowed will do; ".example.nl" allows every name under it.
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"

try:
    urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=4).close()
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"Wervel is not well: {error}")
