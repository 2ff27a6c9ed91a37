"""The live room on the page of scenarios: opened by a facilitator, followed by code; proposals are adopted there."""

from __future__ import annotations

import streamlit as st

from dashboard.access import Viewer, allowed, require, rules
from dashboard.errors import DeskError
from dashboard.locale import Words
from dashboard.scenarios.link import unpacked
from dashboard.ui import address, loading, rooms
from dashboard.ui import scenario_state as state
from dashboard.ui.markdown import plain
from dashboard.ui.rooms import Proposal, Room, Shown
from dashboard.wording.scenarios import lever_text
from dashboard.workspace import Workspace

SECONDS = 1.0
"""How often a page asks whether its room has moved on: everybody sees it within two seconds."""
_HOST, _MEMBER, _SEEN, _ASKED, _TRIED = "room_host", "room_member", "room_seen", "room_asked", "room_tried"


def draw(workspace: Workspace, t: Words) -> None:
    """Draw the line of the room, and follow it; for those whose role has workshops, which knows nobody's name."""
    if not may_join(workspace.viewer):
        return
    room = _current(workspace)
    if room is None:
        _way_in(workspace, t)
        return
    if _is_host(room):
        _host(workspace, room, t)
    else:
        _member(room, t)
    st.fragment(_watch, run_every=SECONDS)(room.code)


def may_join(viewer: Viewer) -> bool:
    """Whether someone may be in a room: only roles that see firms and people under made-up codes."""
    return rules().roles[viewer.role].is_pseudonymous


def publish(shown: Shown) -> None:
    """Show what the host's page shows to everybody in the room."""
    host: tuple[str, str] = st.session_state.get(_HOST, ("", ""))
    if host[0] and host[0] == address.get("room"):
        rooms.show(*host, shown)
        found = rooms.find(host[0])
        st.session_state[_SEEN] = found.version if found else 0


def _current(workspace: Workspace) -> Room | None:
    """The room that the address names, if it is there and on these data."""
    code = address.get("room")
    room = rooms.find(code) if code else None
    if code and (room is None or room.source != loading.source_name()):
        address.keep(room="")
        return None
    if room is not None and not _is_host(room):
        _follow(room, workspace)
    return room


def _is_host(room: Room) -> bool:
    host: tuple[str, str] = st.session_state.get(_HOST, ("", ""))
    return host == (room.code, room.host)


def _follow(room: Room, workspace: Workspace) -> None:
    """Join on first sight; then show what the room shows, unless something is being tried out here."""
    del workspace
    member: tuple[str, int] = st.session_state.get(_MEMBER, ("", 0))
    if member[0] != room.code:
        st.session_state[_MEMBER] = (room.code, rooms.join(room.code))
        _take(room)
    elif st.session_state.get(_SEEN) != room.version and not _tries():
        _take(room)


def _take(room: Room) -> None:
    shown = room.shown
    address.keep(scenario=shown.scenario, month=shown.month, town_alerts=shown.town_alerts, kept="")
    st.session_state[_SEEN] = room.version
    st.session_state["room_text"] = room.shown.scenario


def _tries() -> bool:
    """Whether the viewer's own scenario is another than the room's last one seen here."""
    return bool(address.get("scenario") != st.session_state.get("room_text", ""))


def _watch(code: str) -> None:
    """Ask whether the room has moved on; if so, the whole page is run again."""
    room = rooms.find(code)
    if room is None:
        st.rerun()
        return
    if _is_host(room):
        if st.session_state.get(_ASKED) != (room.asked, room.members):
            st.session_state[_ASKED] = (room.asked, room.members)
            st.rerun()
    elif _tries() != st.session_state.get(_TRIED) or (
        st.session_state.get(_SEEN) != room.version and not _tries()
    ):
        st.rerun()


def _way_in(workspace: Workspace, t: Words) -> None:
    with st.container(horizontal=True, key="room_way_in", vertical_alignment="bottom"):
        if allowed(workspace.viewer, "facilitate", "workshops"):
            st.button(t("Open a live room"), key="open_room", on_click=_open, args=(workspace.viewer,))
        code = st.text_input(
            t("Code of a live room"), key="room_code", max_chars=rooms.CODE_LENGTH, width=180
        )
        st.button(t("Join"), key="join_room", on_click=_join, args=(code,))
        if st.session_state.pop("room_unknown", False):
            st.markdown(t("There is no room of that code on these data."))


def _open(viewer: Viewer) -> None:
    require(viewer, "facilitate", "workshops")
    shown = Shown(address.get("scenario"), address.get("month"), address.get("town_alerts"))
    room = rooms.open_room(loading.source_name(), shown)
    st.session_state[_HOST] = (room.code, room.host)
    loading.audit(loading.source_name()).write(
        viewer.name, viewer.role, viewer.scope, "facilitate", "room", 1
    )
    address.keep(room=room.code)


def _join(code: str) -> None:
    room = rooms.find(code)
    if room is None or room.source != loading.source_name():
        st.session_state["room_unknown"] = True
    else:
        address.keep(room=room.code)


def _host(workspace: Workspace, room: Room, t: Words) -> None:
    with st.container(horizontal=True, key="room", vertical_alignment="center"):
        st.markdown(
            t(
                "Live room **{code}**, {n} taking part: all see what you see here.",
                code=room.code,
                n=room.members,
            )
        )
        st.button(t("Close the room"), key="close_room", on_click=_close, args=(room,))
    for each in room.proposals:
        with st.container(horizontal=True, key=f"proposal_{each.number}", vertical_alignment="center"):
            told = t("Participant {n} proposes: {text}", n=each.member, text=_told(each, workspace, t))
            st.markdown(plain(told))
            st.button(
                t("Adopt"), key=f"adopt_{each.number}", on_click=_answer, args=(room, each.number, True)
            )
            st.button(
                t("Put aside"), key=f"aside_{each.number}", on_click=_answer, args=(room, each.number, False)
            )


def _told(each: Proposal, workspace: Workspace, t: Words) -> str:
    if not each.shown.scenario:
        return t("nothing supposed")
    try:
        levers = unpacked(each.shown.scenario).scenario.levers
    except DeskError:
        return "—"
    return t("; ").join(lever_text(lever, workspace, t) for lever in levers[:4])


def _answer(room: Room, number: int, adopt: bool) -> None:
    found = rooms.answer(room.code, room.host, number)
    if found is not None and adopt:
        if found.shown.scenario:
            saved = unpacked(found.shown.scenario)
            state.set_to(saved.scenario, saved.name)
        else:
            state.reset()


def _close(room: Room) -> None:
    rooms.close(room.code, room.host)
    st.session_state.pop(_HOST, None)
    address.keep(room="")


def _member(room: Room, t: Words) -> None:
    number = st.session_state.get(_MEMBER, ("", 0))[1]
    with st.container(horizontal=True, key="room", vertical_alignment="center"):
        tries = st.session_state[_TRIED] = _tries()
        who = {"code": room.code, "n": number}
        if not tries:
            st.markdown(
                t("Live room **{code}**, participant {n}. You see what the facilitator shows.", **who)
            )
        else:
            st.markdown(
                t("Live room **{code}**, participant {n}. You are trying something of your own.", **who)
            )
            st.button(
                t("Propose it"), key="propose", on_click=_propose, args=(room.code, number), type="primary"
            )
            st.button(t("Back to the room"), key="back_to_room", on_click=_back, args=(room.code,))
        st.button(t("Leave"), key="leave_room", on_click=_leave)


def _propose(code: str, number: int) -> None:
    rooms.propose(
        code, number, Shown(address.get("scenario"), address.get("month"), address.get("town_alerts"))
    )
    _back(code)


def _back(code: str) -> None:
    room = rooms.find(code)
    if room is not None:
        _take(room)


def _leave() -> None:
    st.session_state.pop(_MEMBER, None)
    address.keep(room="")
