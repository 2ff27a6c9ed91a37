"""Whose file it is: the office that its title names, the one place that it is about, else its name without dates."""

from __future__ import annotations

import re
from pathlib import PurePath

from dashboard.intake.check import Read
from dashboard.tables.masks import mask_inside

_SENDER = re.compile(
    r"(?:填报|报送|上报|填表|制表|编制|呈报)(?:单位|部门|机构)\s*[:：]\s*([^\s:：，,；;（）()|]{2,40})"
)
_DATES = re.compile(r"[\d\s_\-.,()（）\[\]【】]|年|月|日")


def office_of(read: Read) -> str:
    """A name under which the meaning of a file's headings is remembered; "" if nothing tells files apart."""
    for entry in read.entries:
        for text in entry.header.above if entry.header else ():
            if found := _SENDER.search(text):
                return mask_inside(found[1])
    return _one_place(read) or mask_inside(_DATES.sub("", PurePath(read.file).stem))


def _one_place(read: Read) -> str:
    """The code of the place that every row is about, if it is one."""
    codes: set[str] = set()
    for entry in read.entries:
        for part in entry.parts:
            if "region_code" in part.frame:
                codes |= set(part.frame["region_code"]) - {""}
    return codes.pop() if len(codes) == 1 else ""
