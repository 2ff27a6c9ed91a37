"""The gallery behind a server that serves the components' scripts by address, as the real one may."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.ui.components.registry import script_route

app = st.App(Path(__file__).with_name("component_gallery.py"), routes=[script_route()])
