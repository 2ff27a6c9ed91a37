"""The made-up people of the Gaotai folder: six groups, what was done for each, and who was forgotten.

The story as of the end of October 2026: of 318 displaced workers 296 are in scope of the service minimums and 200 of
them have all; two households have nobody in work; 24 registered unemployed were not contacted in October.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sample_data.firms import Firm
from sample_data.people import HELPERS, Person, spread, with_identity
from sample_data.series import stream
from sample_data.story_gaotai import SEED, TOWNS

LAST = date(2026, 10, 31)
DISPLACED, UNEMPLOYED, GRADUATE, RETURNED, POOR, HARD = (
    *("分流职工", "登记失业人员", "毕业生", "返乡农民工", "脱贫家庭", "就业困难人员"),
)
#: Displaced workers by the firm they come from.
FROM = (("示例水泥厂", 112), ("示例焦化厂", 78), ("示例热电厂", 46), ("示例番茄制品厂", 82))
#: How many of the displaced lack which services; the rest have all.
SHORT = (
    (14, ("job_offer", "job_offer", "job_offer", "guidance", "employment_service", "training")),
    (22, ("job_offer",)),
    (26, ("training",)),
    (12, ("employment_service",)),
    (12, ("job_offer", "training")),
    (10, ("job_offer", "job_offer", "guidance")),
)
ALL = ("job_offer", "job_offer", "job_offer", "guidance", "employment_service", "training")
SCHOOLS = ("小学", "初中", "初中", "高中", "高中", "中专", "大专")
SKILLS = ("叉车", "电工", "焊工", "缝纫", "种植", "驾驶", "会计", "")
WISHES = ("本镇就业", "县城就业", "外出务工", "灵活就业", "公益岗位")
TRAININGS = ("愿意，叉车", "愿意，电工", "愿意，家政", "愿意，电商", "不愿意", "")
OUTCOMES = {
    "job_offer": ("介绍到食品厂", "招聘会，未录用", "岗位已满", "不愿去外镇"),
    "guidance": ("已做职业指导",),
    "employment_service": ("已登记求职",),
    "training": ("培训合格", "培训中"),
    "contact": ("已通", "已通，维持现状", "愿意本镇上班", "已通，等通知"),
}
#: Ways of placement, by the words that the plan knows.
PLACED = (
    ("内部转岗", "内部转岗"),
    ("公益岗位", "公益岗位"),
    ("自主创业", "自主创业"),
    ("再就业", "已就业"),
    ("退养", ""),
)
PROTECTED = ("省级劳动模范",) * 2 + ("高技能人才",) * 6 + ("军属",) * 3 + ("残疾人",) * 6


def all_people(firms: Sequence[Firm]) -> list[Person]:
    """Return everyone on the lists with their services, the same on every run."""
    rng = stream(SEED, "people")
    displaced = _displaced(firms, rng)
    unemployed = [_person([UNEMPLOYED], rng) for _ in range(430)]
    graduates = [_person(["毕业生"], rng, first=date(2026, 7, 1), last=date(2026, 9, 30)) for _ in range(206)]
    returned = [_person([RETURNED], rng, first=date(2026, 1, 10)) for _ in range(168)]
    poor = [_person([POOR], rng) for _ in range(104)]
    hard = [_person([HARD], rng) for _ in range(58)]
    people = [*displaced, *unemployed, *graduates, *returned, *poor, *hard]
    _several_groups(unemployed, returned, displaced, rng)
    _ordinary_cells(people, rng)
    _contacts(unemployed, rng)
    for person in (*graduates, *returned, *poor, *hard):
        _now_and_then(person, rng)
    rng.shuffle(people)
    with_identity(people, rng)
    _households(people, rng)
    return people


def _person(
    groups: list[str], rng: random.Random, first: date = date(2025, 9, 1), last: date = date(2026, 9, 30)
) -> Person:
    town = rng.choices(TOWNS, weights=[town.labour for town in TOWNS])[0]
    return Person(list(groups), town.code, spread(rng, first, last))


def _displaced(firms: Sequence[Firm], rng: random.Random) -> list[Person]:
    """Return the displaced workers; most of this year, some of earlier years, and a few out of scope."""
    by_name = {firm.name: firm for firm in firms}
    people = []
    for name, count in FROM:
        firm = by_name[name]
        for _ in range(count):
            person = Person([DISPLACED], firm.region_code, spread(rng, date(2026, 2, 1), date(2026, 8, 31)))
            person.cells |= {
                "enterprise_id": firm.enterprise_id, "scope_year": 2026, "status": "未就业",
                "separation_reason": "分流安置", "insured_months": rng.randrange(24, 240),
                "insured_in_province": True, "benefit_status": "",
            }  # fmt: skip
            people.append(person)
    rng.shuffle(people)
    rest = iter(people)
    for _ in range(6):  # moved inside in the two years before, to be placed again
        person = next(rest)
        person.since = spread(rng, date(2024, 3, 1), date(2025, 11, 30))
        person.cells |= {"scope_year": person.since.year, "status": "需再次安置"}
        _given(person, ALL, rng)
    for _ in range(9):  # moved inside and staying: not followed up any more
        person = next(rest)
        person.since = spread(rng, date(2025, 3, 1), date(2025, 11, 30))
        person.cells |= {"scope_year": 2025, "status": "内部转岗"}
    for _ in range(7):
        next(rest).cells |= {"separation_reason": "合同到期"}
    for _ in range(4):
        next(rest).cells |= {"status": "领取养老金", "benefit_status": ""}
    for _ in range(2):  # nobody wrote down the year
        next(rest).cells |= {"scope_year": ""}
    for count, lacking in SHORT:
        for _ in range(count):
            person = next(rest)
            given = list(ALL)
            for kind in lacking:
                given.remove(kind)
            _given(person, given, rng)
    for order, person in enumerate(rest):
        _given(person, (*ALL, *(("job_offer",) if order % 9 == 0 else ())), rng)
        if order % 2 == 0:
            _placed(person, order, rng)
    for person, ground in zip(people[40:], PROTECTED, strict=False):
        person.cells |= {"protected_as": ground}
    return people


def _given(person: Person, kinds: Iterable[str], rng: random.Random) -> None:
    """Serve a person after they came onto the list, within the last twelve months."""
    first = max(person.since, LAST - timedelta(days=330))
    for kind in kinds:
        person.served(spread(rng, first, LAST - timedelta(days=3)), kind, outcome=rng.choice(OUTCOMES[kind]))


def _placed(person: Person, order: int, rng: random.Random) -> None:
    """Place someone by one of the channels, every eighth of them in October."""
    channel, status = PLACED[order // 2 % len(PLACED)]
    channel = "内部退养" if channel == "退养" else channel
    month_first = date(2026, 10, 1) if order % 8 == 0 else max(person.since, date(2026, 6, 1))
    person.served(spread(rng, month_first, LAST - timedelta(days=4)), "placement", channel=channel)
    person.cells |= {"status": status or "内部退养"}


def _contacts(unemployed: Sequence[Person], rng: random.Random) -> None:
    """Call every registered unemployed once a month; 24 were not called in October, 5 of them never."""
    for order, person in enumerate(unemployed):
        last = 9 if order % 18 == 0 else 10
        if order % 18 == 0 and order % 90 == 0:
            person.since = spread(rng, date(2026, 9, 20), date(2026, 9, 30))
            continue
        at = max(person.since, date(2025, 11, 1))
        for number in range(at.year * 12 + at.month, 2026 * 12 + last):
            month = date(number // 12, number % 12 + 1, 1)
            person.served(
                month + timedelta(days=rng.randrange(27)), "contact", channel="电话",
                outcome=rng.choice(OUTCOMES["contact"]),
            )  # fmt: skip
        person.cells |= {
            "insured_months": ("", 0, rng.randrange(1, 6), rng.randrange(6, 12), rng.randrange(12, 120))[order % 5],
            "insured_in_province": order % 4 != 0,
            "benefit_status": ("领取中", "领取期满", "不符合领取条件", "不符合领取条件", "")[order % 5 - 1],
            "status": "领取失业金" if order % 5 == 1 else "未就业",
            "separation_reason": ("裁减", "合同到期", "个人离职")[order % 3],
        }  # fmt: skip


def _now_and_then(person: Person, rng: random.Random) -> None:
    """Serve others once to three times since they came onto the list."""
    for kind in rng.sample(("job_offer", "guidance", "training", "contact"), rng.randrange(1, 4)):
        person.served(
            spread(rng, max(person.since, date(2025, 11, 1)), LAST - timedelta(days=2)), kind,
            outcome=rng.choice(OUTCOMES[kind]),
        )  # fmt: skip
    if rng.random() < 0.3:
        person.cells |= {"status": rng.choice(("灵活就业", "已就业", "公益岗位"))}


def _several_groups(
    unemployed: Sequence[Person], returned: Sequence[Person], displaced: Sequence[Person], rng: random.Random
) -> None:
    """Put some into a second or third group."""
    for person in rng.sample(list(unemployed), 74):
        person.groups.append(HARD)
    for person in rng.sample(list(unemployed), 36):
        person.groups.append(POOR)
    for person in rng.sample(list(returned), 60):
        person.groups.append(POOR)
        person.cells |= {"is_migrant": True}
    for person in rng.sample(list(displaced), 20):
        person.groups.append(HARD)
    for order, person in enumerate(rng.sample(list(returned), 24)):  # six of them insured for a year or more
        person.cells |= {
            "insured_months": 12 + order if order % 4 == 0 else 3 + order % 9,
            "insured_in_province": True,
        }


def _ordinary_cells(people: Sequence[Person], rng: random.Random) -> None:
    for person in people:
        drawn = {
            "education": "大专" if GRADUATE in person.groups else rng.choice(SCHOOLS),
            "health": "良好" if rng.random() < 0.94 else "慢性病",
            "skills": rng.choice(SKILLS),
            "training_wish": rng.choice(TRAININGS),
            "work_wish": rng.choice(WISHES),
            "status": "未就业",
            "difficulty_grade": rng.choice(("一级", "二级")) if HARD in person.groups else "",
            "helper": HELPERS[[town.code for town in TOWNS].index(person.region_code) % len(HELPERS)],
            "insured_months": "",
            "is_migrant": RETURNED in person.groups,
        }
        person.cells = drawn | person.cells


def _households(people: Sequence[Person], rng: random.Random) -> None:
    """Put couples of one place into households; two of them have nobody in work, and nine worked at one firm."""
    by_place: dict[str, list[Person]] = {}
    for person in people:
        if GRADUATE not in person.groups:
            by_place.setdefault(person.region_code, []).append(person)
    couples: list[tuple[Person, Person]] = []
    for place in by_place.values():
        pairs = list(zip(place[0::2], place[1::2], strict=False))
        couples += [pair for pair in pairs if _works(pair[0]) != _works(pair[1])][:9]
    same_firm = [person for person in people if person.cells.get("enterprise_id") and not _works(person)]
    taken = {person.person_id for pair in couples for person in pair}
    free = [
        person for person in same_firm if person.person_id not in taken and person.cells["status"] == "未就业"
    ]
    both = [
        (one, other)
        for one, other in zip(free[0::2], free[1::2], strict=False)
        if one.cells["enterprise_id"] == other.cells["enterprise_id"]
    ][:9]
    for one, other in both:
        _married(one, other)
    numbers = iter(rng.sample(range(101, 400), len(couples) + len(both)))
    idle = [pair for pair in both if pair[0].cells["status"] == "未就业"][:2]
    for one, other in (*couples, *idle):
        _married(one, other)
        number = f"H{next(numbers):04d}"
        one.cells["household_id"] = other.cells["household_id"] = number


def _married(one: Person, other: Person) -> None:
    one.cells["spouse_id"], other.cells["spouse_id"] = other.person_id, one.person_id


def _works(person: Person) -> bool:
    return person.cells["status"] in ("灵活就业", "已就业", "公益岗位", "自主创业", "内部转岗")
