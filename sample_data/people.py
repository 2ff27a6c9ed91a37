"""Made-up people: names that are patterns, ID numbers and phones that nobody can have, services to each.

ID numbers have a correct check character (GB 11643) and an area that begins with 00, which no province has. Phones
begin with 120, which no mobile network has. A person's own number is drawn at random and tells nothing of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

AREA = "000724"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LETTERS = "bcdfghjkmnpqrstvwxyz"  # no digits, so that no number is taken for that of a phone or an ID
HELPERS = tuple(f"{surname}帮扶" for surname in "李孙赵周吴陈")
PERSON_COLUMNS = (
    *("person_id", "id_number", "name", "phone", "region_code", "groups", "household_id", "spouse_id"),
    *("birth", "education", "health", "skills", "training_wish", "work_wish", "status", "difficulty_grade"),
    *("helper", "protected_as", "insured_months", "insured_in_province", "separation_reason"),
    *("benefit_status", "is_migrant", "scope_year", "enterprise_id", "since"),
)
SERVICE_COLUMNS = ("person_id", "date", "kind", "channel", "outcome", "note")
Cells = dict[str, object]


@dataclass
class Person:
    """Someone on a list; `services` are kind, day and what came of it."""

    groups: list[str]
    region_code: str
    since: date
    cells: Cells = field(default_factory=dict)
    services: list[Cells] = field(default_factory=list)
    person_id: str = ""

    def served(self, day: date, kind: str, **more: object) -> None:
        """Add a service."""
        self.services.append({"date": day, "kind": kind, **more})


def id_number(birth: date, order: int) -> str:
    """Return the made-up ID number of the `order`-th person born on a day."""
    digits = f"{AREA}{birth:%Y%m%d}{order % 1000:03d}"
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + CHECKS[weighted % 11]


def named(serial: int) -> str:
    """Return the name of a person: a surname, 某 and two stems, no two alike."""
    pair, surname = divmod(serial, len(SURNAMES))
    first, second = divmod(pair, len(STEMS))
    return f"{SURNAMES[surname]}某{STEMS[first % len(STEMS)]}{STEMS[second]}"


def spread(rng: random.Random, first: date, last: date) -> date:
    """Return a day between two, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def with_identity(people: Sequence[Person], rng: random.Random) -> None:
    """Give everyone a number of their own, a name, a day of birth and a phone."""
    numbers: set[str] = set()
    for serial, person in enumerate(people):
        while not person.person_id or person.person_id in numbers:
            person.person_id = "p" + "".join(rng.choices(LETTERS, k=11))
        numbers.add(person.person_id)
        young = "毕业生" in person.groups
        birth = spread(rng, date(2000, 1, 1), date(2004, 12, 31)) if young else spread(
            rng, date(1968, 1, 1), date(1998, 12, 31)
        )  # fmt: skip
        person.cells |= {
            "birth": birth,
            "id_number": id_number(birth, rng.randrange(1000)),
            "name": named(serial),
            "phone": f"120{rng.randrange(10**4):04d}{serial:04d}",
        }


def person_rows(people: Sequence[Person]) -> list[Cells]:
    """Return the rows of the table `people`."""
    return [
        {
            "person_id": person.person_id,
            "region_code": person.region_code,
            "groups": ";".join(person.groups),
            "since": person.since,
            "is_migrant": False,
            "insured_in_province": False,
            **person.cells,
        }
        for person in people
    ]


def service_rows(people: Sequence[Person]) -> list[Cells]:
    """Return the rows of the table `services`, by day."""
    return sorted(_of_everyone(people), key=lambda row: (row["date"], row["person_id"], row["kind"]))


def _of_everyone(people: Sequence[Person]) -> Iterator[Cells]:
    for person in people:
        for service in person.services:
            yield {"person_id": person.person_id, **service}
