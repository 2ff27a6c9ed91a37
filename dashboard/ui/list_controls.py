"""What the pages of lists share: the way to the sister pages, filters that live in the address, and the pager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.locale import Words
from dashboard.ui import address, moving
from dashboard.ui.frame import PAGES
from dashboard.ui.markdown import plain

_ALL = ""
BETWEEN = ","
"""Stands between several values of one filter in the address."""


def sisters(current: str, t: Words) -> None:
    """The four lists beside each other; those that this version has."""
    titles = {
        "enterprises": t("Enterprises"),
        "people": t("People"),
        "risks": t("Leads"),
        "regions": t("Key places"),
    }
    there = [name for name in titles if (PAGES / f"{name}.py").is_file()]
    st.session_state["sister"] = current
    st.segmented_control(
        t("List"), there, format_func=titles.__getitem__, key="sister", label_visibility="collapsed",
        on_change=_to_sister, args=(current,),
    )  # fmt: skip


def _to_sister(current: str) -> None:
    wanted = st.session_state.get("sister")
    if wanted and wanted != current:
        moving.remember(str(wanted))


def remember(names: Sequence[str]) -> None:
    """Keep what a link brought, so that it is still there after the page was left."""
    address.keep(**{name: address.get(name) for name in names})


def search(name: str, placeholder: str, page: str) -> None:
    """A search of the whole list, held in the address."""
    key = f"{name}_search"
    st.session_state[key] = address.get(name)
    st.text_input(
        placeholder, key=key, placeholder=placeholder, label_visibility="collapsed", width=212, max_chars=80,
        on_change=lambda: _keep(page, name, st.session_state[key].strip()),
    )  # fmt: skip


def choice(
    name: str, label: str, options: Mapping[str, str], page: str, *, every: str, width: int = 150
) -> str:
    """One of several values, or all; what the address names and the list does not have is all."""
    value = address.get(name)
    current = value if value in options else _ALL
    key = f"{name}_filter"
    st.session_state[key] = current
    st.selectbox(
        label, [_ALL, *options], format_func=lambda option: options.get(option, every), key=key,
        label_visibility="collapsed", width=width, on_change=lambda: _keep(page, name, st.session_state[key]),
    )  # fmt: skip
    return current


def several(
    name: str, label: str, options: Mapping[str, str], page: str, *, width: int = 230
) -> tuple[str, ...]:
    """Any of several values; none chosen is all."""
    current = [each for each in address.get(name).split(BETWEEN) if each in options]
    key = f"{name}_filter"
    st.session_state[key] = current
    st.multiselect(
        label, list(options), format_func=options.__getitem__, key=key, label_visibility="collapsed",
        placeholder=label, width=width,
        on_change=lambda: _keep(page, name, BETWEEN.join(st.session_state[key])),
    )  # fmt: skip
    return tuple(current)


def clear(names: Sequence[str], t: Words) -> None:
    """The way back to the whole list, where something is filtered."""
    if any(address.get(name) for name in names):
        st.button(
            t("Clear the filters"), type="tertiary", key="clear_filters", on_click=address.keep,
            kwargs=dict.fromkeys(names, _ALL),
        )  # fmt: skip


def counted(shown: int, whole: int, text: str) -> None:
    """How many of how many are listed; ``text`` begins with the whole number."""
    st.space("stretch")
    with st.container(key="counted", width="content"):
        st.markdown(plain(text) if shown == whole else f"**{shown}** / {plain(text)}")


def page_in_force(name: str, count: int, size: int) -> int:
    """The page that the address names, the first one being 1; one beyond the end is the last."""
    text = address.get(name)
    wanted = int(text) if text.isdecimal() and len(text) < 8 else 1
    return max(1, min(wanted, -(-count // size)))


def pager(name: str, page: int, count: int, size: int, t: Words) -> None:
    """The page before and after, and where in the list this one stands."""
    last = max(1, -(-count // size))
    if last == 1:
        return
    with st.container(horizontal=True, key="pager", vertical_alignment="center"):
        first = (page - 1) * size + 1
        st.markdown(
            t("{first}–{last} of {n}", first=first, last=min(count, page * size), n=count), width="content"
        )
        st.space("stretch")
        st.button(
            t("Page before"), key="page_before", disabled=page <= 1, on_click=_turn, args=(name, page - 1)
        )
        st.markdown(t("page {page} of {last}", page=page, last=last), width="content")
        st.button(
            t("Next page"), key="page_after", disabled=page >= last, on_click=_turn, args=(name, page + 1)
        )


def empty(title: str, text: str) -> None:
    """Why nothing is listed, and what to do next."""
    with st.container(border=True, key="empty"):
        st.markdown(f"**{plain(title)}**")
        st.markdown(plain(text))


def _turn(name: str, page: int) -> None:
    address.keep(**{name: str(page) if page > 1 else ""})


def _keep(page: str, name: str, value: str) -> None:
    """A filter begins again at the first page."""
    address.keep(**{name: value, page: ""})
