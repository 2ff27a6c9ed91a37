"""A scenario applied: the plan and the panel that it makes of those it is given; only what changes is copied.

Indicators move in each month that the shock goes on: a percentage is taken again each month, points are added again.
A firm lays off the same number in the last of these months and in those before it, as long as it has staff left; it
closes once, in the last. Each layoff brings an event, and monitored jobs fall with it from then on; an industry's
losses also register as unemployed and, in their month, claim benefits, as far as the assumptions say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.engine.panel import Events, Floats, Ints, Panel, division
from dashboard.errors import DataError, NotFoundError
from dashboard.plans import Plan
from dashboard.plans.schema import PETITIONS
from dashboard.plans.variants import with_edge, with_reading
from dashboard.scenarios.ahead import lengthened, within
from dashboard.scenarios.levers import (
    PERCENT,
    TREND,
    Assumptions,
    EdgeMoved,
    FirmShock,
    IndicatorShock,
    IndustryShock,
    PayoutShock,
    ReadingTaken,
    Scenario,
)

MONITORED, REGISTERED = "monitored_employees_count", "registered_unemployed_count"
CLAIMS, RATE, FUND = (
    "first_time_claimants_count",
    "registered_unemployment_rate_pct",
    "fund_support_months",
)


@dataclass(frozen=True)
class Happening:
    """What a scenario lets happen at a firm: its position among the panel's firms, its place, and how many people.

    ``month`` is a position of the axis.
    """

    kind: str
    firm: int
    region: int
    people: float
    staff: float
    petition: str
    month: int


@dataclass(frozen=True)
class World:
    """What a scenario makes of a plan and a panel. ``index`` is the position of the month that is judged."""

    plan: Plan
    panel: Panel
    index: int
    happenings: tuple[Happening, ...] = ()


def apply(plan: Plan, panel: Panel, index: int, scenario: Scenario) -> World:
    """Apply a scenario to the month at a position of the axis.

    Raises:
        NotFoundError: a lever names a place, firm, industry, indicator, edge or reading that is not there.
        DataError: a lever's number is beyond what can happen, or the data lacks the table it needs.
        PlanError: with its edge the plan is no longer sound.
    """
    return shocked(changed_plan(plan, scenario), panel, index, scenario)


def changed_plan(plan: Plan, scenario: Scenario) -> Plan:
    """The plan with the edges and readings of a scenario.

    Raises:
        NotFoundError: there is no such edge or reading.
        PlanError: with its edge the plan is no longer sound.
    """
    for lever in scenario.levers:
        match lever:
            case EdgeMoved(place=place, edge=edge):
                plan = with_edge(plan, place, edge)
            case ReadingTaken(interpretation=interpretation, reading=reading):
                plan = with_reading(plan, interpretation, reading)
            case _:
                pass
    return plan


def shocked(plan: Plan, panel: Panel, index: int, scenario: Scenario) -> World:
    """What a scenario makes of the figures; the plan is the one that it makes. It raises what :func:`apply` does."""
    first, more = index, scenario.months - 1
    if more:
        panel = lengthened(panel, index, more, trend=scenario.assumptions.ahead == TREND)
        index += more
    happenings: list[Happening] = []
    for lever in scenario.levers:
        match lever:
            case IndicatorShock():
                panel = _moved(panel, lever, first, index)
            case PayoutShock():
                panel = _paid_out(panel, lever, first, index)
            case FirmShock():
                found = _again(_of_firm(panel, lever, index), first)
                panel = _fewer_jobs(panel, found, index)
                happenings += found
            case IndustryShock():
                found = [each for one in _of_industry(panel, lever, index) for each in _again(one, first)]
                panel = _fewer_jobs(panel, found, index)
                panel = _out_of_work(panel, found, index, scenario.assumptions)
                happenings += found
            case _:
                pass
    return World(plan, _with_events(panel, happenings), index, tuple(happenings))


def places_of(panel: Panel, codes: Sequence[str]) -> Ints:
    """The positions of places by their codes; all without any.

    Raises:
        NotFoundError: there is no such place.
    """
    if not codes:
        return np.arange(panel.region_count)
    unknown = [code for code in codes if code not in panel.codes]
    if unknown:
        raise NotFoundError(f"places: found {unknown[0]!r}; allowed: the codes of the table regions")
    return np.array([panel.position(code) for code in codes], dtype=np.int64)


def _column(panel: Panel, name: str) -> Floats:
    if name not in panel.indicators:
        raise NotFoundError(f"indicator: found {name!r}; allowed: {', '.join(panel.indicators)}")
    return panel.indicators[name]


def _with_column(panel: Panel, name: str, figures: Floats) -> Panel:
    return replace(panel, indicators={**panel.indicators, name: figures})


def _moved(panel: Panel, lever: IndicatorShock, first: int, last: int) -> Panel:
    figures, places = _column(panel, lever.column).copy(), places_of(panel, lever.places)
    for times, row in enumerate(range(first, last + 1), start=1):
        now = figures[row, places]
        by_percent = lever.unit == PERCENT
        moved = now * (1.0 + lever.amount / 100.0) ** times if by_percent else now + lever.amount * times
        figures[row, places] = within(lever.column, moved)
    return _with_column(panel, lever.column, figures)


def _paid_out(panel: Panel, lever: PayoutShock, first: int, last: int) -> Panel:
    """A balance lasts as many months fewer as more is paid out of it."""
    if lever.percent <= -100.0:
        raise DataError(f"payouts: found {lever.percent:g} percent; allowed: more than -100")
    figures, places = _column(panel, FUND).copy(), places_of(panel, lever.places)
    for times, row in enumerate(range(first, last + 1), start=1):
        figures[row, places] = figures[row, places] / (1.0 + lever.percent / 100.0) ** times
    return _with_column(panel, FUND, figures)


def _of_firm(panel: Panel, lever: FirmShock, index: int) -> Happening:
    if panel.firms is None:
        raise DataError("firm: this data has no table of enterprises; add it, or move an indicator instead")
    if lever.enterprise_id not in panel.firm_ids:
        raise NotFoundError("firm: there is no such firm in the table enterprises; check its code")
    firm = panel.firm_ids.index(lever.enterprise_id)
    staff = float(panel.firms.employees[firm])
    if lever.people < 0 or lever.people > staff:
        raise DataError(f"firm: found {lever.people:g} people; allowed: 0 to its staff, {staff:g}")
    kind = "closure" if lever.closes else "layoff"
    region = int(panel.firms.region[firm])
    return Happening(kind, firm, region, lever.people, staff, lever.petition, index)


def _again(last: Happening, first: int) -> list[Happening]:
    """What happens in the last month, and before it the same as long as staff is left, from the earliest on."""
    told, left = [last], last.staff - last.people
    while last.kind == "layoff" and last.people > 0 and left > 0 and told[-1].month > first:
        told.append(replace(last, month=told[-1].month - 1, people=min(last.people, left)))
        left -= told[-1].people
    return told[::-1]


def _of_industry(panel: Panel, lever: IndustryShock, index: int) -> list[Happening]:
    if panel.firms is None:
        raise DataError(
            "industry: this data has no table of enterprises; add it, or move an indicator instead"
        )
    if not 0.0 <= lever.percent <= 100.0:
        raise DataError(f"industry: found {lever.percent:g} percent; allowed: 0 to 100")
    wanted = division(lever.industry)
    if wanted not in panel.divisions:
        raise NotFoundError(
            f"industry: found {lever.industry!r}; allowed: {', '.join(sorted(panel.divisions))}"
        )
    here = np.zeros(panel.region_count, dtype=np.bool_)
    here[places_of(panel, lever.places)] = True
    firm, region = panel.with_ancestors(panel.firms.region)
    inside = np.zeros(len(panel.firms.region), dtype=np.bool_)
    inside[firm[here[region]]] = True
    inside &= panel.firms.division == panel.divisions.index(wanted)
    people = np.floor(panel.firms.employees * lever.percent / 100.0)
    return [
        Happening(
            "layoff", int(f), int(panel.firms.region[f]), float(people[f]), float(panel.firms.employees[f]),
            lever.petition, index,
        )
        for f in np.flatnonzero(inside & (people >= 1.0))
    ]  # fmt: skip


def _by_place(panel: Panel, happenings: Iterable[Happening]) -> Floats:
    """People by the places that it happened in, and every place above them."""
    told = list(happenings)
    item, region = panel.with_ancestors(np.array([each.region for each in told], dtype=np.int64))
    people = np.array([each.people for each in told], dtype=np.float64)
    return np.bincount(region, people[item], minlength=panel.region_count).astype(np.float64)


def _added(panel: Panel, name: str, row: int, more: Floats) -> Panel:
    """The panel with more of something in one month; a figure that is missing stays so."""
    if name not in panel.indicators or not more.any():
        return panel
    figures = panel.indicators[name].copy()
    figures[row] = np.where(more != 0.0, within(name, figures[row] + more), figures[row])
    return _with_column(panel, name, figures)


def _fewer_jobs(panel: Panel, happenings: Sequence[Happening], last: int) -> Panel:
    """Jobs that are lost stay lost up to the last month."""
    for row in _months(happenings, last):
        panel = _added(panel, MONITORED, row, -_by_place(panel, _up_to(happenings, row)))
    return panel


def _out_of_work(panel: Panel, happenings: Sequence[Happening], last: int, assumptions: Assumptions) -> Panel:
    """Those laid off register and claim; the rate grows as the registered do, the labour force being the same."""
    before = panel.indicators.get(REGISTERED)
    for row in _months(happenings, last):
        claiming = _by_place(panel, [each for each in happenings if each.month == row])
        panel = _added(panel, CLAIMS, row, np.rint(claiming * assumptions.claims_share_pct / 100.0))
        out = _by_place(panel, _up_to(happenings, row))
        panel = _added(panel, REGISTERED, row, np.rint(out * assumptions.registered_share_pct / 100.0))
    rate, after = panel.indicators.get(RATE), panel.indicators.get(REGISTERED)
    if rate is None or before is None or after is None or after is before:
        return panel
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = rate * (after / before)
    changed = (after != before) & np.isfinite(grown)
    return _with_column(panel, RATE, np.where(changed, np.clip(grown, 0.0, 100.0), rate))


def _months(happenings: Sequence[Happening], last: int) -> range:
    """From the month of the first of them to the last."""
    return range(min((each.month for each in happenings), default=last + 1), last + 1)


def _up_to(happenings: Sequence[Happening], row: int) -> list[Happening]:
    return [each for each in happenings if each.month <= row]


def _with_events(panel: Panel, happenings: Sequence[Happening]) -> Panel:
    """The panel with an event for each thing that happens; they stand after those of the table."""
    told = [(n, each) for n, each in enumerate(each for each in happenings if each.people > 0)]
    if not told:
        return panel
    if panel.events is None or panel.firms is None:
        raise DataError(
            "firm: this data has no table of events, so no layoff can be judged; add one, even if empty"
        )
    old, first = panel.events, len(panel.event_ids)
    new = Events(
        row=np.array([first + n for n, _ in told], dtype=np.int64),
        month=np.array([each.month for _, each in told], dtype=np.int64),
        region=np.array([each.region for _, each in told], dtype=np.int64),
        kind=np.array([each.kind for _, each in told], dtype=np.str_),
        affected=np.array([each.people for _, each in told]),
        workforce=np.array([each.staff for _, each in told]),
        petition=np.array([PETITIONS.index(each.petition) for _, each in told], dtype=np.int8),
        division=panel.firms.division[[each.firm for _, each in told]],
        firm=np.array([each.firm for _, each in told], dtype=np.int64),
    )
    names = Events.__dataclass_fields__
    both = Events(**{name: np.concatenate([getattr(old, name), getattr(new, name)]) for name in names})
    ids = tuple(f"scenario-{n + 1}" for n, _ in told)
    return replace(panel, events=both, event_ids=(*panel.event_ids, *ids))
