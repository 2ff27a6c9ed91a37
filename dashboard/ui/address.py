"""The address of a page: what a link says, what the session remembers, and how controls change it.

The query holds everything that a viewer sees (data.md, "Addresses"), so a link shows what its sender saw. A value
that the address lacks is what this session last used.
"""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.locale import LANGUAGES, PSEUDO
from dashboard.settings import load

SHARED = ("data", "as_of", "plan", "month", "region", "town_alerts", "lang", "as")
"""Values that go with the viewer from page to page."""
OWN = (
    *("level", "map", "duty_plan", "timing", "status", "event"),
    *("rule", "reading", "replay", "compare", "rows", "plan_view"),
    *("scenario", "kept", "presenter", "room"),
    "person",
    *("log_action", "log_actor", "log_since", "log_until", "log_page"),
    *("enterprise", "q", "town", "reason", "industry", "firms_sort", "firms_page", "cause"),
    *(
        "risk",
        "risk_q",
        "risk_kind",
        "risk_severity",
        "risk_status",
        "risks_page",
        "region_list",
        "key_region",
    ),
    *("group", "todo", "order", "sheet", "firm"),
    *("data_part", "data_level", "batch", "batches_page"),
)
"""Values of one page alone (risk map, duties, event, plans, audit log), kept while it is left."""
_MEMORY = "address"


def get(name: str) -> str:
    """The value in the address, else the one this session last used, else nothing."""
    value = st.query_params.get(name, "")
    remembered: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    return value or remembered.get(name, "")


def keep(**values: str) -> None:
    """Write values into the address and remember them; an empty value is taken out."""
    remembered: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    for name, value in values.items():
        if value:
            remembered[name] = value
            if st.query_params.get(name) != value:
                st.query_params[name] = value
        else:
            remembered.pop(name, None)
            if name in st.query_params:
                del st.query_params[name]


def keep_other_data(name: str) -> None:
    """Go to other data: what was chosen in this one is forgotten, and whose eyes it was seen with."""
    keep(**dict.fromkeys(("as_of", "plan", "month", "region", "as", *OWN), ""), data=name)


def query(**changes: str) -> dict[str, str]:
    """The shared values in force, with some changed; for a link or another page."""
    values = {name: get(name) for name in SHARED} | changes
    return {name: value for name, value in values.items() if value}


def href(page: str, **changes: str) -> str:
    """A link to a page of this app with the values in force."""
    return f"/{page}?{urlencode(query(**changes))}"


def language() -> str:
    """The viewer's language: the address's, the session's, else the one set for this place."""
    lang = get("lang")
    return lang if lang in (*LANGUAGES, PSEUDO) else load().language
