"""Geometry served by URL: pages register a map's bytes, the server's route hands them out by their digest.

Only outlines, codes and names of places pass here, never people.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

_MOST = 64
_held: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
_lock = Lock()


def register(name: str, content: bytes, media_type: str) -> str:
    """Keep a map's bytes under a name that holds their digest; returns the address that serves them."""
    with _lock:
        _held[name] = (content, media_type)
        _held.move_to_end(name)
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return f"/geometry/{name}"


def fetch(name: str) -> tuple[bytes, str] | None:
    """The bytes and media type kept under a name."""
    with _lock:
        return _held.get(name)
