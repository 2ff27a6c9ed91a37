"""What the components of the page of people are given: rows, one person, and the tables below; all of it masked."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import pandas as pd

from dashboard.locale import Words, literal
from dashboard.locale.direction import isolated
from dashboard.plans.styles import Scheme
from dashboard.registers.answers import UNKNOWN, YES
from dashboard.registers.follow_up import FollowUp, Least
from dashboard.registers.people_pages import Helper
from dashboard.ui.listing import cell, column, row
from dashboard.ui.payloads import Data, ground
from dashboard.wording import people as told
from dashboard.wording.figures import amount
from dashboard.wording.teller import Teller


def people_rows(
    teller: Teller,
    scheme: Scheme,
    found: FollowUp,
    chosen: str,
    picked: AbstractSet[str] | None,
) -> Data:
    """The component ``people_rows``; ``picked`` is None where nothing can be done for several at once."""
    t, people = teller.t, found.people
    return ground(teller, scheme) | {
        "caption": t("People on the lists, a row each"),
        "columns": {
            "person": t("Name, ID number") if "name" in people.columns else t("Code"),
            "groups": t("Groups"), "place": t("Place"), "status": t("Status"), "sum": t("In all"),
            "contact": t("Last contact"),
        } | ({"helper": t("Helper")} if "helper" in people.columns else {}),
        "services": [t.label(each.minimum.name) for each in found.counted],
        "least": [each.minimum.at_least for each in found.counted],
        "picks": t("Pick") if picked is not None else "",
        "rows": [_person(teller, found, at, chosen, picked or frozenset()) for at in range(len(people))],
    }  # fmt: skip


def _person(teller: Teller, found: FollowUp, at: int, chosen: str, picked: AbstractSet[str]) -> Data:
    t, one = teller.t, found.people.iloc[at]
    said, is_short = told.lacking(found, at, t)
    contact, note, is_late = told.contact(found, at, teller)
    key = str(one["person_id"])
    return {
        "key": key,
        "name": shown_name(one),
        "id": isolated(str(one.get("id_number", ""))),
        "groups": [isolated(name) for name in group_names(found, at, t)],
        "place": isolated(place_name(teller, str(one["region_code"]))),
        "status": isolated(str(one.get("status", ""))) or t("not known"),
        "ticks": [_ticks(each, at) for each in found.counted],
        "sum": said,
        "short": is_short,
        "contact": contact,
        "contact_note": note,
        "late": is_late,
        "helper": isolated(str(one.get("helper", ""))),
        "chosen": key == chosen,
        "picked": key in picked,
    }


def _ticks(least: Least, at: int) -> Data | None:
    if least.owed[at] != YES or least.enough[at] == UNKNOWN:
        return None
    given = int(least.given[at])
    return {"given": given, "least": least.minimum.at_least, "said": f"{given}/{least.minimum.at_least}"}


def shown_name(one: pd.Series) -> str:
    """How someone is called here: the masked name, or the code of a workshop."""
    return isolated(str(one.get("name", "")) or str(one["person_id"]))


def group_names(found: FollowUp, at: int, t: Words) -> list[str]:
    """The groups of one person in the viewer's words; the file's own words where no plan knows them."""
    named = [t.label(each.criterion.name) for each in found.groups if each.answers[at] == YES]
    return named or [word for word in str(found.people["groups"].iloc[at]).split(";") if word]


def place_name(teller: Teller, code: str) -> str:
    """The name of a place, or its code."""
    try:
        return teller.name(teller.workspace.panel.position(code))
    except KeyError:
        return code


def households(
    teller: Teller, scheme: Scheme, found: FollowUp, idle: pd.DataFrame, count: int
) -> Data | None:
    """The component ``listing`` for some of ``count`` households without anyone in work; None without any."""
    t = teller.t
    if not len(idle):
        return None
    more = t.plural("And {n} more household.", "And {n} more households.", count - len(idle))
    lender = found.none_left[0].lender
    with_helper = "helper" in idle.columns
    return ground(teller, scheme) | {
        "caption": t("Households without anyone in work"),
        "columns": [
            column(t("Household")), column(t("Place")), column(t("On the lists")), column(t("Labour")),
            column(t("Since")), *([column(t("Helper"))] if with_helper else []),
        ],
        "rows": [
            row(
                f"household {n}",
                [
                    cell(literal(each["household_id"]), open={"person": str(each["person_id"])}, strong=True),
                    cell(literal(place_name(teller, each["region_code"]))),
                    cell(amount(each["household_members_count"], "people", t)),
                    cell(amount(each["household_labour_count"], "people", t), small=t("nobody in work")),
                    cell("—" if pd.isna(each["household_since"])
                        else told.short_day(each["household_since"], found.day, teller)),
                    *([cell(literal(each["helper"]))] if with_helper else []),
                ],
            )
            for n, each in enumerate(idle.to_dict("records"))
        ],
        "note": (more + t.space if count > len(idle) else "") + t(
            "Members as far as they are on the lists. {plan}, {clause}{borrowed}.",
            plan=t.label(lender.plan.short_title), clause=found.none_left[0].criterion.clause,
            borrowed=t(", borrowed") if lender.borrowed else "",
        ),
    }  # fmt: skip


def helpers(teller: Teller, scheme: Scheme, found: Sequence[Helper]) -> Data:
    """The component ``listing`` of who looks after how many, and how many of them are overdue."""
    t = teller.t
    return ground(teller, scheme) | {
        "caption": t("Overdue by helper"),
        "columns": [
            column(t("Helper")), column(t("Looks after"), figure=True), column(t("Overdue"), figure=True),
            column(t("Longest"), figure=True),
        ],
        "rows": [
            row(
                f"helper {n}",
                [
                    cell(literal(each.name) or t("nobody")),
                    cell(amount(each.count, "people", t)),
                    cell(amount(each.late, "people", t), strong=each.late > 0),
                    cell(t.plural("{n} day", "{n} days", each.longest) if each.late else "—"),
                ],
            )
            for n, each in enumerate(found)
        ],
        "note": "",
    }  # fmt: skip
