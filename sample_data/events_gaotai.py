"""What happens in the made-up county of Gaotai: the events of the story and the small ones around them."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.calendar_months import NEWEST
from sample_data.firms import Firm
from sample_data.happenings import Event, event, numbered, ordinary
from sample_data.story_gaotai import COUNTY, SEED, XINBA

#: Months that keep only what the story tells: each has a figure that small events must not touch.
QUIET = ("2024-11", "2025-04", "2025-05", "2026-03", "2026-09", NEWEST)


def all_events(firms: Sequence[Firm]) -> list[Event]:
    """Return the `events` table of the folder."""
    named = {firm.name: firm for firm in firms}
    standing = [firm for firm in firms if not firm.closed_in and firm.headcount[0] >= 40]

    def told(date: str, name: str, kind: str, **figures: object) -> Event:
        firm = named[name]
        return event(date, firm.region_code, kind, firm, **figures)

    story = [
        told("2024-11-19", "示例甜菜制糖厂", "layoff", affected_count=32, legal_ground="serious_difficulty"),
        told(
            "2025-04-16",
            "示例水泥厂",
            "layoff",
            affected_count=112,
            petition="individual",
            legal_ground="changed_circumstances",
        ),
        told("2025-04-18", "示例水泥厂", "petition", affected_count=9, petition="individual", cause="layoff"),
        event("2025-05-22", XINBA.code, "closure", "示例砂石场（名单外）", industry_code="B10"),
        event(
            "2026-02-26",
            COUNTY,
            "petition",
            affected_count=14,
            petition="collective",
            cause="pay",
            received_at="2026-02-27",
        ),
        told("2026-03-18", "示例砖瓦厂", "closure", affected_count=194, legal_ground="serious_difficulty"),
        told(
            "2026-03-23",
            "示例砖瓦厂",
            "gathering",
            affected_count=46,
            cause="layoff",
            received_at="2026-03-23",
        ),
        told("2026-07-14", "示例番茄制品厂", "dispute", affected_count=21, cause="pay"),
        told("2026-08-11", "示例马铃薯淀粉厂", "stoppage", affected_count=74, cause="other"),
        told("2026-08-20", "示例制种公司", "dispute", affected_count=12, cause="hours"),
        told("2026-09-08", "示例纺织公司", "dispute", affected_count=33, cause="pay"),
        told("2026-09-15", "示例番茄制品厂", "layoff", affected_count=48, legal_ground="serious_difficulty"),
        told("2026-09-22", "示例物流公司", "dispute", affected_count=8, cause="pay"),
        told(
            "2026-10-09",
            "示例番茄制品厂",
            "dispute",
            affected_count=17,
            cause="pay",
            received_at="2026-10-10",
        ),
        told("2026-10-12", "示例农机公司", "stoppage", affected_count=83, cause="other"),
        told(
            "2026-10-14", "示例水泥厂", "gathering", affected_count=36, cause="pay", received_at="2026-10-14"
        ),
        told(
            "2026-10-16",
            "示例纺织公司",
            "opinion",
            cause="layoff",
            passed_down_by="city",
            is_spreading=False,
            received_at="2026-10-17",
        ),
        told(
            "2026-10-20",
            "示例番茄制品厂",
            "layoff",
            state="planned",
            affected_count=42,
            legal_ground="serious_difficulty",
        ),
        told("2026-10-21", "示例种业公司", "layoff", affected_count=45, legal_ground="reorganisation"),
        told(
            "2026-10-26",
            "示例地毯厂",
            "layoff",
            state="planned",
            affected_count=9,
            legal_ground="serious_difficulty",
        ),
        told(
            "2026-10-28",
            "示例制种公司",
            "layoff",
            state="planned",
            affected_count=105,
            legal_ground="reorganisation",
        ),
    ]
    return numbered([*story, *ordinary(standing, SEED, quiet=QUIET, a_month=(1, 3))])
