"""The app with a clock that a test can put forward: by the seconds that the file ``CLOCK`` of the environment holds.

Only ever run as a server of its own.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from dashboard.accounts import desk
from dashboard.settings import ROOT
from dashboard.ui.messages import on_script_error
from dashboard.ui.server import MIDDLEWARE, ROUTES, lifespan

CLOCK = Path(os.environ["CLOCK"])


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(CLOCK.read_text(encoding="utf-8")))


desk.now = now

app = st.App(
    ROOT / "dashboard" / "main.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=on_script_error,
)
