"""The real-name list as it is kept for pages: what is to be done for each person at the end of a day, and for whom.

What follows from the plans in force is worked out by ``follow_up.py`` some thousand people at a time and kept
beside the list, so that the whole list is filtered, sorted and counted by it. A household is judged by all its
members on the lists, and a firm as the whole table of firms has it, wherever they are; no more of them is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.access import Viewer, allowed
from dashboard.access.masking import mask_id, mask_name
from dashboard.plans.profiles import Brief
from dashboard.registers import answers, follow_up, households, placements
from dashboard.registers.answers import UNKNOWN, YES
from dashboard.registers.follow_up import is_fully_closed
from dashboard.store.lists import Derived, Register, Related
from dashboard.tables import columns as c

OPEN, SHORT, OVERDUE = "open", "short", "overdue"
IDLE, PROTECTED, UNKNOWN_SCOPE = "idle", "protected", "unknown"
TODOS = (OPEN, SHORT, OVERDUE, IDLE, PROTECTED, UNKNOWN_SCOPE)
"""What is to be done: services or contacts are wanting, one of both, nobody in work, to be kept, scope not known."""
LISTED, OWED, COMPLETE, PLACED, HOUSEHOLD = "listed", "owed", "complete", "placed", "household"
"""Who is on the list by then, is owed services, has them all, was placed in the month; one of each idle household."""
MARKS = (LISTED, *TODOS, OWED, COMPLETE, PLACED, HOUSEHOLD)
FIGURES = ("household_workers_count", "is_spouse_affected", "is_firm_closed")
"""What is known of a person only by looking at others, and is kept so that a page need not."""
SENSITIVE = ("health", "difficulty_grade", "protected_as", "benefit_status")
"""Columns of people that criteria may ask for and some roles do not see."""
_AROUND = (*("person_id", "household_id", "spouse_id", "enterprise_id", "status", "since", "region_code"),)
_PEOPLE = (
    *("groups", "household_id", "spouse_id", "education", "status", "insured_months", "separation_reason"),
    *("is_migrant", "scope_year", "enterprise_id", "since"),
)
_SERVICES = ("person_id", "date", "kind", "channel")

BASE = Register(
    table="people",
    filters=(
        "name",
        "groups",
        "status",
        "helper",
        "insured_months",
        "household_id",
        "enterprise_id",
        "since",
    ),
    names=("name",),
    codes=("person_id", "id_number", "phone"),
)
"""The list without a plan, for whoever needs its rows only."""


def people_list(brief: Brief, day: date, viewer: Viewer, *, has_services: bool) -> Register:
    """The list as it stands at the end of a day under the plans in force.

    Args:
        brief: the plans.
        day: the day.
        viewer: whose columns it is judged by; what they do not see counts as not known.
        has_services: whether there is a table of services at all; without it no number of them is known.
    """
    hidden = tuple(name for name in SENSITIVE if not allowed(viewer, "view", f"people.{name}"))
    of = (
        *(f"people.{name}" for name in (*_PEOPLE, *SENSITIVE) if name not in hidden),
        *(f"services.{name}" for name in _SERVICES), "enterprises.is_fully_closed",
    )  # fmt: skip
    said = [_program(), [plan.model_dump_json() for plan in brief.plans], brief.name, day.isoformat()]
    version = hashlib.sha256(json.dumps([*said, hidden, has_services]).encode()).hexdigest()[:16]
    return Register(
        BASE.table, BASE.filters, BASE.names, BASE.codes,
        derived=(
            Derived(c.text("surname", "姓", "Surname", "As the mask shows it."), ("people.name",), is_in_mask=True),
            Derived(
                c.text("id_ending", "证件尾号", "End of the ID number", "As the mask shows it."),
                ("people.id_number",), is_in_mask=True,
            ),
            Derived(c.column("groups", "todo", "待办", "To do", "What is to be done."), of),
            Derived(c.column("groups", "in_groups", "群体", "Groups", "The groups of the plans' lists."), of),
            Derived(c.count("pressing", "逾期", "Overdue", "Days overdue and one, then services wanting."), of),
            Derived(c.count("wanting", "缺少", "Wanting", "Services wanting, then days overdue."), of),
            *(Derived(each, of, has_index=False) for each in (
                c.count("household_workers_count", "家庭就业人数", "Members in work", "Of the household."),
                c.yesno("is_spouse_affected", "夫妻双方分流", "Both spouses", "Both lose work at one firm."),
                c.yesno("is_firm_closed", "企业整体关闭", "Firm fully closed", "The firm that they come from."),
                c.count("household_members_count", "家庭在册人数", "Members", "Of the household on the lists."),
                c.count("household_labour_count", "家庭劳动力", "Labour", "Members who could work."),
                c.date("household_since", "家庭在册起始", "Household since", "When the last member came."),
            )),
        ),
        related=(
            Related("services", "person_id"),
            Related("people", "household_id", "household_id", "household"),
            Related("people", "person_id", "spouse_id", "spouse"),
            Related("enterprises", "enterprise_id", "enterprise_id"),
        ),
        derive=partial(_derived, brief=brief, day=day, hidden=hidden, has_services=has_services),
        version=version,
    )  # fmt: skip


@cache
def _program() -> str:
    """A digest of the program that works the columns out: another one may find something else."""
    files = (answers, follow_up, households, placements)
    paths = [*sorted(str(each.__file__) for each in files), __file__]
    return hashlib.sha256(b"".join(Path(path).read_bytes() for path in paths)).hexdigest()


def _derived(
    people: pd.DataFrame,
    related: Mapping[str, pd.DataFrame],
    *,
    brief: Brief,
    day: date,
    hidden: Sequence[str],
    has_services: bool,
) -> dict[str, pd.Series]:
    around = pd.concat([each[list(_AROUND)] for each in (people, related["household"], related["spouse"])])
    figures = _around(people, follow_up.on_list(around.drop_duplicates("person_id"), day), day)
    figures["is_firm_closed"] = is_fully_closed(people, related["enterprises"]) == YES
    listed = ~(people["since"] > pd.Timestamp(day)).to_numpy()
    own = people.drop(columns=list(hidden)).assign(**{name: figures[name] for name in FIGURES})[listed]
    own = own.reset_index(drop=True)
    services = related["services"] if has_services else None
    found = follow_up.follow_up(own, services, None, brief, day)
    placed = placements.placements(own, services, brief, day)
    lates, wanting = found.overdue_days, found.missing
    marks = {
        LISTED: np.ones(len(own), dtype=bool),
        OPEN: found.short | found.overdue,
        SHORT: found.short,
        OVERDUE: found.overdue,
        IDLE: found.is_idle == YES,
        PROTECTED: found.is_protected == YES,
        UNKNOWN_SCOPE: found.counted_scope == UNKNOWN,
        OWED: found.counted_scope == YES,
        COMPLETE: found.has_all,
        PLACED: placed.of_month(day),
        HOUSEHOLD: (found.is_idle == YES) & figures["is_first"].to_numpy(bool)[listed],
    }
    in_groups = {each.criterion.id: each.answers == YES for each in found.groups}
    waited = np.nan_to_num(lates + 1)  # someone may be overdue since today, and still comes before who is not
    pressing = np.where((waited == 0) & (wanting == 0), np.nan, waited + wanting / 1e3)
    most = np.where((waited == 0) & (wanting == 0), np.nan, wanting + waited / 1e6)
    return {
        "surname": _ends(people["name"], lambda text: mask_name(text).partition("*")[0]),
        "id_ending": _ends(people["id_number"], lambda text: mask_id(text).rpartition("*")[2]),
        "todo": _words(marks, listed, people.index),
        "in_groups": _words(in_groups, listed, people.index),
        "pressing": _spread(pressing, listed, people.index),
        "wanting": _spread(most, listed, people.index),
    } | {name: figures[name] for name in figures.columns if name != "is_first"}


def _around(people: pd.DataFrame, around: pd.DataFrame, day: date) -> pd.DataFrame:
    """What the household and the spouse of each person tell, on the index of people."""
    known = households.with_figures(around, day).set_index("person_id")
    known["labour"] = households.is_labour(around) == YES
    is_named = known["household_id"] != ""
    named = known[is_named].reset_index().groupby("household_id")
    sums = named.agg(members=("labour", "size"), labour=("labour", "sum"), since=("since", "max"))
    firsts = known[is_named].reset_index().groupby(["household_id", "region_code"])["person_id"].min()
    own = known.reindex(people["person_id"].to_numpy())
    household = sums.reindex(people["household_id"].to_numpy())
    return pd.DataFrame(
        {
            "household_workers_count": own["household_workers_count"].to_numpy(np.float64),
            "is_spouse_affected": own["is_spouse_affected"].to_numpy() == True,  # noqa: E712 - not on the list: NaN
            "household_members_count": household["members"].to_numpy(np.float64),
            "household_labour_count": household["labour"].to_numpy(np.float64),
            "household_since": household["since"].to_numpy().astype("datetime64[s]"),
            "is_first": people["person_id"].isin(set(firsts)).to_numpy(),
        },
        index=people.index,
    )


def _ends(texts: pd.Series, part: Callable[[str], str]) -> pd.Series:
    return pd.Series([part(text) for text in texts], index=texts.index, dtype=object)


def _words(
    marks: Mapping[str, NDArray[np.bool_]], listed: NDArray[np.bool_], index: pd.Index[int]
) -> pd.Series:
    """The names of the marks of each row, joined."""
    names, bits = list(marks), np.zeros(int(listed.sum()), dtype=np.int64)
    for number, name in enumerate(names):
        bits |= np.asarray(marks[name], dtype=np.int64) << number
    kinds, which = np.unique(bits, return_inverse=True)
    texts = np.array(
        [";".join(name for number, name in enumerate(names) if kind >> number & 1) for kind in kinds],
        dtype=object,
    )
    found = np.full(len(listed), "", dtype=object)
    if len(texts):
        found[listed] = texts[which]
    return pd.Series(found, index=index, dtype=object)


def _spread(values: NDArray[np.float64], listed: NDArray[np.bool_], index: pd.Index[int]) -> pd.Series:
    found = np.full(len(listed), np.nan)
    found[listed] = values
    return pd.Series(found, index=index)
