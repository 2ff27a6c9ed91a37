"""What is closed to those who have not signed in, whoever asks: scripts of pages, or the server for a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from threading import Event

import streamlit as st

from dashboard.settings import SAMPLES, load

COOKIE = "desk_session"
"""What the browser holds of a session: a random token, out of reach of scripts."""

PROVIDER_COOKIE = "_streamlit_user"
"""What Streamlit keeps of a provider's answer, signed; a long one in several cookies."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_closed_data = Event()


def tokens(cookies: Mapping[str, str]) -> tuple[str, ...]:
    """What a browser may hold of sessions: the cookie of this app, and that of a provider's answer."""
    held = [cookies.get(COOKIE, "")]
    if "provider" in load().sign_in_ways:
        parts = [name for name in cookies if re.fullmatch(rf"{PROVIDER_COOKIE}(_\d+)?", name)]
        held.append("\n".join(cookies[name] for name in sorted(parts)))
    # A page that is run without a browser has cookies of no kind.
    return tuple(token for token in held if isinstance(token, str) and token)


def everything_is_closed() -> bool:
    """Whether nothing at all is shown without sign-in."""
    return load().sign_in == "required"


def is_on_network() -> bool:
    """Whether others than whoever sits at this machine reach the server."""
    return st.get_option("server.address") not in _LOOPBACK


def is_closed(path: Path, *, is_made_up: bool, needs_sign_in: bool) -> bool:
    """Whether this data is shown only to those who have signed in.

    Args:
        path: where the data is.
        is_made_up: whether its figures are.
        needs_sign_in: whether anyone in it could be real.
    """
    on_network = is_on_network()
    is_own = not is_made_up and path not in SAMPLES
    found = everything_is_closed() or needs_sign_in or (on_network and is_own)
    if found:
        _closed_data.set()
    return found


def files_are_closed() -> bool:
    """Whether files that pages hand out may hold what is closed: they are fetched without the page's script."""
    return everything_is_closed() or _closed_data.is_set()
