"""What stands before every request and every message: the host, sizes, time, and how many may look at once.

An answer from here says what is wrong and nothing of what is inside. docs/security.md, "The server".
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import socket
from collections.abc import Iterable
from functools import cache
from html import escape
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard.locale import LANGUAGES, words
from dashboard.settings import load

STREAM = "/_stcore/stream"
UPLOADS = "/_stcore/upload_file/"
LONGEST_ADDRESS = 8_000
LARGEST_HEADERS = 32 * 1024
LARGEST_BODY = 64 * 1024
"""Of any request but an upload, which ``server.maxUploadSize`` limits."""
SLOWEST_PIECE = 30.0
"""Seconds between two pieces of a body."""
CLOSED = ("/_stcore/metrics",)
"""What Streamlit offers and this desk does not: it tells anyone who asks how many sessions and caches there are."""
_PARTS = (
    "/_stcore/",
    "/static/",
    "/media/",
    "/component/",
    "/components/",
    "/geometry/",
    "/leaflet/",
    "/healthz",
)
_MESSAGES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
"""What a browser may ask of its session. Not among them: to empty the caches of everyone, to name the files of the
checkout, to serve rows of a table without a run, or to write files."""
_log = logging.getLogger(__name__)


class Hosts:
    """Answers only under this machine's own names, addresses in digits, and ``allowed_hosts``.

    A page elsewhere can give its own name this machine's address and read what is served there (DNS rebinding); its
    name stands in ``Host``. An address in digits cannot be had like that. With ``allowed_hosts`` set, only these and
    the names of the loopback are answered.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that it was not meant for this desk."""
        if scope["type"] in ("http", "websocket") and not is_own_host(Headers(scope=scope).getlist("host")):
            refusal = "This desk is not reached under that name. Its owner can add the name to allowed_hosts."
            await PlainTextResponse(refusal, status_code=400)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_own_host(found: list[str]) -> bool:
    """Whether a request's ``Host`` headers (there has to be one) name this desk."""
    if len(found) != 1:
        return False
    try:
        parts = urlsplit(f"//{found[0]}")
        name = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        return False
    if not name or parts.path or parts.query or parts.fragment or "@" in found[0]:
        return False
    allowed = load().allowed_hosts
    if name in ("localhost", "127.0.0.1", "::1"):
        return True
    if allowed:
        return any(_matches(name, pattern.lower()) for pattern in allowed)
    return _is_address(name) or name in _machine_names()


def _matches(name: str, pattern: str) -> bool:
    return name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@cache
def _machine_names() -> frozenset[str]:
    own = socket.gethostname().lower().rstrip(".")
    return frozenset({own, own.split(".")[0], f"{own.split('.')[0]}.local"} - {"", ".local"})


class Limits:
    """Refuses addresses and bodies that are too large, bodies that do not come, and what is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within its limits."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        length = headers.get("content-length", "")
        status, said = 0, ""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            status, said = 414, "This address is too long."
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
            status, said = 431, "The headers are too large."
        elif path.rstrip("/") in CLOSED:
            status, said = 404, "Not found."
        elif not path.startswith(UPLOADS) and length.isdigit() and int(length) > LARGEST_BODY:
            status, said = 413, "This is too large."
        if status:
            await PlainTextResponse(said, status_code=status)(scope, receive, send)
        elif scope["type"] == "http" and (length not in ("", "0") or "transfer-encoding" in headers):
            most = None if path.startswith(UPLOADS) else LARGEST_BODY
            await self.app(scope, _in_time(receive, most), send)
        else:
            await self.app(scope, receive, send)


def _in_time(receive: Receive, most: int | None) -> Receive:
    """A body that has to come piece by piece, and to end."""
    seen, is_whole = 0, False

    async def next_piece() -> Message:
        nonlocal seen, is_whole
        if is_whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), SLOWEST_PIECE)
        except TimeoutError:
            raise HTTPException(408, "This took too long.") from None
        seen += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if most is not None and seen > most:
            raise HTTPException(413, "This is too large.")
        return message

    return next_piece


class Sessions:
    """Counts who looks, and lets a session be asked only for what a page needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a page or a connection on, or say that the desk is full."""
        is_stream = scope["type"] == "websocket"
        if self.open >= load().session_limit and (is_stream or _is_page(scope)):
            _log.warning("full: %d sessions are open", self.open)
            await full_page()(scope, receive, send)
            return
        if not is_stream:
            await self.app(scope, receive, send)
            return
        self.open += 1
        stream = _Stream(receive, send)
        try:
            await self.app(scope, stream.receive, stream.send)
        finally:
            self.open -= 1


def _is_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and "text/html" in Headers(scope=scope).get("accept", "")
        and not scope["path"].startswith(_PARTS)
    )


def full_page() -> HTMLResponse:
    """What who comes too late is told, in every language."""
    told = []
    for lang in LANGUAGES:
        t = words(lang)
        told.append(
            t("The desk is full: as many people as it can serve have it open. Try again in a few minutes.")
        )
    return HTMLResponse(
        _html(told), status_code=503, headers={"Retry-After": "60", "Cache-Control": "no-store"}
    )


def _html(lines: Iterable[str]) -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    style = "font:1rem/1.6 sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem"
    width = '<meta name="viewport" content="width=device-width">'
    return (
        f'<!doctype html><meta charset="utf-8">{width}<title>503</title><body style="{style}">{said}</body>'
    )


class _Stream:
    """The messages of one session, both ways."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._is_closed = False

    async def receive(self) -> Message:
        """The next message that may pass; the connection of who breaks the rules is closed."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            data = message.get("bytes")
            code = 1003 if data is None else _verdict(data)
            if not code:
                return message
            if code > 0:
                self._is_closed = True
                await self._send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}

    async def send(self, message: Message) -> None:
        """Send on, unless the connection has been closed from here."""
        if self._is_closed:
            raise OSError("closed")
        await self._send(message)


def _verdict(data: bytes) -> int:
    """What becomes of a message: 0 it passes, -1 it is left out, else the code to close the connection with."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except Exception:  # protobuf has a fault of its own kind for it, in a package that has no types
        return 1002
    kind = message.WhichOneof("type") or ""
    if kind == "rerun_script":
        if len(message.rerun_script.query_string.encode()) > LONGEST_ADDRESS:
            return 1009
        if not all(_is_readable(widget) for widget in message.rerun_script.widget_states.widgets):
            return 1007
    if kind in _MESSAGES:
        return 0
    asked = message.backend_operation_request.WhichOneof("payload") or ""
    if kind == "backend_operation_request" and asked == "deferred_file":
        return 0
    _log.warning("left out a message of a kind that no page needs: %s %s", kind, asked)
    return -1


def _is_readable(widget: WidgetState) -> bool:
    """Whether a widget's JSON is one; Streamlit takes it for granted, and its run would fail before it has begun."""
    kind = widget.WhichOneof("value") or ""
    try:
        if kind.startswith("json_"):
            json.loads(getattr(widget, kind))
    except (ValueError, RecursionError):
        return False
    return True
