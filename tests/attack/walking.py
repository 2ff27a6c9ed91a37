"""Every page, every parameter of an address, every file: read from what there is, so that new ones are in."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.ui import address
from tests.access import sockets
from tests.access.sockets import Session
from tests.attack.wire import SECONDS, file_of, parts, session_id
from tests.serving import ROOT

PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
PARAMETERS = (*address.SHARED, *address.OWN)
"""What an address may hold (dashboard/ui/address.py)."""


class Taken(NamedTuple):
    """A file that a page gave out."""

    page: str
    name: str
    media_type: str
    content: bytes


def files(origin: str, session: Session, page: str, shown: list[ForwardMsg]) -> Iterator[Taken]:
    """Press every button of a page that gives a file."""
    own = ""
    for button in _buttons(shown):
        url = button.url
        if button.deferred_file_id:
            own = own or session_id(shown)
            answer: Any = file_of(session, own, button.deferred_file_id)
            assert not answer.error_msg, (page, button.label, answer.error_msg)
            url = answer.deferred_file.url
        if not url:
            continue
        with urllib.request.urlopen(origin + url, timeout=SECONDS) as response:
            told = response.headers["Content-Disposition"] or ""
            name = unquote(told.partition("filename")[2].lstrip("*=").removeprefix("utf-8''").strip('"'))
            yield Taken(page, name, response.headers.get_content_type(), response.read())


def _buttons(shown: list[ForwardMsg]) -> list[Any]:
    return list(parts(shown, "DownloadButton"))


class Seen(NamedTuple):
    """A page under an address: all that was sent, decoded, and every file that could be had."""

    page: str
    query: dict[str, str]
    sent: str
    taken: list[Taken]


def see(origin: str, eyes: str, page: str, query: dict[str, str]) -> Seen:
    """Visit a page as someone, in a session of its own: within one, the server only refers to what it sent before."""
    with sockets.session(origin) as viewer:
        shown = viewer.visit(page, **({"as": eyes} if eyes else {}) | query)
        assert sockets.page_found(shown), page
        taken = list(files(origin, viewer, page, shown))
        return Seen(page, query, sockets.texts(viewer.received), taken)
