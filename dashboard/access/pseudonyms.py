"""Made-up codes for workshops: the same person or firm has one code within a workshop, and another in the next.

A code is a keyed digest (HMAC-SHA-256) under a random key of the workshop. Without the key a code leads back to
nobody, even for who knows every ID number there is; the key is kept with the workshop and never shown.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass, field

KEY_BYTES = 32
CODE_LENGTH = 10
"""Signs of a code, five bits each: among a million people two share one with a chance of 1 in 2,000."""
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@dataclass(frozen=True)
class Pseudonyms:
    """The codes of one workshop."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)

    def code(self, kind: str, value: str) -> str:
        """The code of a person (kind ``P``), household (``H``) or firm (``F``); blank stays blank."""
        if not value:
            return ""
        return f"{kind}-{base64.b32encode(self._digest(kind, value)).decode()[:CODE_LENGTH]}"

    def number(self, kind: str, value: str) -> int:
        """The code as a number of 63 bits, by which a database keeps a workshop's list in an order of its own."""
        return int.from_bytes(self._digest(kind, value)[:8], "big") >> 1

    def numbers(self, code: str) -> tuple[int, int] | None:
        """Between which numbers those of a code lie; None for what is no code."""
        _, _, signs = code.partition("-")
        if len(signs) != CODE_LENGTH or not set(signs) <= _SIGNS:
            return None
        first = int.from_bytes(base64.b32decode(signs + "A" * 6)[:8], "big") >> 1
        return first, first + (1 << 63 - 5 * CODE_LENGTH) - 1

    @property
    def name(self) -> str:
        """What tells the codes of two workshops apart, and gives none of them away."""
        return self._digest("name", "").hex()[:16]

    def _digest(self, kind: str, value: str) -> bytes:
        return hmac.digest(self.key, f"{kind}\0{value}".encode(), "sha256")
