"""The way in: the routes of the sign-in form, and what the server keeps from those who have not signed in.

Pages are guarded by their loaders. What is guarded here are files, which a browser fetches without any page's script.
"""

from __future__ import annotations

import re
import secrets
from collections import deque
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.errors import AccountError, DeskError, StoreError
from dashboard.locale import LANGUAGES, words
from dashboard.settings import load
from dashboard.ui import proxied
from dashboard.ui.closing import COOKIE, PROVIDER_COOKIE, everything_is_closed, files_are_closed, tokens
from dashboard.ui.sign_in_form import Asked, page

PATH = "/sign-in"
_FORM_COOKIE = "desk_form"
_BACK_COOKIE = "desk_back"
_MOST_BYTES = 4096
_LOCAL = re.compile(r"/[\w-]*(?:\?[^#\s\\]*)?", re.ASCII)
_GUARDED = ("/media/", "/geometry/")
# What a browser needs before anyone can sign in, or what guards itself.
_NO_PAGES = (
    *("/static/", "/_stcore/", "/component", "/components/", "/leaflet/", "/auth/", "/oauth2callback"),
    *("/healthz", "/favicon", PATH, *_GUARDED),
)


class Tries:
    """How many wrong passwords came from one address lately; kept in memory, since an account's own count is kept."""

    MOST = 30
    WITHIN = timedelta(minutes=10)
    _MOST_ADDRESSES = 10_000

    def __init__(self) -> None:
        self._at: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def are_too_many(self, address: str, now: datetime) -> bool:
        """Whether an address has to wait."""
        with self._lock:
            found = self._at.get(address, deque())
            while found and now - found[0] > self.WITHIN:
                found.popleft()
            return len(found) >= self.MOST

    def note(self, address: str, now: datetime) -> None:
        """One more."""
        with self._lock:
            if len(self._at) >= self._MOST_ADDRESSES:
                self._at.clear()
            self._at.setdefault(address, deque(maxlen=self.MOST)).append(now)


_tries = Tries()


async def _show(request: Request) -> Response:
    """The form; who is signed in already goes back to where they came from."""
    asked = _asked(request)
    token = request.cookies.get(COOKIE, "")
    if who := proxied.user(request):
        return await _vouched_for(request, asked, who)
    is_living = await run_in_threadpool(_is_living, request)
    if is_living and not asked.again:
        return RedirectResponse(asked.back, status_code=303)
    answer = _form(request, asked)
    if "provider" in load().sign_in_ways:
        # A provider leads back to the first page; from there it goes on to the one that was asked for.
        answer.set_cookie(
            _BACK_COOKIE, quote(asked.back), path="/", max_age=600, httponly=True, samesite="lax"
        )
    if token and not is_living:
        answer.delete_cookie(COOKIE, path="/")
    return answer


async def _enter(request: Request) -> Response:
    """Let somebody in who knows the password, with a cookie that only the server can read."""
    from dashboard.accounts import desk

    asked = _asked(request)
    t = words(asked.lang)
    fields = await _fields(request)
    form = request.cookies.get(_FORM_COOKIE, "")
    is_own_form = form and secrets.compare_digest(form, fields.get("form", ""))
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") or not is_own_form:
        return _form(request, asked, t("The form was too old. Please try again."), status=403)
    if "password" not in load().sign_in_ways:
        return _form(request, asked, t("Nobody signs in with a password here."), status=403)
    address = proxied.address(request)
    if _tries.are_too_many(address, desk.now()):
        told = t("Too many wrong passwords came from your address. Please wait ten minutes.")
        return _form(request, asked, told, status=429)
    name = fields.get("name", "")
    try:
        token = await run_in_threadpool(desk.sign_in, name, fields.get("password", ""))
    except AccountError:
        told = t("As many people are signed in as this desk allows. Please try again later.")
        return _form(request, asked, told, status=503)
    if token is None:
        _tries.note(address, desk.now())
        told = t(
            "This account and password do not fit, or the account is locked for a while. After five wrong passwords "
            "it is locked for a minute, then longer each time."
        )
        return _form(request, asked, told, status=401, name=name)
    answer = await _let_in(request, asked, token)
    answer.delete_cookie(_FORM_COOKIE, path=PATH)
    return answer


async def _vouched_for(request: Request, asked: Asked, who: str) -> Response:
    """Let in whom the proxy vouches for, or say that no account is theirs."""
    from dashboard.accounts import desk

    t = words(asked.lang)
    try:
        token = await run_in_threadpool(desk.vouched_for, "proxy", who)
    except AccountError:
        told = t("As many people are signed in as this desk allows. Please try again later.")
        return _form(request, asked, told, status=503)
    if token is None:
        told = t(
            "The proxy knows you as {who}, but no account here is yours. Ask whoever keeps the accounts, and tell "
            "them this name.",
            who=who,
        )
        return _form(request, asked, told, status=403)
    return await _let_in(request, asked, token)


async def _let_in(request: Request, asked: Asked, token: str) -> Response:
    """Hand out the cookie of a new session; the one that this browser had before ends."""
    from dashboard.accounts import desk

    await run_in_threadpool(desk.sign_out, request.cookies.get(COOKIE, ""), "again")
    answer = RedirectResponse(asked.back, status_code=303)
    is_secure = proxied.is_https(request)
    answer.set_cookie(COOKIE, token, path="/", httponly=True, samesite="lax", secure=is_secure)
    return answer


ROUTES = [Route(PATH, _show, methods=["GET"]), Route(PATH, _enter, methods=["POST"])]


class Entrance:
    """Leads whoever has not signed in to the form, and gives them no file; does nothing where nothing is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        answer: ASGIApp | None = None
        if scope["type"] in ("http", "websocket"):
            request = HTTPConnection(scope)
            if proxied.is_in_use() and await run_in_threadpool(_is_misled, request):
                answer = PlainTextResponse("Not through the proxy.", status_code=403)
            elif scope["type"] == "http":
                answer = await self._refusal(scope, request)
        if answer is not None and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
            return
        await (answer or self.app)(scope, receive, send)

    async def _refusal(self, scope: Scope, request: HTTPConnection) -> Response | None:
        path = scope["path"]
        if path == "/" and PROVIDER_COOKIE in request.cookies and _BACK_COOKIE in request.cookies:
            return _on(request)
        # Whom the proxy vouches for is led past the form; a spent cookie is not, since its owner may have signed out.
        is_new = bool(proxied.user(request)) and COOKIE not in request.cookies
        is_file = path.startswith(_GUARDED)
        if not (is_new or (files_are_closed() if is_file else everything_is_closed())):
            return None
        is_page = scope["method"] == "GET" and "text/html" in request.headers.get("accept", "")
        if not is_file and (not is_page or path.startswith(_NO_PAGES)):
            return None
        # A provider's answer begins a session when the page's script first sees it; until then the page is shut.
        is_under_way = PROVIDER_COOKIE in request.cookies or request.query_params.get("sign_in") == "provider"
        if not is_file and is_under_way and "provider" in load().sign_in_ways:
            return None
        if await run_in_threadpool(_is_living, request):
            return None
        if is_file:
            return PlainTextResponse("Sign in first.", status_code=401, headers={"Cache-Control": "no-store"})
        query = scope["query_string"].decode("latin-1")
        back = f"{path}?{query}" if query else path
        return RedirectResponse(f"{PATH}?{urlencode({'next': back}, quote_via=quote)}", status_code=303)


def _on(request: HTTPConnection) -> Response:
    """From the first page, where a provider leads to, on to the page that was asked for before."""
    back = unquote(request.cookies[_BACK_COOKIE])
    query = request.scope["query_string"]
    answer = RedirectResponse(back if _LOCAL.fullmatch(back) and not query else "/", status_code=303)
    answer.delete_cookie(_BACK_COOKIE, path="/")
    return answer


def _is_misled(request: HTTPConnection) -> bool:
    """Whether a request names a user past the proxy, or brings a session that the proxy began for somebody else."""
    if proxied.is_forged(request):
        _note_forged(request)
        return True
    token = request.cookies.get(COOKIE, "")
    if not token or request.url.path == PATH or not load().store_url:
        return False
    from dashboard.accounts import desk

    found = desk.session_of(token)
    if isinstance(found, str) or found.way != "proxy":
        return False
    return found.account.identity != f"proxy:{proxied.user(request)}"


def _note_forged(request: HTTPConnection) -> None:
    """Put on record that somebody tried to name a user past the proxy; from one address not again and again."""
    from dashboard.accounts import desk

    address = f"forged {proxied.address(request)}"
    if load().store_url and not _tries.are_too_many(address, desk.now()):
        _tries.note(address, desk.now())
        desk.store().record("unknown", "proxy_refused", "a request that did not come from the proxy", 1)


def _is_living(request: HTTPConnection) -> bool:
    """Whether somebody is signed in with what their browser holds."""
    held = tokens(request.cookies)
    if not held or not load().store_url:
        return False
    from dashboard.accounts import desk

    try:
        return any(not isinstance(desk.session_of(token), str) for token in held)
    except StoreError:  # nobody is let in while nobody can be asked
        return False


def _asked(request: Request) -> Asked:
    """What the address asks for; it leads back to pages of this app alone."""
    back = request.query_params.get("next", "/")
    if not _LOCAL.fullmatch(back):
        back = "/"
    told = request.query_params.get("lang") or parse_qs(urlsplit(back).query).get("lang", [""])[-1]
    return Asked(back, "again" in request.query_params, told if told in LANGUAGES else load().language)


async def _fields(request: Request) -> dict[str, str]:
    """The fields of the form; those of one that is too long are not read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return {}
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _form(request: Request, asked: Asked, alert: str = "", *, status: int = 200, name: str = "") -> Response:
    """The page with a token of its own, so that no other site's form can be sent in its place."""
    t = words(asked.lang)
    token = request.cookies.get(_FORM_COOKIE, "") or secrets.token_urlsafe(16)  # forms in two tabs share it
    ways = tuple(load().sign_in_ways)
    try:
        from dashboard.accounts import desk

        desk.store()
    except DeskError:
        alert, ways = t("No accounts are kept here yet. Whoever runs this desk has to name a store."), ()
    answer = HTMLResponse(
        page(asked, t, form_token=token, ways=ways, alert=alert, name=name), status_code=status
    )
    answer.headers["Cache-Control"] = "no-store"
    is_secure = proxied.is_https(request)
    answer.set_cookie(_FORM_COOKIE, token, path=PATH, httponly=True, samesite="strict", secure=is_secure)
    return answer
