"""How people were placed: the channel of each one's newest placement, and how many of a month took which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.plans.conditions import Criterion
from dashboard.plans.profiles import Brief, Lender
from dashboard.registers.answers import YES, criterion_answers

NO_PLACEMENT, OTHER = -1, -2


@dataclass(frozen=True)
class Placements:
    """The channels that plans name, and for each person the position of theirs and the day of the placement."""

    channels: tuple[tuple[Lender, Criterion], ...]
    channel: NDArray[np.int64]
    on: NDArray[np.datetime64]

    def of_month(self, day: date) -> NDArray[np.bool_]:
        """Who was placed in the month of a day."""
        return np.asarray(self.on.astype("datetime64[M]") == np.datetime64(day, "M"))


def placements(people: pd.DataFrame, services: pd.DataFrame | None, brief: Brief, day: date) -> Placements:
    """The newest placement of each person by the end of a day."""
    channels = tuple(
        (lender, each)
        for lender in brief.given("follow_up")
        if lender.plan.follow_up is not None
        for each in lender.plan.follow_up.channels
    )
    channel = np.full(len(people), NO_PLACEMENT, dtype=np.int64)
    on = np.full(len(people), np.datetime64("NaT", "D"))
    if services is None:
        return Placements(channels, channel, on)
    positions = pd.Series(np.arange(len(people)), index=people["person_id"].to_numpy())
    at = services["person_id"].map(positions)
    is_placed = (services["kind"] == "placement") & (
        services["date"] < pd.Timestamp(day) + pd.Timedelta(days=1)
    )
    chosen = services[is_placed & at.notna()]
    chosen = chosen.assign(at=at[chosen.index].astype(np.int64)).sort_values("date", kind="stable")
    chosen = chosen.drop_duplicates("at", keep="last")
    found = np.full(len(chosen), OTHER, dtype=np.int64)
    for number, (_, criterion) in reversed(list(enumerate(channels))):
        found[criterion_answers(criterion, {"services": chosen}, len(chosen)) == YES] = number
    rows = chosen["at"].to_numpy()
    channel[rows] = found
    on[rows] = chosen["date"].to_numpy().astype("datetime64[D]")
    return Placements(channels, channel, on)
