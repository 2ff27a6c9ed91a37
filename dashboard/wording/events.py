"""What is recorded of one event, in words: each figure with its name, and what is missing by that word."""

from __future__ import annotations

import pandas as pd

from dashboard.locale import literal
from dashboard.wording.figures import amount, number, sentence
from dashboard.wording.reasons import event_kind, petition_word
from dashboard.wording.teller import Teller
from dashboard.wording.why import firm_name, full_day

Fact = tuple[str, str]
"""A name and what is recorded under it; a missing figure is bold."""


def event_facts(teller: Teller, event: pd.Series) -> list[Fact]:
    """What is recorded of an event: what, when, which firm, how many, and what it is about."""
    t = teller.t
    affected, staff = float(event["affected_count"]), float(event["workforce_count"])
    facts = [
        (t("What"), sentence(event_kind(str(event["kind"]), teller.t))),
        (t("Date"), full_day(event["date"], teller)),
        (t("State"), t("planned") if event["state"] == "planned" else t("has happened")),
        (t("Firm"), literal(firm_name(teller, event)) or t("firm not named")),
        (t("People affected"), _people(teller, affected)),
        (t("Staff of the firm"), _people(teller, staff)),
    ]
    if affected >= 0 and staff > 0:
        facts.append((t("Share of its staff"), f"{number(affected / staff * 100.0, 1)}%"))
    if event["kind"] == "layoff":
        facts.append((t("Petition"), sentence(petition_word(str(event["petition"]), t))))
        facts.append((t("Legal ground"), _ground(teller, str(event["legal_ground"]))))
    facts.append((t("About"), _cause(teller, str(event["cause"]))))
    if event["passed_down_by"] not in ("", "none"):
        facts.append(
            (
                t("Passed down by"),
                t("the province") if event["passed_down_by"] == "province" else t("the city"),
            )
        )
        facts.append((t("Received"), _moment(teller, event["received_at"])))
    if event["is_spreading"]:
        facts.append((t("Spreading"), t("fast")))
    if not pd.isna(event["learned_at"]):
        facts.append((t("Learned of"), _moment(teller, event["learned_at"])))
    return facts


def _people(teller: Teller, count: float) -> str:
    return f"**{teller.t('missing')}**" if count != count else amount(count, "people", teller.t)


def _moment(teller: Teller, moment: pd.Timestamp) -> str:
    """A day, and the hour where one is given."""
    if pd.isna(moment):
        return f"**{teller.t('missing')}**"
    text = full_day(moment, teller)
    return text if moment == moment.normalize() else f"{text} {moment:%H:%M}"


def _cause(teller: Teller, cause: str) -> str:
    t = teller.t
    return {
        "layoff": t("layoffs"),
        "unemployment": t("unemployment"),
        "pay": t("pay"),
        "hours": t("working hours"),
        "leave": t("leave"),
        "other": t("other matters"),
    }.get(cause, t("not given; read as layoffs"))


def _ground(teller: Teller, ground: str) -> str:
    """The ground in law; what offices write beside the four of the law stands as it is."""
    t = teller.t
    known = {
        "reorganisation": t("reorganisation"),
        "serious_difficulty": t("serious difficulty"),
        "conversion": t("conversion of production"),
        "changed_circumstances": t("changed circumstances"),
    }
    return known.get(ground) or literal(ground) or t("not given")
