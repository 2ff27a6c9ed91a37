"""A second, slow reading of the Gaotai plan, written from the design documents alone.

It shares no line with the engine: plain Python, exact fractions, one function a rule, so that a reader
can hold each function beside its row of the table and see that they say the same. Tables come in as
lists of rows of text, as in a CSV: "" is a blank cell, and a table that is not in `tables` is absent.
"""

from fractions import Fraction

from tests.reference.answers import TIERS, answer, edges, measured, number, proven, unknown, worst
from tests.reference.folder import Folder, division, earlier, figure, rounded

PLAN = "gaotai-2021"
DUTY_CLAUSE = "三(一)4"
LEVELS = ["county", "town"]
REPORT_HOURS = {"yellow": 72, "orange": 48, "red": 24}
PETITIONS = ["none", "individual", "collective", "mass"]
MIN_AFFECTED = 20


def evaluate(tables, month, town_alerts):
    """Judge every region of the folder in one month: the JSON object of the evaluate command."""
    folder = Folder(tables, month, town_alerts)
    regions = [region_answer(folder, row["region_code"]) for row in tables["regions"]]
    return {
        "plan": PLAN,
        "month": month,
        "town_alerts": town_alerts,
        "regions": regions,
        "duties": [tier_report(region) for region in regions if region["tier"] in REPORT_HOURS],
    }


# --- the thirteen rules, in plan order ---------------------------------------------------------------------


def town_alerts(folder, code):
    towns = folder.towns_of(code)
    if folder.town_alerts == "published":
        tiers = [published_tier(folder, town) for town in towns]
        partial = False
    else:
        answers = [region_answer(folder, town) for town in towns]
        tiers = [town["tier"] for town in answers]
        partial = not all(town["complete"] for town in answers)
    if all(tier == "unknown" for tier in tiers):
        return unknown("town_alerts", "towns", "conditions")
    yellow_or_worse = sum(tier in ("yellow", "orange", "red") for tier in tiers)
    orange_or_worse = sum(tier in ("orange", "red") for tier in tiers)
    red = sum(tier == "red" for tier in tiers)
    needed = {"yellow": (2, 1), "orange": (3, 2), "red": (4, 3)}
    tier = worst([t for t, (y, o) in needed.items() if yellow_or_worse >= y or orange_or_worse >= o])
    distance = None
    if tier != "red":
        y, o = needed[TIERS[TIERS.index(tier) + 1]]
        distance = min(y - yellow_or_worse, o - orange_or_worse)
    conditions = {"yellow_or_worse": yellow_or_worse, "orange_or_worse": orange_or_worse, "red": red}
    return answer(
        "town_alerts",
        "towns",
        tier,
        value=yellow_or_worse,
        distance=distance,
        partial=partial and tier != "red",
        conditions=conditions,
    )


def published_tier(folder, town):
    """The worst of the town's declared rows of the month; none is normal."""
    rows = folder.tables.get("declared_alerts", [])
    return worst([row["tier"] for row in rows if row["region_code"] == town and row["month"] == folder.month])


def closure_workforce_share(folder, code):
    rule, unit, rule_edges = "closure_workforce_share", "percent", edges(">=", 10, 15, 20)
    if not folder.has("events"):
        return unknown(rule, unit, "event_id")
    closures = folder.events_of(code, "closure")
    if not closures:
        return measured(rule, unit, 0, rule_edges, event_id=None)
    staff = folder.indicator(code, folder.month, "enterprise_employees_count")
    if staff is None or staff == 0:
        return unknown(rule, unit, "event_id")
    complete = [event for event in closures if figure(event, "affected_count") is not None]
    affected = sum(figure(event, "affected_count") for event in complete)
    first = complete[0]["event_id"] if complete else None
    missing = len(complete) < len(closures)
    return proven(rule, unit, 100 * Fraction(affected) / staff, rule_edges, missing, event_id=first)


def layoff_workforce_share(folder, code):
    rule, unit, rule_edges = "layoff_workforce_share", "percent", edges(">=", 25, 30, 35)
    if not folder.has("events"):
        return unknown(rule, unit, "group")
    layoffs = folder.events_of(code, "layoff")
    groups = {}
    for event in layoffs:
        groups.setdefault(folder.industry(event), []).append(event)
    if len({folder.firm(event) for event in layoffs}) >= 2:
        groups["all"] = layoffs
    value, decided_by, something_unknown = Fraction(0), None, False
    for group, events in groups.items():
        affected = total([figure(event, "affected_count") for event in events])
        if affected is not None and affected < MIN_AFFECTED:
            continue
        staff = group_staff(folder, code, group, events, layoffs)
        if affected is None or staff is None or staff == 0:
            something_unknown = True
            continue
        share = rounded(100 * affected / staff)
        if decided_by is None or share > value:
            value, decided_by = share, group
    return proven(rule, unit, value, rule_edges, something_unknown, group=decided_by)


def group_staff(folder, code, group, events, layoffs):
    """The staff that a group's laid-off people are measured against; None if any figure is missing."""
    firms = list(dict.fromkeys(folder.firm(event) for event in events))
    if group == "all":
        return total([staff_in_events(folder, firm, layoffs) for firm in firms])
    if group == "none" or not folder.has("enterprises"):
        return None
    counted = {
        ("id", enterprise_id): figure(row, "employees_count")
        for enterprise_id, row in folder.enterprises.items()
        if folder.is_in(row["region_code"], code)
        and row.get("industry_code", "") != ""
        and division(row["industry_code"]) == group
    }
    others = [staff_in_events(folder, firm, layoffs) for firm in firms if firm not in counted]
    return total(list(counted.values()) + others)


def staff_in_events(folder, firm, layoffs):
    """The largest workforce of a firm's layoff events of the month; None if none of them says one."""
    known = [figure(event, "workforce_count") for event in layoffs if folder.firm(event) == firm]
    return max((count for count in known if count is not None), default=None)


def total(figures):
    """A sum of which no part may be missing."""
    return None if any(part is None for part in figures) else Fraction(sum(figures))


def single_closure(folder, code):
    rule, unit, rule_edges = "single_closure", "people", edges(">=", 200, 500, 1000)
    if not folder.has("events"):
        return unknown(rule, unit, "event_id")
    largest, decided_by, something_missing = Fraction(0), None, False
    for event in folder.events_of(code, "closure"):
        affected = figure(event, "affected_count")
        if affected is None:
            something_missing = True
        elif decided_by is None or affected > largest:
            largest, decided_by = affected, event["event_id"]
    return proven(rule, unit, largest, rule_edges, something_missing, event_id=decided_by)


def layoff_with_petition(folder, code):
    rule, unit = "layoff_with_petition", "people"
    if not folder.has("events"):
        return unknown(rule, unit, "event_id", "conditions")
    layoffs = folder.events_of(code, "layoff")
    complete = [
        event
        for event in layoffs
        if figure(event, "workforce_count") is not None and figure(event, "affected_count") is not None
    ]
    tier = worst([petition_tier(event) for event in complete])
    could_be = worst([petition_tier(event) for event in layoffs])
    could_be_worse = TIERS.index(could_be) > TIERS.index(tier)
    if tier == "normal" and could_be_worse:
        return unknown(rule, unit, "event_id", "conditions")
    event_id, conditions = None, None
    if tier != "normal":
        decided_by = next(event for event in complete if petition_tier(event) == tier)
        event_id = decided_by["event_id"]
        conditions = {
            "workforce_count": number(figure(decided_by, "workforce_count")),
            "affected_count": number(figure(decided_by, "affected_count")),
            "petition": petition_of(decided_by),
        }
    return answer(rule, unit, tier, partial=could_be_worse, event_id=event_id, conditions=conditions)


def petition_tier(event):
    """The worst tier of which all three conditions hold; a missing figure is taken as large as needed."""
    needed = {
        "yellow": (200, 100, "individual"),
        "orange": (500, 100, "collective"),
        "red": (1000, 500, "mass"),
    }
    staff, laid_off = figure(event, "workforce_count"), figure(event, "affected_count")
    petition = PETITIONS.index(petition_of(event))
    return worst(
        [
            tier
            for tier, (staff_edge, laid_off_edge, petition_edge) in needed.items()
            if (staff is None or staff >= staff_edge)
            and (laid_off is None or laid_off >= laid_off_edge)
            and petition >= PETITIONS.index(petition_edge)
        ]
    )


def petition_of(event):
    petition = event.get("petition", "")
    return "none" if petition in ("", "无") else petition


def monitored_employees_decline(folder, code):
    months, cut_short = streak(folder, code, "monitored_employees_count", lambda change: change <= -3)
    rule_edges = edges(">=", 4, 5, 6)
    return measured(
        "monitored_employees_decline", "consecutive_months", months, rule_edges, partial=cut_short
    )


def registered_unemployment_rate_gap(folder, code):
    rate = folder.indicator(code, folder.month, "registered_unemployment_rate_pct")
    target = folder.target(code, "registered_unemployment_rate_target_pct")
    gap = None if rate is None or target is None else rate - target
    rule_edges = edges(">=", "0.5", "1.0", "1.5")
    return measured("registered_unemployment_rate_gap", "percentage_points", gap, rule_edges)


def graduate_employment_rate_gap(folder, code):
    rate = folder.indicator(code, folder.month, "graduate_employment_rate_pct")
    target = folder.target(code, "graduate_employment_rate_target_pct")
    gap = None if rate is None or target is None else target - rate
    return measured("graduate_employment_rate_gap", "percentage_points", gap, edges(">=", 5, 10, 15))


def long_term_unemployed_share(folder, code):
    share = folder.indicator(code, folder.month, "long_term_unemployed_share_pct")
    return measured("long_term_unemployed_share", "percent", share, edges(">=", 35, 40, 45))


def registered_unemployed_growth(folder, code):
    year_before = earlier(folder.month, 12)
    growth = folder.change(code, "registered_unemployed_count", folder.month, year_before)
    return measured("registered_unemployed_growth", "percent", growth, edges(">=", 20, 30, 40))


def first_time_claimants_growth(folder, code):
    months, cut_short = streak(folder, code, "first_time_claimants_count", lambda change: change >= 5)
    rule_edges = edges(">=", 4, 5, 6)
    return measured(
        "first_time_claimants_growth", "consecutive_months", months, rule_edges, partial=cut_short
    )


def fund_support_months(folder, code):
    months = folder.indicator(code, folder.month, "fund_support_months")
    return measured("fund_support_months", "months", months, edges("<=", 5, 4, 3))


def benefit_payout_rate(folder, code):
    rate = folder.indicator(code, folder.month, "benefit_payout_rate_pct")
    rule_edges = {**edges("<", 90, 80, 70), "red": ("<=", Fraction(70))}
    return measured("benefit_payout_rate", "percent", rate, rule_edges)


def streak(folder, code, column, qualifies):
    """Months counted backwards, and whether something missing stopped the count; None months = unknown."""
    month, months = folder.month, 0
    while True:
        change = folder.change(code, column, month, earlier(month, 1))
        if change is None:
            return (None, False) if month == folder.month else (months, True)
        if not qualifies(change):
            return months, False
        months += 1
        month = earlier(month, 1)


RULES = [
    town_alerts,
    closure_workforce_share,
    layoff_workforce_share,
    single_closure,
    layoff_with_petition,
    monitored_employees_decline,
    registered_unemployment_rate_gap,
    graduate_employment_rate_gap,
    long_term_unemployed_share,
    registered_unemployed_growth,
    first_time_claimants_growth,
    fund_support_months,
    benefit_payout_rate,
]
INDICATOR_RULES = [rule.__name__ for rule in RULES[-8:]]


# --- a region, and its report ------------------------------------------------------------------------------


def region_answer(folder, code):
    """Judged once and kept: in detected mode a county asks for its towns first."""
    if code not in folder.answers:
        folder.answers[code] = judge_region(folder, code)
    return folder.answers[code]


def judge_region(folder, code):
    row = folder.regions[code]
    rules = []
    if row["level"] in LEVELS:
        rules = [rule(folder, code) for rule in RULES if rule is not town_alerts or folder.towns_of(code)]
    known = [rule for rule in rules if rule["tier"] != "unknown"]
    tier = worst([rule["tier"] for rule in known])
    if tier == "normal" and not any(rule["rule"] in INDICATOR_RULES for rule in known):
        tier = "unknown"
    return {
        "region_code": code,
        "region_name": row["region_name"],
        "tier": tier,
        "complete": rules != [] and len(known) == len(rules) and not any(rule["partial"] for rule in rules),
        "judged": len(known),
        "applicable": len(rules),
        "report_within_hours": REPORT_HOURS.get(tier),
        "rules": rules,
    }


def tier_report(region):
    return {
        "duty": "tier_report",
        "plan": PLAN,
        "event_id": None,
        "region_code": region["region_code"],
        "status": "due",
        "to": ["county_bureau", "city_bureau"],
        "timing": "within_hours",
        "hours": region["report_within_hours"],
        "days": None,
        "clause": DUTY_CLAUSE,
    }
