"""The frame around every page: its title bar, navigation, language switch and the banner that names the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard.access import allowed
from dashboard.errors import DeskError
from dashboard.locale import Words, words
from dashboard.plans.styles import Scheme
from dashboard.settings import ROOT
from dashboard.ui import address, loading, viewing
from dashboard.ui.logo import logo, watermark
from dashboard.ui.markdown import plain
from dashboard.ui.messages import draw_faults
from dashboard.workspace import Workspace

STYLE = Path(__file__).with_name("app.css")
PAGES = ROOT / "pages"


def run() -> None:
    """Draw the frame and the page that the address names."""
    t = words(address.language())
    st.set_page_config(page_title=t("Job-loss warning desk"), page_icon=None, layout="wide")
    st.html(STYLE)
    st.logo(logo(t("Job-loss warning desk"), scheme()), size="medium")
    pages = {
        "": [
            st.Page(_first, title=t("Start"), url_path="start", default=True, visibility="hidden"),
            st.Page(PAGES / "risk_map.py", title=t("Risk map"), url_path="risk_map"),
            st.Page(PAGES / "place.py", title=t("Place details"), url_path="place"),
        ],
        t("Handling"): [
            st.Page(PAGES / "duties.py", title=t("Duties"), url_path="duties"),
            st.Page(PAGES / "event.py", title=t("Event"), url_path="event", visibility="hidden"),
        ],
        t("Basis"): [st.Page(PAGES / "plans.py", title=t("Plans"), url_path="plans")],
        t("Administration"): [
            st.Page(PAGES / "access.py", title=t("Access"), url_path="access"),
            st.Page(
                PAGES / "audit.py", title=t("Audit log"), url_path="audit",
                visibility="visible" if _reads_the_log() else "hidden",
            ),
        ],
    }  # fmt: skip
    page = st.navigation(pages, position="top")
    _language_switch(t)
    _viewing_switch(t)
    page.run()


def _first() -> None:
    """The address without a page is the risk map."""
    st.switch_page(str(PAGES / "risk_map.py"), query_params=dict(st.query_params))


def scheme() -> Scheme:
    """The viewer's colour scheme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _language_switch(t: Words) -> None:
    """Both languages by their own names, the one in force in bold; a press takes the other."""
    other = "zh" if t.lang == "en" else "en"
    label = "中文 / **EN**" if t.lang == "en" else "**中文** / EN"
    with st.container(key="language"):
        st.button(
            label, type="tertiary", on_click=address.keep, kwargs={"lang": other}, key="language_button"
        )


def _reads_the_log() -> bool:
    """Whether the viewer's role includes the audit log; its page refuses anyone else all the same."""
    try:
        return allowed(loading.viewer(address.get("data")), "view", "audit_log")
    except DeskError:
        return False


def _viewing_switch(t: Words) -> None:
    """On made-up data: with whose eyes it is seen."""
    try:
        places = loading.places(address.get("data"))
    except DeskError:
        return  # the page says what is wrong with the data
    if places is not None:
        viewing.switch(places, t)


def banner(workspace: Workspace, t: Words) -> None:
    """What data this is; made-up data says so on every page."""
    note = workspace.note
    if workspace.is_synthetic:
        st.html(watermark(t("synthetic data"), scheme()))
    with st.container(key="banner"):
        st.markdown(f"**{plain(t.label(workspace.title))}** {plain(t.label(note)) if note else ''}")


def with_words(draw: Callable[[Words], None]) -> None:
    """Draw a page that shows no data of a folder, or say what is wrong and what to do."""
    t = words(address.language())
    address.keep(data=address.get("data") or next(iter(loading.sources())), lang=address.language())
    try:
        draw(t)
    except DeskError as error:
        draw_faults(error, t)


def with_workspace(draw: Callable[[Workspace, Words], None]) -> None:
    """Open the data that the address names and draw a page on it, or say what is wrong and what to do."""
    t = words(address.language())
    try:
        workspace = loading.workspace(address.get("data"), address.get("plan"))
        address.keep(
            data=address.get("data") or next(iter(loading.sources())),
            plan=address.get("plan") or workspace.brief.name,
            lang=address.language(),
        )
        banner(workspace, t)
        draw(workspace, t)
    except DeskError as error:
        draw_faults(error, t)
