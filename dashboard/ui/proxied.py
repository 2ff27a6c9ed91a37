"""What a proxy in front vouches for: who asks, from where, and whether by TLS.

It is believed only if the request comes from the proxy's own address and brings the secret that both know. A request
that names a user in any other way is refused, whatever else it brings.
"""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection

from dashboard.settings import load

SECRET_HEADER = "X-Desk-Proxy-Secret"  # noqa: S105 - its name alone


def is_in_use() -> bool:
    """Whether a proxy signs people in here."""
    return "proxy" in load().sign_in_ways


def is_forged(request: HTTPConnection) -> bool:
    """Whether a request names a user, or brings the secret, without coming from the proxy."""
    headers = request.headers
    names_a_user = load().proxy_user_header in headers or SECRET_HEADER in headers
    return is_in_use() and names_a_user and not _is_from_proxy(request)


def user(request: HTTPConnection) -> str:
    """Who the proxy says is asking; nothing if it does not, or is not the proxy."""
    if not (is_in_use() and _is_from_proxy(request)):
        return ""
    named = request.headers.getlist(load().proxy_user_header)
    return named[0].encode("latin-1").decode("utf-8", "replace").strip() if len(named) == 1 else ""


def address(request: HTTPConnection) -> str:
    """The address that a request comes from, in front of the proxy if there is one."""
    found = _peer(request)
    return request.headers.get("x-real-ip", found) if found in load().proxy_addresses else found


def is_https(request: HTTPConnection) -> bool:
    """Whether the browser speaks TLS, to this server or to the proxy."""
    by_proxy = _peer(request) in load().proxy_addresses
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto") if by_proxy else "")


def _is_from_proxy(request: HTTPConnection) -> bool:
    settings = load()
    given = request.headers.get(SECRET_HEADER, "").encode()
    is_known = bool(settings.proxy_secret) and hmac.compare_digest(given, settings.proxy_secret.encode())
    return is_known and _peer(request) in settings.proxy_addresses


def _peer(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""
