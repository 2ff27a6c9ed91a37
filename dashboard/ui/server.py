"""What the server adds to Streamlit: health, geometry, Leaflet's files, headers, allowed hosts and warm-up."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import geo
from dashboard.settings import load
from dashboard.ui import geometry, loading, logs
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
]


class SecurityHeaders:
    """Adds headers to every answer: nothing is loaded from elsewhere, nothing is framed by others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = (
            _FRAME_POLICY if scope["path"].startswith(("/component/", "/_stcore/component")) else _PAGE_POLICY
        )

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy.format(tiles=_tile_origin())
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["X-Frame-Options"] = "SAMEORIGIN"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
            await send(message)

        await self.app(scope, receive, with_headers)


def _tile_origin() -> str:
    """The origin of the tile server, when one is configured; pictures may come from there."""
    address = load().tile_url
    return f" {'/'.join(address.split('/')[:3])}" if "://" in address else ""


def _middleware() -> list[Middleware]:
    hosts = load().allowed_hosts
    found: list[Middleware] = [Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1024)]
    if hosts:
        found.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts, "localhost", "127.0.0.1"]))
    return found


MIDDLEWARE = _middleware()
logs.keep_people_out()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up before the first viewer comes, then keep the collector away from what stays for good.

    Streamlit collects garbage after every run; freezing what is loaded makes that cheap.
    """
    loading.warm_up()
    gc.collect()
    gc.freeze()
    yield {}
