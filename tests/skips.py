"""Count skipped tests at the end of every run; under CI (the variable ``CI`` is set) any of them fails it."""

from __future__ import annotations

import os

import pytest


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    is_worker = hasattr(session.config, "workerinput")
    if (
        not is_worker
        and exitstatus == pytest.ExitCode.OK
        and os.environ.get("CI")
        and _skipped(session.config)
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    count = _skipped(config)
    verdict = ": not allowed under CI, the run fails" if count and os.environ.get("CI") else ""
    terminalreporter.write_line(f"skipped tests: {count}{verdict}")
