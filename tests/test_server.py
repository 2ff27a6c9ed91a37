"""The server around the pages: its health route, and the first visit to a server that nobody has visited yet."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.serving import Server


def test_the_health_route_answers_ok(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/healthz", timeout=10) as response:
        assert response.read().strip() == b"ok"


@pytest.mark.browser
def test_a_deep_link_on_a_fresh_server_passes_the_router(
    fresh_server: Callable[..., Server], new_page: Callable[..., Page]
) -> None:
    # A page file that Streamlit runs past the router shows its file's name as its title until "/" was visited.
    origin = fresh_server().url
    first = new_page("/place", origin=origin).title()
    new_page("/", origin=origin)
    assert new_page("/place", origin=origin).title() == first != "place"
