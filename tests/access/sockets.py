"""A session over the websocket, without a browser: what the server sends, decoded to the last text in it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

SECONDS = 120


@dataclass
class Session:
    """One viewer's connection; ``received`` are all messages of all its runs."""

    socket: ClientConnection
    received: list[ForwardMsg] = field(default_factory=list)

    def visit(self, page: str, **query: str) -> list[ForwardMsg]:
        """Run a page under an address to its end; the messages that the run sent."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(query)
        message.rerun_script.page_name = page
        self.socket.send(message.SerializeToString())
        return self.until_finished()

    def until_finished(self, *, forever: bool = False) -> list[ForwardMsg]:
        """What a run sends, to its end; ``forever`` listens on, until the server closes the connection."""
        found: list[ForwardMsg] = []
        while True:
            data = self.socket.recv(timeout=SECONDS)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            found.append(message)
            self.received.append(message)
            is_end = message.WhichOneof("type") == "script_finished" and message.script_finished in (0, 4)
            if is_end and not forever:
                return found


@contextmanager
def session(origin: str, **headers: str) -> Iterator[Session]:
    """A session with the server at this origin; headers such as ``Cookie`` go with the request for it."""
    address = origin.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(
        address,
        origin=origin,
        subprotocols=["streamlit"],
        max_size=None,
        additional_headers=headers,  # type: ignore[arg-type,list-item]
    ) as socket:
        yield Session(socket)


def texts(messages: list[ForwardMsg]) -> str:
    """Every text in some messages, JSON and base64 inside them opened, one below the other."""
    return "\n".join(text for message in messages for text in _texts(message))


def _texts(message: Message) -> Iterator[str]:
    for kind, value in message.ListFields():
        values = (
            value if isinstance(value, str | bytes) or not hasattr(value, "__iter__") else list(_items(value))
        )
        for one in values if isinstance(values, list) else [values]:
            if isinstance(one, Message):
                yield from _texts(one)
            elif isinstance(one, bytes):
                yield one.decode("utf-8", errors="replace")
                yield one.decode("utf-16-le", errors="replace")
            elif isinstance(one, str):
                yield kind.name
                yield from _opened(one)


def _items(value: Any) -> Iterator[Any]:
    """The members of a repeated field, or keys and values of a map."""
    if hasattr(value, "items"):
        for key, one in value.items():
            yield key
            yield one
    else:
        yield from value


def _opened(text: str) -> Iterator[str]:
    """A text, and what is inside it when it is JSON or base64."""
    yield text
    if text[:1] in "{[":
        with suppress(ValueError):
            yield json.dumps(json.loads(text), ensure_ascii=False)
    for packed in re.findall(r"[A-Za-z0-9+/]{40,}={0,2}", text):
        with suppress(ValueError):
            yield base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", errors="replace")


def page_found(messages: list[ForwardMsg]) -> bool:
    """Whether the server knew the page that was asked for."""
    return not any(message.WhichOneof("type") == "page_not_found" for message in messages)


def files_in(text: str) -> set[str]:
    """Addresses of files that a page names, to be fetched from the same server."""
    return set(re.findall(r"/(?:geometry|media|components)/[\w.-]+", text))
