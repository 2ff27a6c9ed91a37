"""What new rows would change: tiers and duties of the viewer's places, worked out on the whole data."""

import pytest

from dashboard.access import SAMPLE_VIEWER, Viewer
from dashboard.bringing.effects import between, new_duties, supposed
from dashboard.engine.evaluate import DETECTED
from dashboard.tables.months import parse_month
from dashboard.workspace import Workspace, open_folder
from tests.serving import ROOT
from tests.store.made import frame

TOWN = "620724104000"
RATES = frame(
    "indicators", {"region_code": TOWN, "month": "2026-10", "registered_unemployment_rate_pct": "9.9"}
)
GATHERING = frame(
    "events",
    {
        "event_id": "T1",
        "date": "2026-10-30",
        "region_code": TOWN,
        "kind": "gathering",
        "affected_count": "120",
    },
)


@pytest.fixture(scope="module")
def whole() -> Workspace:
    return open_folder(ROOT / "sample_data" / "gaotai")


@pytest.mark.parametrize("viewer", [SAMPLE_VIEWER, Viewer("clerk", (TOWN,))])
def test_a_rate_far_above_the_target_turns_the_town_for_whoever_looks(
    whole: Workspace, viewer: Viewer
) -> None:
    seen = whole.seen_by(viewer)
    changes = between(seen, supposed(seen, {"indicators": RATES}), DETECTED)
    found = {(each.code, each.month): (each.before, each.after) for each in changes}
    assert found[TOWN, parse_month("2026-10")][1] > found[TOWN, parse_month("2026-10")][0]
    assert set(found) <= {(code, month) for code in seen.panel.codes for month in seen.panel.months}


def test_nothing_new_changes_nothing(whole: Workspace) -> None:
    same = {"indicators": whole.tables["indicators"].tail(9)}
    assert between(whole, supposed(whole, same), DETECTED) == []


def test_an_event_brings_its_duties_and_those_of_its_tier(whole: Workspace) -> None:
    after = supposed(whole, {"events": GATHERING})
    brought = new_duties(whole, after, DETECTED, parse_month("2026-10") or 0)
    rows = {each.event.row for each in brought if each.event}
    assert rows == {len(after.tables["events"]) - 1}
    assert {whole.panel.codes[each.region] for each in brought if each.event} == {TOWN}
