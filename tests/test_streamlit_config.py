"""What the server's configuration promises: no details of faults, no statistics sent, no way out past the gate."""

from __future__ import annotations

import tomllib

import pytest

from tests.serving import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", "false"),
        ("client", "disableDataExport", True),
        ("server", "enableXsrfProtection", True),
        ("server", "enableAgentApi", False),
        ("server", "enableStaticServing", False),
        ("browser", "gatherUsageStats", False),
    ],
)
def test_the_server_is_set_so(section: str, name: str, value: object) -> None:
    assert CONFIG[section][name] == value
