"""The server: routes, headers and warm-up around the Streamlit app in dashboard/main.py; nothing else.

Started by ``streamlit run app.py`` (``make run``). Every request, deep links too, goes through dashboard/main.py.
"""

from __future__ import annotations

import streamlit as st

from dashboard.settings import ROOT
from dashboard.ui.messages import on_script_error
from dashboard.ui.server import MIDDLEWARE, ROUTES, lifespan

app = st.App(
    ROOT / "dashboard" / "main.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=on_script_error,
)
