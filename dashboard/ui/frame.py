"""The frame around every page: its title bar, navigation, language switch and the banner that names the data."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from dashboard.errors import DeskError
from dashboard.locale import Words, words
from dashboard.plans.styles import Scheme
from dashboard.settings import ROOT
from dashboard.ui import address, audit_page, loading, looked, past, refusals, signed_in, viewing
from dashboard.ui.closing import everything_is_closed
from dashboard.ui.logo import logo, watermark
from dashboard.ui.markdown import plain
from dashboard.ui.messages import draw_faults
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.accounts.sessions import Over, Session

STYLE = Path(__file__).with_name("app.css")
PAGES = ROOT / "pages"


def run() -> None:
    """Draw the frame and the page that the address names."""
    t = words(address.language())
    st.set_page_config(page_title=t("Job-loss warning desk"), page_icon=None, layout="wide")
    st.html(STYLE)
    signed_in.to_provider()
    st.logo(logo(t("Job-loss warning desk"), scheme()), size="medium")
    found = _session()
    pages = {
        "": [
            st.Page(_first, title=t("Start"), url_path="start", default=True, visibility="hidden"),
            st.Page(PAGES / "risk_map.py", title=t("Risk map"), url_path="risk_map"),
            st.Page(PAGES / "place.py", title=t("Place details"), url_path="place"),
            st.Page(PAGES / "scenarios.py", title=t("Scenarios"), url_path="scenarios"),
        ],
        t("Lists"): [
            st.Page(PAGES / "enterprises.py", title=t("Enterprises"), url_path="enterprises"),
            st.Page(PAGES / "people.py", title=t("People"), url_path="people"),
            st.Page(PAGES / "risks.py", title=t("Leads"), url_path="risks"),
            st.Page(PAGES / "regions.py", title=t("Key places"), url_path="regions"),
            st.Page(PAGES / "matching.py", title=t("Matching"), url_path="matching"),
            st.Page(PAGES / "sheets.py", title=t("Fill in"), url_path="sheets"),
            st.Page(PAGES / "enterprise.py", title=t("Firm"), url_path="enterprise", visibility="hidden"),
        ],
        t("Handling"): [
            st.Page(PAGES / "duties.py", title=t("Duties"), url_path="duties"),
            st.Page(PAGES / "event.py", title=t("Event"), url_path="event", visibility="hidden"),
        ],
        t("Basis"): [
            st.Page(PAGES / "plans.py", title=t("Plans"), url_path="plans"),
            st.Page(PAGES / "data.py", title=t("Data"), url_path="data"),
        ],
        t("Admin"): [
            st.Page(PAGES / "access.py", title=t("Access"), url_path="access"),
            st.Page(
                PAGES / "audit.py", title=t("Audit log"), url_path="audit",
                visibility=_shown(_reads_the_log()),
            ),
            st.Page(
                PAGES / "accounts.py", title=t("Accounts"), url_path="accounts",
                visibility=_shown(signed_in.keeps_accounts(found)),
            ),
        ],
    }  # fmt: skip
    is_shut = _is_shut(found, t)
    page = st.navigation(pages, position="hidden" if is_shut else "top")
    refusals.on_page(page.url_path)
    looked.on_page(page.url_path)
    _language_switch(t)
    if not is_shut:
        _viewing_switch(found, t)
        page.run()


def _is_shut(found: Session | Over, t: Words) -> bool:
    """Whether nothing is shown, since sign-in is required and nobody is signed in; then the way in is shown."""
    if not (everything_is_closed() and isinstance(found, str)):
        return False
    draw_faults(signed_in.refusal(found), t)
    return True


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


def _session() -> Session | Over:
    """Who is signed in, else why nobody is."""
    try:
        return signed_in.session()
    except DeskError:  # nobody is, while the store cannot be asked
        return "none"


def _reads_the_log() -> bool:
    """Whether the navigation offers the audit log; its page refuses anyone else all the same."""
    try:
        audit_page.reader(address.get("data"))
    except DeskError:
        return False
    return True


def _shown(is_offered: bool) -> Literal["visible", "hidden"]:
    return "visible" if is_offered else "hidden"


def _viewing_switch(found: Session | Over, t: Words) -> None:
    """Who is signed in; on made-up data also with whose eyes it is seen."""
    places = None
    with suppress(DeskError):  # the page says what is wrong with the data
        places = loading.places(address.get("data"))
    names = {} if isinstance(found, str) else loading.names_of_scopes()
    viewing.switch(found, places, names, t)


def banner(workspace: Workspace, t: Words) -> None:
    """What data this is; made-up data says so on every page."""
    note = workspace.note
    if workspace.is_synthetic:
        st.html(watermark(t("synthetic data"), scheme()))
    with st.container(key="banner"):
        st.markdown(f"**{plain(t.label(workspace.title))}** {plain(t.label(note)) if note else ''}")
    if workspace.past is not None:
        past.banner(workspace.past, t)


def with_words(draw: Callable[[Words], None]) -> None:
    """Draw a page that shows no data of a folder, or say what is wrong and what to do."""
    t = words(address.language())
    address.keep(data=loading.source_name(), lang=address.language())
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
            data=loading.source_name(),
            plan=address.get("plan") or workspace.brief.name,
            lang=address.language(),
        )
        banner(workspace, t)
        draw(workspace, t)
    except DeskError as error:
        draw_faults(error, t)
