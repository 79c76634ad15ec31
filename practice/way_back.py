"""The page somebody came from, when a request names one to go back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, address: str) -> str:
    """This address when it is the path of a page of ours ("/day/?need=1"), else empty."""
    here = {"allowed_hosts": {request.get_host()}, "require_https": request.is_secure()}
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, **here)
    return address if is_ours else ""
