"""What the server adds to Streamlit: health, geometry, Leaflet's files, headers, guards and warm-up."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

import geo
from dashboard.settings import load
from dashboard.ui import entrance, geometry, guards, loading, logs
from dashboard.ui.components.registry import script_route

LEAFLET = Path(geo.__file__).parent / "static" / "leaflet"

_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{tiles}; font-src 'self' data:; "
    "connect-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# streamlit-folium runs the map's script as text inside its own frame.
_FRAME_POLICY = _PAGE_POLICY.replace("'wasm-unsafe-eval'", "'unsafe-eval'")
# Files that were taken out, and the logo: never a page of their own.
_FILE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'none'; frame-ancestors 'self'; sandbox"
)
_NEVER_KEPT = ("/media/", "/_stcore/")
"""Under these paths lies what belongs to one session; no browser and no proxy is to keep it."""
FILES_LAST = 120.0
"""Seconds that a file which was taken out can be had by its link, at most."""
_log = logging.getLogger(__name__)


async def _health(request: Request) -> Response:
    """Say that the server answers."""
    return PlainTextResponse("ok")


async def _geometry(request: Request) -> Response:
    """Hand out a map's outlines; the name holds their digest, so they may be kept for good."""
    name = request.path_params["name"]
    held = geometry.fetch(name)
    if held is None:
        return PlainTextResponse("This map is no longer held; load the page again.", status_code=404)
    content, media_type = held
    tag = f'"{name}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=31536000, immutable"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


ROUTES = [
    Route("/healthz", _health),
    Route("/geometry/{name}", _geometry),
    Mount("/leaflet", StaticFiles(directory=LEAFLET, check_dir=False)),
    script_route(),
    *entrance.ROUTES,
]


class SecurityHeaders:
    """Adds headers to every answer: nothing is loaded from elsewhere, nothing is framed by others.

    A fault in a route is answered here, so that its answer has them too: with a number, and nothing else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, has_begun = scope["path"], False

        async def with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _policy(path)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["X-Frame-Options"] = "SAMEORIGIN"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
                if path.startswith(_NEVER_KEPT):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception as error:
            reference = secrets.token_hex(4)
            _log.exception("reference %s: %s", reference, type(error).__name__)
            if not has_begun:
                said = PlainTextResponse(f"Something went wrong on our side: {reference}", status_code=500)
                await said(scope, receive, with_headers)


def _policy(path: str) -> str:
    """What a browser may do with what it is given under this path."""
    if path.startswith("/media/"):
        return _FILE_POLICY
    policy = _FRAME_POLICY if path.startswith(("/component/", "/_stcore/component")) else _PAGE_POLICY
    return policy.format(tiles=_tile_origin())


def _tile_origin() -> str:
    """The origin of the tile server, when one is configured; pictures may come from there."""
    address = load().tile_url
    return f" {'/'.join(address.split('/')[:3])}" if "://" in address else ""


MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(guards.Hosts),
    Middleware(guards.Limits),
    Middleware(entrance.Entrance),
    Middleware(guards.Sessions),
    Middleware(GZipMiddleware, minimum_size=1024),
]
logs.keep_people_out()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up before the first viewer comes, then keep the collector away from what stays for good.

    Streamlit collects garbage after every run; freezing what is loaded makes that cheap.
    """
    loading.warm_up()
    gc.collect()
    gc.freeze()
    forgetting = asyncio.create_task(forget_files())
    yield {}
    forgetting.cancel()


async def forget_files() -> None:
    """Let no file that was taken out stay longer than two rounds.

    Streamlit only looks for files that nobody needs after somebody's page has run, and lets them go the second time:
    on a desk left alone in the evening the last file of the day would lie under its link until the morning.
    """
    while True:
        await asyncio.sleep(FILES_LAST / 2)
        if runtime.exists():
            runtime.get_instance().media_file_mgr.remove_orphaned_files()
