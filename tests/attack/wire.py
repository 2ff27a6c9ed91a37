"""Requests and messages as no browser would send them."""

from __future__ import annotations

import asyncio
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from google.protobuf.message import Message
from starlette.types import ASGIApp
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.access.sockets import Session

SECONDS = 20


def fetch(
    url: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters and body; a refusal is an answer too."""
    request = urllib.request.Request(url, method=method, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def raw(url: str, sent: bytes, *, until_closed: bool = False) -> bytes:
    """Bytes sent as they are, and the beginning of the answer."""
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    with socket.create_connection((parts.hostname, parts.port), timeout=SECONDS) as connection:
        connection.sendall(sent)
        found = connection.recv(65536)
        while until_closed and (more := connection.recv(65536)):
            found += more
        return found


def status(answer: bytes) -> int:
    """The status of an answer's first line."""
    return int(answer.split(b" ", 2)[1])


def upgrade(path: str = "/_stcore/stream", **headers: str) -> bytes:
    """The request that opens a websocket."""
    told = {
        "Host": "127.0.0.1",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def session_id(messages: list[ForwardMsg]) -> str:
    """The number of the session, as its first run tells it."""
    (found, *_) = [
        m.new_session.initialize.session_id for m in messages if m.WhichOneof("type") == "new_session"
    ]
    return found


def parts(messages: list[ForwardMsg], name: str) -> list[Message]:
    """Every message of this name that lies inside some messages."""
    return [found for message in messages for found in _inside(message, name)]


def _inside(message: Message, name: str) -> list[Message]:
    found = [message] if message.DESCRIPTOR.name == name else []
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        is_map = field.message_type.GetOptions().map_entry
        several = value.values() if is_map else value if field.is_repeated else (value,)
        for one in several:
            if isinstance(one, Message):
                found += _inside(one, name)
    return found


def tell(session: Session, message: BackMsg) -> None:
    """Send a message without waiting for anything."""
    session.socket.send(message.SerializeToString())


def next_answer(session: Session) -> Message:
    """The next answer to anything that was asked of the session."""
    while True:
        data = session.socket.recv(timeout=SECONDS)
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "backend_operation_response":
            return message.backend_operation_response


def asked_for_a_file(own_id: str, file_id: str) -> BackMsg:
    """The message of a button that gives a file."""
    message = BackMsg()
    request = message.backend_operation_request
    request.request_id, request.session_id, request.deferred_file.file_id = "asked", own_id, file_id
    return message


def file_of(session: Session, own_id: str, file_id: str) -> Message:
    """Press the button of a file."""
    tell(session, asked_for_a_file(own_id, file_id))
    return next_answer(session)


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: dict[str, str]
    text: str


def ask(app: ASGIApp, method: str, path: str, pieces: Sequence[bytes] = (), *, ends: bool = True) -> Answer:
    """Ask an app without a server between; the body comes in pieces, of no length told, and may never end."""
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    if ends:
        waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1")] + ([(b"transfer-encoding", b"chunked")] if pieces else [])
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "scheme": "http", "server": ("127.0.0.1", 80), "http_version": "1.1",
        "root_path": "", "client": ("127.0.0.1", 1),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    (start, *bodies) = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(body["body"] for body in bodies).decode())
