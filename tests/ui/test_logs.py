"""The server's log: where something failed, and nobody's number or name."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from dashboard.errors import AccessError
from dashboard.ui.logs import keep_people_out, without_people

ID, PHONE, NAME = "11010519491231002X", "13800008000", "张三丰"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger as Streamlit makes them, with the factory in force, and what it wrote."""
    usual, out = logging.getLogRecordFactory(), io.StringIO()
    logger = logging.getLogger("tests.people")
    logger.propagate = False
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    keep_people_out()
    yield logger, out
    logger.removeHandler(handler)
    logging.setLogRecordFactory(usual)


def fail() -> None:
    raise ValueError(f"could not convert {NAME} {ID} to float")


def test_a_fault_is_logged_with_its_place_and_without_whom_it_is_about(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = log
    try:
        try:
            fail()
        except ValueError as error:
            raise KeyError(PHONE) from error
    except KeyError as error:
        logger.error("Uncaught app execution", exc_info=error)
        logger.exception("of %s: %s", error, ID)
    written = out.getvalue()
    assert "in fail" in written
    assert "ValueError: could not convert" in written
    assert "KeyError" in written
    for secret in (ID, PHONE, NAME, "三丰"):
        assert secret not in written


def test_a_refusal_is_no_fault(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = log
    try:
        raise RuntimeError("failed") from AccessError("refused")
    except RuntimeError:
        logger.exception("Error in the button of a file")
    assert out.getvalue() == "ERROR Error in the button of a file\n"


def test_records_keep_their_arguments_for_formatters_that_need_them(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = log
    logger.warning('%s - "%s" %d', "127.0.0.1:5", f"/place?q={PHONE}", 200)
    assert out.getvalue() == 'WARNING 127.0.0.1:5 - "/place?q=138****8000" 200\n'


def test_it_is_put_in_force_once(log: tuple[logging.Logger, io.StringIO]) -> None:
    before = logging.getLogRecordFactory()
    keep_people_out()
    assert logging.getLogRecordFactory() is before


def test_what_names_nobody_stays() -> None:
    text = 'File "/app/dashboard/ui/risk_page.py", line 12, in _draw\n    month = months[-1]\nIndexError: 0'
    assert without_people(text) == text
