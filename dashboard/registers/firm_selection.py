"""Which firms a page of the list shows, and in which order: filters and sorting over the whole list, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.registers.criteria import Floats, month_of
from dashboard.registers.firm_shares import Parts, Shares
from dashboard.registers.firms import BY_HAND, FirmList

SORTS = ("share", "since", "employees", "owed", "visit", "name")
"""What the list can be sorted by; the first is the usual."""
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list. Empty words filter nothing; ``places`` are positions of regions."""

    places: tuple[int, ...]
    text: str = ""
    reasons: tuple[str, ...] = ()
    industry: str = ""
    sort: str = SORTS[0]


def listed(firms: FirmList, month: int, places: tuple[int, ...], parts: Parts | None = None) -> Ints:
    """The firms of some places that are on the list; or, for a rule's figure, those that have a part in it."""
    there = np.isin(firms.regions, places)
    on = firms.on_list(month) if parts is None else np.nan_to_num(parts.people) > 0
    return np.flatnonzero(there & on)


def selected(firms: FirmList, month: int, wanted: Wanted, share: Floats, parts: Parts | None = None) -> Ints:
    """The firms that fit, in the order asked for.

    Args:
        firms: the list.
        month: the month.
        wanted: filters and order.
        share: each firm's share in percent, NaN for none; the usual order goes by it.
        parts: the figure of the rule that firms are asked about, None for the list itself.
    """
    found = listed(firms, month, wanted.places, parts)
    own = firms.rows.own
    if wanted.text:
        text = wanted.text.casefold()
        names = own["enterprise_name"].iloc[found].str.casefold().str.contains(text, regex=False)
        codes = own["enterprise_id"].iloc[found].str.casefold().str.contains(text, regex=False)
        found = found[(names | codes).to_numpy(bool)]
    if wanted.reasons:
        found = found[meets(firms, month, wanted.reasons)[found]]
    if wanted.industry:
        found = found[(divisions(firms)[found] == wanted.industry)]
    return found[np.lexsort([found, *_keys(firms, month, wanted.sort, share, found)])]


def meets(firms: FirmList, month: int, reasons: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which firms are on the list for one of some criteria, or by hand."""
    holds, any_of = firms.holds(month), np.zeros(firms.count, dtype=np.bool_)
    for number, each in enumerate(firms.criteria.listed):
        if each.criterion.id in reasons:
            any_of |= holds[number]
    return any_of | firms.by_hand(month) if BY_HAND in reasons else any_of


def divisions(firms: FirmList) -> NDArray[np.str_]:
    """Each firm's industry division, as it is written: a letter and two digits, or two digits."""
    own = firms.rows.own
    if "industry_code" not in own:
        return np.full(firms.count, "", dtype="<U3")
    return own["industry_code"].str.extract(r"^([A-Z]?\d{2})", expand=False).fillna("").to_numpy(str)


def newest(firms: FirmList, month: int) -> Ints:
    """For each firm the month of its newest reason; 0 where none is dated."""
    since = firms.criteria.since(month)
    found = since.max(axis=0) if len(since) else np.zeros(firms.count, dtype=np.int64)
    by_hand = firms.by_hand(month)
    if by_hand.any():
        found = np.where(by_hand, np.maximum(found, month_of(firms.rows.own["listed_by_hand_since"])), found)
    return np.asarray(found)


def _keys(firms: FirmList, month: int, sort: str, share: Floats, found: Ints) -> list[NDArray[np.generic]]:
    """The keys of an order, the decisive one last; what is missing stands at the end."""
    at = month - firms.rows.first
    since = -newest(firms, month)[found]
    many = -firms.holds(month).sum(axis=0)[found] if len(firms.criteria.listed) else since
    match sort:
        case "since":
            return [many, since]
        case "employees":
            return [_falling(firms.employees[at, found])]
        case "owed":
            return [_falling(firms.insurance[at, found]), _falling(firms.wages[at, found])]
        case "visit":
            own = firms.rows.own
            if "next_visit_on" not in own:
                return [since]
            days = own["next_visit_on"].iloc[found].to_numpy()
            return [
                np.where(
                    np.isnat(days), np.iinfo(np.int64).max, days.astype("datetime64[s]").astype(np.int64)
                )
            ]
        case "name":
            return [firms.rows.own["enterprise_name"].iloc[found].to_numpy(str)]
        case _:
            return [many, since, _falling(share[found])]


def _falling(values: Floats) -> Floats:
    return np.asarray(np.where(np.isnan(values), np.inf, -values))


def shares_of(parts: Parts) -> Shares:
    """The shares of all firms in one rule's figure."""
    count = len(parts.people)
    there = np.nan_to_num(parts.people) > 0
    return Shares(
        np.where(there, "share", "normal"),
        np.full(count, parts.told.rule.id),
        np.where(there, parts.people, np.nan),
        np.full(count, parts.whole),
    )
