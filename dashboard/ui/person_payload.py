"""What the component ``person`` is given: one person, masked, as far as the viewer's role goes."""

from __future__ import annotations

import pandas as pd

from dashboard.locale import Words, literal
from dashboard.locale.direction import isolated
from dashboard.plans.styles import Scheme
from dashboard.registers.answers import UNKNOWN, YES
from dashboard.registers.benefits import Claim, claims
from dashboard.registers.follow_up import FollowUp
from dashboard.registers.placements import Placements
from dashboard.ui.payloads import Data, ground
from dashboard.ui.people_payload import group_names, place_name, shown_name
from dashboard.wording import people as told
from dashboard.wording.figures import amount, sentence
from dashboard.wording.plan_numbers import amount_text
from dashboard.wording.teller import Teller
from dashboard.workspace import Workspace

MOST_PAST = 60


def person(
    teller: Teller,
    scheme: Scheme,
    found: FollowUp,
    at: int,
    services: pd.DataFrame | None,
    placed: Placements,
) -> Data:
    """The component ``person`` for one row of the people."""
    t, one = teller.t, found.people.iloc[at]
    about = [
        str(one.get("id_number", "")), place_name(teller, str(one["region_code"])), *group_names(found, at, t),
        str(one.get("education", "")),
    ]  # fmt: skip
    past = _past(teller, found, one, services)
    promises = []
    if "benefit_status" in found.people.columns:  # what the role does not show is not called unknown
        all_claims = claims(found.people.iloc[[at]], teller.workspace.brief, found.day)
        promises = [shown for each in all_claims if (shown := _promise(each, teller)) is not None]
    return ground(teller, scheme) | {
        "name": shown_name(one),
        "about": isolated("　".join(part for part in about if part)),
        "services": [
            {"name": t.label(each.minimum.name), "given": int(each.given[at]), "least": each.minimum.at_least}
            for each in found.counted
            if each.owed[at] == YES and each.enough[at] != UNKNOWN
        ],
        "note": _scope_note(found, at, t),
        "facts": _facts(teller, found, at, placed),
        "promises": promises,
        "promises_title": t("What the plan in force promises"),
        "past": past,
        "past_title": t("What happened"),
        "past_none": t("No service is written down."),
    }


def _scope_note(found: FollowUp, at: int, t: Words) -> str:
    if not found.counted:
        return ""
    if found.counted_scope[at] == UNKNOWN:
        return t("Whether the minimums hold is not known: the year or the group is missing.")
    return (
        "" if found.counted_scope[at] == YES else t("The minimums of services do not hold for this person.")
    )


def _facts(teller: Teller, found: FollowUp, at: int, placed: Placements) -> list[Data]:
    t, one = teller.t, found.people.iloc[at]
    kept = [t.label(g.criterion.name) for g in found.protected if g.answers[at] == YES]
    channel = int(placed.channel[at])
    way = t.label(placed.channels[channel][1].name) if channel >= 0 else ""
    said = {
        t("Status"): str(one.get("status", "")),
        t("Wishes"): t(", ").join(str(one[c]) for c in ("work_wish", "training_wish") if str(one.get(c, ""))),
        t("Skills"): str(one.get("skills", "")),
        t("Placed by"): way,
        t("To be kept on"): t(", ").join(kept),
        t("Benefit"): str(one.get("benefit_status", "")),
        t("Insured"): _insured(one, t),
        t("Difficulty"): str(one.get("difficulty_grade", "")),
        t("Why work ended"): str(one.get("separation_reason", "")),
        t("From firm"): firm_name(teller.workspace, str(one.get("enterprise_id", ""))),
        t("Household"): str(one.get("household_id", ""))
        + (t(" (nobody in work)") if found.is_idle[at] == YES else ""),
        t("Helper"): str(one.get("helper", "")),
    }
    return [{"label": label, "value": literal(value)} for label, value in said.items() if value]


def _insured(one: pd.Series, t: Words) -> str:
    months = one.get("insured_months", float("nan"))
    return "" if pd.isna(months) else amount(float(months), "months", t, decimals=0)


def firm_name(workspace: Workspace, enterprise_id: str) -> str:
    """What a firm is called; its code where the viewer's table does not have it."""
    firms = workspace.tables.get("enterprises")
    if not enterprise_id or firms is None:
        return ""
    names = firms.loc[firms["enterprise_id"] == enterprise_id, "enterprise_name"]
    return str(names.iloc[0]) if len(names) else enterprise_id


def _promise(claim: Claim, teller: Teller) -> Data | None:
    """A promise that holds, or may: its amount and why, its clause, and until when the text was in force."""
    t = teller.t
    missing = [each for each, answer in claim.requirements if answer[0] == UNKNOWN]
    if claim.entitled[0] not in (YES, UNKNOWN) or len(missing) == len(claim.requirements) > 0:
        return None
    paid = claim.amount_of(0)
    if claim.entitled[0] == YES:
        reasons = [t.label(each.name) for each, _ in claim.requirements] + (
            [t.label(paid.name)] if paid else []
        )
        much = f"**{amount_text(paid, t)}**" if paid else ""
        says = t(", ").join([much, *reasons] if much else reasons)
    else:
        wanted = [t.label(each.name) for each in missing] or [t("which amount fits")]
        says = t("not known: {what}", what=t(", ").join(wanted))
    payment, plan = claim.payment, claim.lender.plan
    ended = t("borrowed") if claim.lender.borrowed else ""
    if not claim.is_valid and payment.valid_until is not None:
        over = t("expired on {day}", day=payment.valid_until.isoformat())
        ended = t(", ").join(part for part in (ended, over) if part)
    return {
        "name": t.label(payment.name),
        "says": sentence(says),
        "mark": ended,
        "basis": f"{t.label(plan.short_title)} {payment.clause}",
    }


def _past(teller: Teller, found: FollowUp, one: pd.Series, services: pd.DataFrame | None) -> list[Data]:
    """Services and what is dated of the person, the newest first; the plan's services are numbered."""
    t, kinds = teller.t, told.kind_names(teller.t)
    counted = {kind for least in found.counted for kind in least.minimum.kinds}
    events: list[tuple[pd.Timestamp, Data]] = []
    if services is not None:
        until = pd.Timestamp(found.day) + pd.Timedelta(days=1)
        own = services[(services["person_id"] == one["person_id"]) & (services["date"] < until)]
        numbers: dict[str, int] = {}
        for each in own.sort_values("date", kind="stable").to_dict("records"):
            kind = str(each["kind"])
            numbers[kind] = numbers.get(kind, 0) + 1
            note = t(", ").join(str(each[c]) for c in ("channel", "outcome", "note") if str(each.get(c, "")))
            nth = kinds.get(kind, kind)
            if kind in counted:
                nth = t("{what} no. {n}", what=nth, n=numbers[kind])
            mark = "service" if kind in counted or kind == "placement" else "contact"
            events.append((each["date"], {"what": nth, "note": isolated(note), "mark": mark}))
    since = one.get("since", pd.NaT)
    if not pd.isna(since):
        groups = isolated(str(one["groups"]).replace(";", t(", ")))
        events.append((since, {"what": t("Came onto the list"), "note": groups, "mark": "change"}))
    events.sort(key=lambda each: each[0], reverse=True)
    return [{"date": told.short_day(on, found.day, teller), **said} for on, said in events[:MOST_PAST]]
