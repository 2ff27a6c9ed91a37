"""What the server's log may hold: where something failed and how, without personal data.

The text of a fault can hold the very cell that it stumbled over. So in every record of any logger, Streamlit's own
included, whatever looks like an ID number or a phone number is masked, and in the text of faults all Chinese words go
too: they are data, since the program speaks English to the log.
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from dashboard.access.masking import hide_inside
from dashboard.errors import AccessError

_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U000323af]+")


def without_people(text: str) -> str:
    """The text of a fault with nothing in it that could name someone."""
    return _HAN.sub("…", hide_inside(text))


def keep_people_out() -> None:
    """From now on, keep personal data out of every log record."""
    usual = logging.getLogRecordFactory()
    if getattr(usual, "keeps_people_out", False):
        return

    def made(*args: Any, **named: Any) -> logging.LogRecord:
        record = usual(*args, **named)
        if isinstance(record.msg, str | BaseException):
            record.msg = _harmless(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_harmless, record.args))
        if isinstance(record.exc_info, tuple) and _is_refusal(record.exc_info[1]):
            record.exc_info = None  # nothing failed: somebody was refused, and the audit log has it
        elif isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            # A formatter takes this text instead of making its own.
            record.exc_text = without_people("".join(traceback.format_exception(record.exc_info[1]))).rstrip()
        return record

    made.keeps_people_out = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(made)


def _is_refusal(error: BaseException | None) -> bool:
    """Whether a fault is, or comes of, a refusal."""
    return error is not None and (isinstance(error, AccessError) or _is_refusal(error.__cause__))


def _harmless(value: Any) -> Any:
    if isinstance(value, BaseException):
        return without_people(f"{type(value).__name__}: {value}")
    return hide_inside(value) if isinstance(value, str) else value
