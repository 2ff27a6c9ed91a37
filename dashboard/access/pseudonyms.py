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


@dataclass(frozen=True)
class Pseudonyms:
    """The codes of one workshop."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)

    def code(self, kind: str, value: str) -> str:
        """The code of a person (kind ``P``), household (``H``) or firm (``F``); blank stays blank."""
        if not value:
            return ""
        digest = hmac.digest(self.key, f"{kind}\0{value}".encode(), "sha256")
        return f"{kind}-{base64.b32encode(digest).decode()[:CODE_LENGTH]}"
