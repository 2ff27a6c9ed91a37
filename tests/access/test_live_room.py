"""A live room with ten participants: how long until each has been sent what the facilitator shows.

The sessions are websockets that ask every second, as the page in a browser does (Streamlit's ``run_every``).
"""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.scenarios.files import Saved
from dashboard.scenarios.levers import IndicatorShock, Scenario
from dashboard.scenarios.link import packed
from tests.access import sockets
from tests.access.sockets import Session
from tests.attack.wire import parts
from tests.serving import clean_environment, serve

PARTICIPANTS, ROUNDS, SECONDS = 10, 10, 2.0
GROUND = {"lang": "en", "month": "2026-09", "town_alerts": "detected", "data": "gaotai"}
SHOWN = re.compile(rb"First-time claimants[^\"]*?\+(\d+)%")
"""How the sentence of the page names the lever that the facilitator moves."""


def scenario(percent: int) -> str:
    return packed(Saved(Scenario((IndicatorShock("first_time_claimants_count", float(percent)),))))


def code_of_a_new_room(host: Session) -> str:
    """Press the facilitator's button; the code is in the address that the page asks for."""
    shown = host.visit("scenarios", **GROUND, **{"as": "facilitator"})
    (button,) = [each for each in parts(shown, "Button") if "open_room" in each.id]  # type: ignore[attr-defined]
    message = BackMsg()
    message.rerun_script.page_name = "scenarios"
    message.rerun_script.query_string = "&".join(
        f"{k}={v}" for k, v in {**GROUND, "as": "facilitator"}.items()
    )
    message.rerun_script.widget_states.widgets.add(id=button.id, trigger_value=True)  # type: ignore[attr-defined]
    host.socket.send(message.SerializeToString())
    told = [
        m.page_info_changed.query_string for m in host.until_finished() if m.HasField("page_info_changed")
    ]
    return re.search(r"room=(\w+)", " ".join(told))[1]  # type: ignore[index]


class Participant:
    """Somebody in the room: when they were first sent each percentage."""

    def __init__(self, origin: str, code: str) -> None:
        self._origin, self._code = origin, code
        self.seen: dict[int, float] = {}

    def follow(self, ready: threading.Barrier, stop: threading.Event) -> None:
        """Join, then ask every second as the browser does, until told to stop."""
        try:
            self._follow(ready, stop)
        except BaseException:
            ready.abort()  # nobody waits for one who is gone
            raise

    def _follow(self, ready: threading.Barrier, stop: threading.Event) -> None:
        with sockets.session(self._origin) as session:
            first = session.visit("scenarios", room=self._code, **GROUND, **{"as": "workshop"})
            for message in first:
                self._note(message.SerializeToString(), message)
            ready.wait(timeout=60)
            due = time.monotonic()
            while not stop.is_set():
                try:
                    data = session.socket.recv(timeout=max(due - time.monotonic(), 0.01))
                except TimeoutError:
                    ask = BackMsg()
                    ask.rerun_script.fragment_id, ask.rerun_script.is_auto_rerun = self._watch, True
                    ask.rerun_script.page_script_hash = self._page
                    ask.rerun_script.query_string = self._address
                    session.socket.send(ask.SerializeToString())
                    due = max(due, time.monotonic() - 1.0) + 1.0
                else:
                    assert isinstance(data, bytes)
                    self._note(data, ForwardMsg.FromString(data))

    def _note(self, data: bytes, message: ForwardMsg) -> None:
        """Take note of what was sent: what to ask for from now on, and the figure that is shown."""
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            self._watch = message.auto_rerun.fragment_id
        elif kind == "page_info_changed":
            self._address = message.page_info_changed.query_string
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "delta":
            for percent in SHOWN.findall(data):
                self.seen.setdefault(int(percent), time.monotonic())


@pytest.mark.proof
def test_ten_participants_see_what_the_facilitator_shows_within_two_seconds(tmp_path: Path) -> None:
    with serve(tmp_path / "server.log", clean_environment({})) as server, sockets.session(server.url) as host:
        code = code_of_a_new_room(host)
        people = [Participant(server.url, code) for _ in range(PARTICIPANTS)]
        ready, stop = threading.Barrier(PARTICIPANTS + 1), threading.Event()
        with ThreadPoolExecutor(PARTICIPANTS) as pool:
            running = [pool.submit(each.follow, ready, stop) for each in people]
            ready.wait(timeout=120)
            moved: dict[int, float] = {}
            try:
                for percent in range(11, 11 + ROUNDS):
                    moved[percent] = time.monotonic()
                    host.visit(
                        "scenarios", room=code, scenario=scenario(percent), **GROUND, **{"as": "facilitator"}
                    )
                    while time.monotonic() < moved[percent] + 10 and any(
                        percent not in p.seen for p in people
                    ):
                        stop.wait(0.05)
            finally:
                stop.set()
            for each in running:
                each.result(timeout=60)
        late = [each.seen[percent] - at for percent, at in moved.items() for each in people]
        median, p95 = np.percentile(late, [50, 95])
        print(
            f"{len(late)} times: median {median:.2f} s, 95 in 100 within {p95:.2f} s, longest {max(late):.2f} s"
        )
        assert len(late) == PARTICIPANTS * ROUNDS
        assert p95 <= SECONDS
