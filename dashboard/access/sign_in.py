"""When sign-in is required: tables about people are served to nobody unless every person in them is made up.

Made-up people have ID numbers of an area that does not exist, so that no number can belong to anyone. Until sign-in
is there, data about real people is refused (docs/security.md, "When sign-in is required").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from dashboard.tables.registry import TABLES

# First two digits of ID numbers: the provinces of GB/T 2260, permits of residents (81 to 83), and the 9 of
# foreigners' permits. Numbers of other areas were never given out.
REAL_AREAS = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d")


def people_in(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether there is a row in any table about people."""
    return any(len(frame) for name, frame in tables.items() if name in TABLES and TABLES[name].is_personal)


def could_be_real(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether any ID number in the tables could belong to someone."""
    for name, frame in tables.items():
        if name in TABLES and TABLES[name].is_personal and "id_number" in frame.columns:
            numbers = frame["id_number"].astype(str).str.normalize("NFKC").str.strip()
            if any(number and (not number[:2].isdigit() or REAL_AREAS.match(number)) for number in numbers):
                return True
    return False


def needs_sign_in(tables: Mapping[str, pd.DataFrame], is_synthetic: bool) -> bool:
    """Whether the tables may be served only to people who have signed in."""
    return people_in(tables) and (not is_synthetic or could_be_real(tables))
