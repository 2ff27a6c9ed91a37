"""Messages of a session as no browser would send them: kinds that no page needs, other sessions' files, broken ones.

Before the guards stood there, one message of anybody emptied the audit log that is kept in memory and gave every
workshop other codes.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from dashboard.ui import server as ui_server
from dashboard.ui.guards import LONGEST_ADDRESS
from tests.access import sockets
from tests.access.sockets import Session
from tests.attack.wire import asked_for_a_file, fetch, file_of, next_answer, parts, session_id, tell
from tests.serving import Server, serve, wait_until


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: what the attackers' own sessions stumble over stands in its log."""
    log = tmp_path_factory.mktemp("attacked") / "server.log"
    with serve(log) as running:
        yield running
    assert "Error processing back message" not in log.read_text(encoding="utf-8", errors="replace")


CODE = re.compile(r"F-[A-Z2-7]{10}")
WRONG = "系统出了差错"


def entries(server: Server) -> int:
    with sockets.session(server.url) as auditor:
        told = (
            sockets.texts(auditor.visit("audit", **{"as": "auditor"})).replace("\u2060", "").replace("\\", "")
        )
    return told.count("risk_map 620724, 2026-10.csv")


def codes(server: Server) -> set[str]:
    with sockets.session(server.url) as viewer:
        told = sockets.texts(viewer.visit("duties", month="2026-10", **{"as": "workshop"}))
    return set(CODE.findall(told.replace("\u2060", "").replace("\\", "")))


def press(session: Session) -> str:
    """Take the first file of the risk map; its number."""
    shown = session.visit("risk_map", month="2026-10", region="620724", **{"as": "analyst"})
    (button, *_) = parts(shown, "DownloadButton")
    answer = file_of(session, session_id(shown), button.deferred_file_id)  # type: ignore[attr-defined]
    assert answer.deferred_file.url.startswith("/media/")  # type: ignore[attr-defined]
    return str(button.deferred_file_id)  # type: ignore[attr-defined]


def closed_with(session: Session) -> int:
    """The code that the server closes a session with."""
    with pytest.raises(ConnectionClosed) as end:
        session.until_finished(forever=True)
    return end.value.rcvd.code if end.value.rcvd else 0


def test_nobody_empties_the_audit_log_or_gives_a_workshop_other_codes(server: Server) -> None:
    with sockets.session(server.url) as anyone:
        press(anyone)
        before, known = entries(server), codes(server)
        assert before
        assert known
        message = BackMsg()
        message.clear_cache = True
        tell(anyone, message)
        anyone.visit("access")
    assert entries(server) == before
    assert codes(server) == known


@pytest.mark.parametrize(
    "kind", ["load_git_info", "set_run_on_save", "debug_shutdown_runtime", "debug_disconnect_websocket"]
)
def test_a_message_that_no_page_needs_is_left_out(server: Server, kind: str) -> None:
    with sockets.session(server.url) as anyone:
        anyone.visit("access")
        message = BackMsg()
        setattr(message, kind, True)
        tell(anyone, message)
        kinds = {each.WhichOneof("type") for each in anyone.visit("access")}
    assert "git_info_changed" not in kinds


@pytest.mark.parametrize("payload", ["dataframe_chunk", "install_skills", "dismiss_skills_nudge"])
def test_no_rows_are_served_without_a_run_and_no_file_is_written(server: Server, payload: str) -> None:
    with sockets.session(server.url) as anyone:
        own = session_id(anyone.visit("access"))
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = payload, own
        getattr(request, payload).SetInParent()
        tell(anyone, message)
        # What is asked next is answered, and was asked after it.
        tell(anyone, asked_for_a_file(own, "none"))
        assert next_answer(anyone).request_id == "asked"  # type: ignore[attr-defined]
        anyone.visit("access")
        assert not parts(anyone.received, "BackendOperationResponse")


def test_a_file_of_another_session_is_not_had_by_naming_that_session(server: Server) -> None:
    with sockets.session(server.url) as owner, sockets.session(server.url) as other:
        shown = owner.visit("risk_map", **{"as": "analyst"})
        (button, *_) = parts(shown, "DownloadButton")
        other.visit("access", **{"as": "workshop"})
        answer = file_of(other, session_id(shown), button.deferred_file_id)  # type: ignore[attr-defined]
        assert "Invalid session" in answer.error_msg  # type: ignore[attr-defined]


def test_the_buttons_of_a_page_end_with_it(server: Server) -> None:
    with sockets.session(server.url) as viewer:
        shown = viewer.visit("risk_map", **{"as": "analyst"})
        (button, *_) = parts(shown, "DownloadButton")
        own, number = session_id(shown), button.deferred_file_id  # type: ignore[attr-defined]
        viewer.visit("risk_map", **{"as": "workshop"})
        # Streamlit lets go of the button right after the run has said that it is over.
        wait_until(lambda: bool(file_of(viewer, own, number).error_msg), "the button to be gone")  # type: ignore[attr-defined]


def test_a_file_that_was_taken_is_kept_by_nobody_and_is_no_page(server: Server) -> None:
    with sockets.session(server.url) as viewer:
        shown = viewer.visit("risk_map", month="2026-10", region="620724", **{"as": "clerk"})
        (button, *_) = parts(shown, "DownloadButton")
        answer = file_of(viewer, session_id(shown), button.deferred_file_id)  # type: ignore[attr-defined]
        link = server.url + answer.deferred_file.url  # type: ignore[attr-defined]
        code, headers, _ = fetch(link)
        assert code == 200
        assert headers["cache-control"] == "no-store"
        assert "sandbox" in headers["content-security-policy"]
        for page in ("access", "audit"):
            viewer.visit(page, **{"as": "clerk"})
        wait_until(lambda: fetch(link)[0] == 404, "the file to be gone")


def test_a_file_goes_even_if_nobody_looks_at_anything_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = 0

    class Files:
        def remove_orphaned_files(self) -> None:
            nonlocal rounds
            rounds += 1
            if rounds == 2:
                raise asyncio.CancelledError

    monkeypatch.setattr(ui_server, "FILES_LAST", 0.002)
    monkeypatch.setattr(ui_server.runtime, "exists", lambda: True)
    monkeypatch.setattr(ui_server.runtime, "get_instance", lambda: SimpleNamespace(media_file_mgr=Files()))
    with ThreadPoolExecutor(1) as aside, pytest.raises(asyncio.CancelledError):
        # In a thread of its own: a browser of other tests may have left an event loop running in this one.
        aside.submit(lambda: asyncio.run(ui_server.forget_files())).result()
    assert rounds == 2


@pytest.mark.parametrize(
    ("sent", "code"), [(b"\xff" * 100, 1002), ("a text", 1003), (b"\x00" * 2_000_000, 1002)]
)
def test_what_is_no_message_ends_the_connection(server: Server, sent: bytes | str, code: int) -> None:
    with sockets.session(server.url) as anyone:
        anyone.visit("access")
        anyone.socket.send(sent)
        assert closed_with(anyone) == code


def test_an_address_too_long_for_a_browser_is_too_long_for_a_message(server: Server) -> None:
    with sockets.session(server.url) as anyone:
        message = BackMsg()
        message.rerun_script.query_string = "region=" + "x" * LONGEST_ADDRESS
        tell(anyone, message)
        assert closed_with(anyone) == 1009


def test_a_message_has_a_largest_size(server: Server) -> None:
    with sockets.session(server.url) as anyone:
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = "x", "y" * 1_100_000
        tell(anyone, message)
        assert closed_with(anyone) == 1009


def states(kind: str, ids: set[str], page: str) -> BackMsg:
    """A run with a value of one kind for each of these widgets, whatever they are."""
    message = BackMsg()
    message.rerun_script.page_name = page
    for name in sorted(ids):
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = name
        match kind:
            case "string_array_value":
                widget.string_array_value.data.append("x")
            case "string_trigger_value":
                widget.string_trigger_value.data = "x"
            case "file_uploader_state_value":
                widget.file_uploader_state_value.SetInParent()
            case "bytes_value":
                widget.bytes_value = b"\xff"
            case "int_value" | "double_value":
                setattr(widget, kind, 10**6)
            case "bool_value" | "trigger_value":
                setattr(widget, kind, True)
            case "json_trigger_value":
                widget.json_trigger_value = '[{"event": "open", "value": {"event": ["620724"]}}]'
            case "json_value":
                widget.json_value = '{"open": {"x": 1}}'
            case _:
                setattr(widget, kind, "admin")
    return message


KINDS = [
    *("string_value", "int_value", "double_value", "bool_value", "trigger_value", "bytes_value"),
    *("json_value", "json_trigger_value", "string_trigger_value", "string_array_value"),
    "file_uploader_state_value",
]


@pytest.mark.parametrize("kind", KINDS)
def test_widgets_of_any_kind_and_value_tell_nothing_and_let_nobody_in(server: Server, kind: str) -> None:
    with sockets.session(server.url) as anyone:
        shown = sockets.texts(anyone.visit("risk_map", **{"as": "clerk:620724103000"}))
        ids = set(re.findall(r"\$\$ID-[\w-]+", shown)) | {"$$ID-0-viewing_role", "x", ""}
        tell(anyone, states(kind, ids, "audit"))
        told = sockets.texts(anyone.until_finished())
    for word in (
        "Traceback",
        "site-packages",
        "JSONDecodeError",
        "RecursionError",
        "620724102000",
        "骆驼城镇",
    ):
        assert word not in told
    with sockets.session(server.url) as next_one:
        assert "高台县" in sockets.texts(next_one.visit("risk_map"))


@pytest.mark.parametrize(
    "page", ["../app", "/etc/passwd", "dashboard/main", "pages/audit.py", "\x00", "x" * 5000, "审计"]
)
def test_a_page_that_is_not_offered_is_not_run(server: Server, page: str) -> None:
    with sockets.session(server.url) as anyone:
        told = anyone.visit(page)
    assert not sockets.page_found(told)
    assert WRONG not in sockets.texts(told)


def test_a_page_by_a_made_up_number_or_a_fragment_of_another_is_not_run(server: Server) -> None:
    with sockets.session(server.url) as anyone:
        anyone.visit("access", **{"as": "workshop"})
        message = BackMsg()
        message.rerun_script.page_script_hash = "0" * 32
        tell(anyone, message)
        assert WRONG not in sockets.texts(anyone.until_finished())
        message = BackMsg()
        message.rerun_script.fragment_id = "0" * 32
        tell(anyone, message)
        assert anyone.visit("access")


def test_what_passes_is_what_is_known() -> None:
    """A new kind of message in a newer Streamlit is closed until somebody has looked at it."""
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert kinds == {
        *("rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"),
        *("clear_cache", "set_run_on_save", "load_git_info"),
        *("debug_disconnect_websocket", "debug_shutdown_runtime"),
    }
    assert "git_info_changed" in {f.name for f in ForwardMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
