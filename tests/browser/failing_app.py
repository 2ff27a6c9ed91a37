"""The app with a fault of its own making on both pages, for the test of what a viewer sees of it.

Only ever run as a server of its own: importing it would break the pages for every other test.
"""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st

from dashboard.settings import ROOT
from dashboard.ui import place_page, risk_page
from dashboard.ui.messages import on_script_error
from dashboard.ui.server import MIDDLEWARE, ROUTES, lifespan

SECRET = "the-salary-of-the-mayor"
PERSON = ("11010519491231002X", "13800008000", "张三丰")


def fail(*_: Any) -> NoReturn:
    raise RuntimeError(" ".join((SECRET, *PERSON)))


risk_page.headline = fail
place_page.headline = fail

app = st.App(
    ROOT / "dashboard" / "main.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=on_script_error,
)
