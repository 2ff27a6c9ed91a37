"""A scenario in an address: what its file would say, packed into a few dozen letters that a link can carry."""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from dashboard.errors import NotFoundError
from dashboard.plans.faults import misfits
from dashboard.scenarios.files import Saved, ScenarioFile, as_data, saved_of

MOST_LETTERS = 6_000
MOST_BYTES = 100_000
_LEFT_OUT = ("plan", "month", "made_with", "found")
"""What stands in the address by itself, or belongs to a file alone."""
_REFUSED = "scenario: this link holds no scenario that can be read; ask for it again, or start anew"


def packed(saved: Saved) -> str:
    """A scenario as letters, figures, - and _."""
    data = {key: value for key, value in as_data(saved).items() if key not in _LEFT_OUT}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def unpacked(text: str) -> Saved:
    """The scenario of a link.

    Raises:
        NotFoundError: it holds none; no more is said, since anybody may write a link.
    """
    if len(text) > MOST_LETTERS:
        raise NotFoundError(_REFUSED)
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unzip = zlib.decompressobj()
        plain = unzip.decompress(raw, MOST_BYTES)
        data = json.loads(plain) if not unzip.unconsumed_tail else None
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise NotFoundError(_REFUSED) from None
    found, wrong = misfits(ScenarioFile, data)
    if found is None or wrong:
        raise NotFoundError(_REFUSED)
    return saved_of(found)
