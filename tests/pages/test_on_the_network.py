"""Answering to the network (``--lan``): data of one's own asks for sign-in there, the samples stay open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from dashboard.settings import SAMPLES
from tests.access.test_nothing_leaves import SHOWS_PLACES, plant
from tests.pages.desk import drawn, texts, visit


def at(monkeypatch: pytest.MonkeyPatch, host: str | None) -> None:
    """The server answers at this address."""
    option = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: host if name == "server.address" else option(name))


@pytest.fixture
def own(serving: Callable[..., None], tmp_path: Path) -> str:
    """Figures of one's own beside a sample: a copy of real notices, without people."""
    shutil.copytree(SAMPLES[2], tmp_path / "own")
    serving(tmp_path / "own", SAMPLES[0])
    return "own"


@pytest.mark.parametrize("page", ["risk_map", "data"])
@pytest.mark.parametrize("host", ["0.0.0.0", None])
def test_data_of_ones_own_asks_for_sign_in_on_the_network(
    own: str, monkeypatch: pytest.MonkeyPatch, page: str, host: str | None
) -> None:
    at(monkeypatch, host)
    for query in ({}, {"as": "clerk"}, {"as": "leader:53"}):
        app = visit(page, data=own, lang="en", **query)
        assert texts(app)[0] == "Please sign in."
        assert not drawn(app)
    assert drawn(visit("risk_map", data="gaotai"))


def test_it_is_open_on_this_machine(own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "127.0.0.1")
    assert drawn(visit("risk_map", data=own))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_people_who_could_be_real_ask_for_it_everywhere(
    serving: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    plant(tmp_path / "real", synthetic=False)
    serving(tmp_path / "real")
    at(monkeypatch, host)
    for page in SHOWS_PLACES:
        app = visit(page, lang="en")
        assert texts(app)[0] == "Please sign in."
        assert not drawn(app)
