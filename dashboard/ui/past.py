"""A past state of a store on a page: what it is, said above everything else, and the way back to now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.locale import Words
from dashboard.ui import address

if TYPE_CHECKING:
    from dashboard.store import State


def banner(past: State, t: Words) -> None:
    """Draw it, with a button that shows what is there now."""
    with st.container(
        key="past", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.markdown(told(past, t), width="stretch")
        st.button(
            t("Back to now"), key="back_to_now", on_click=address.keep, kwargs={"as_of": ""}, type="primary"
        )


def told(past: State, t: Words) -> str:
    """Which past state it is, in a sentence."""
    if not past.at:
        return t("As known before the first batch. Anything that came later is not shown.")
    stored = datetime.strptime(past.at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    return t(
        "As known after batch {batch}, stored on {at}. Anything that came later is not shown.",
        batch=past.batch, at=stored.astimezone().strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip
