"""Imports, withdrawals and edits in any order: the store and a simple model say the same, now and as of any batch.

The model plays every batch that is not withdrawn again, from the first: an import puts its rows in the place of those
that share a key, an edit changes the row it was made on if that row is there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dashboard.store import open_store
from dashboard.tables import TABLES
from tests.store.made import REGIONS, frame

SHOWN = {
    "enterprises": ("enterprise_id", "enterprise_name"),
    "registrations": ("person_id", "id_number", "month", "enterprise_id"),
    "declared_alerts": ("region_code", "month", "tier"),
}
EDITED = {"enterprises": "enterprise_name", "registrations": "enterprise_id"}
MONTH = "2024-06"
FIRMS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), max_size=3, unique_by=lambda row: row[0]
)
ALERTS = st.lists(
    st.tuples(st.just("620724"), st.just(MONTH), st.sampled_from(["red", "yellow"])), max_size=3
)


@st.composite
def registered(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Rows known by one key, the other, or both; no two share one."""
    people = draw(st.permutations(["1", "2", "3", ""]))
    ids = draw(st.permutations(["X", "Y", "Z", ""]))
    firms = draw(st.permutations(["x", "y", "z", "x"]))
    rows = [(p, i, MONTH, f) for p, i, f in zip(people, ids, firms, strict=True) if p or i]
    return rows[: draw(st.integers(0, 3))]


@dataclass
class Row:
    cells: tuple[str, ...]
    keys: frozenset[Any]
    origin: int


@dataclass
class Model:
    """What was done, and what follows from it."""

    done: list[tuple[Any, ...]] = field(default_factory=list)
    withdrawn: set[int] = field(default_factory=set)

    def state(self) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {name: [] for name in SHOWN}
        for number, (kind, *rest) in enumerate(self.done, 1):
            if kind == "import" and number not in self.withdrawn:
                for name, cells in rest[0].items():
                    new = [
                        Row(each, keys, number)
                        for each, keys in zip(cells, keys_of(name, cells), strict=True)
                    ]
                    taken = {key for row in new for key in row.keys}
                    rows[name] = [row for row in rows[name] if not row.keys & taken] + new
            elif kind == "edit":
                name, key, origin, cells = rest
                rows[name] = [
                    Row(cells, row.keys, origin) if key in row.keys and row.origin == origin else row
                    for row in rows[name]
                ]
        return rows

    def there(self) -> set[str]:
        """The tables that some import brought which is not withdrawn."""
        imports = [d[1] for n, d in enumerate(self.done, 1) if d[0] == "import" and n not in self.withdrawn]
        return {name for tables in imports for name in tables}


def keys_of(name: str, rows: list[tuple[str, ...]]) -> list[frozenset[Any]]:
    if name == "enterprises":
        return [frozenset({row[0]}) for row in rows]
    if name == "registrations":
        return [frozenset({("p", row[0]), ("i", row[1])} - {("p", ""), ("i", "")}) for row in rows]
    return [frozenset({(row, rows[: at + 1].count(row))}) for at, row in enumerate(rows)]


def typed(name: str, rows: list[tuple[str, ...]]) -> Any:
    more = {"region_code": "620724"} if name == "enterprises" else {}
    return frame(name, *(dict(zip(SHOWN[name], row, strict=True)) | more for row in rows))


class Steps(RuleBasedStateMachine):
    """What may be done to a store, in any order."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store(type(self).make_url())
        self.model = Model([("import", {})])
        self.store.import_tables({"regions": REGIONS}, "li")
        self.past: dict[int, Any] = {}
        self.note(1)

    @classmethod
    def make_url(cls) -> str:
        raise AssertionError

    def teardown(self) -> None:
        assert self.store.verify() == ()
        assert self.store.verify_audit() == ()
        self.store.close()

    def note(self, number: int) -> None:
        """Remember what was known after a batch."""
        state = self.model.state()
        self.past[number] = {
            name: [row.cells for row in state[name]] for name in SHOWN if name in self.model.there()
        }

    @rule(
        firms=st.none() | FIRMS,
        people=st.none() | registered(),
        alerts=st.none() | ALERTS,
        replace=st.integers(0, 9),
    )
    def import_some(self, firms: Any, people: Any, alerts: Any, replace: int) -> None:
        given = {"enterprises": firms, "registrations": people, "declared_alerts": alerts}
        rows = {name: each for name, each in given.items() if each is not None}
        replaced = replace if replace in self.imports() else None
        if replaced:
            self.model.withdrawn.add(replaced)
            self.model.done.append(("withdrawal",))
            self.note(len(self.model.done))
        self.model.done.append(("import", rows))
        tables = {name: typed(name, rows[name]) for name in TABLES if name in rows}
        assert self.store.import_tables(tables, "li", replaces=replaced) == len(self.model.done)
        self.note(len(self.model.done))

    def imports(self) -> list[int]:
        """The imports that may be withdrawn; the places stay."""
        done = enumerate(self.model.done, 1)
        return [n for n, each in done if each[0] == "import" and n > 1 and n not in self.model.withdrawn]

    @precondition(lambda self: self.imports())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        batch = data.draw(st.sampled_from(self.imports()))
        self.model.withdrawn.add(batch)
        self.model.done.append(("withdrawal",))
        assert self.store.withdraw(batch, "wang", "a wrong file") == len(self.model.done)
        self.note(len(self.model.done))

    @precondition(lambda self: any(self.model.state()[name] for name in EDITED))
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        state = self.model.state()
        name, row = data.draw(st.sampled_from([(name, row) for name in EDITED for row in state[name]]))
        said = dict(zip(SHOWN[name], row.cells, strict=True))
        if name == "enterprises":
            key = {"enterprise_id": said["enterprise_id"]}
        else:
            by = data.draw(st.sampled_from([n for n in ("person_id", "id_number") if said[n]]))
            key = {by: said[by], "month": MONTH}
        value = data.draw(st.sampled_from("uvw").filter(lambda v: v != said[EDITED[name]]))
        version = self.store.row(name, key).version
        number = self.store.edit(name, key, {EDITED[name]: value}, version, "zhao")
        cells = tuple((said | {EDITED[name]: value}).values())
        self.model.done.append(("edit", name, next(iter(row.keys)), row.origin, cells))
        assert number == len(self.model.done)
        self.note(number)
        last = self.store.history(name, key)[-1]
        assert (last.batch, last.actor, last.changed) == (number, "zhao", (EDITED[name],))

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        for number in {len(self.model.done), random.choice(list(self.past))}:
            found = self.store.tables(as_of=number)
            shown = {
                name: [tuple(row) for row in texts(found[name], name)] for name in SHOWN if name in found
            }
            assert shown == self.past[number], number


def texts(table: Any, name: str) -> list[Any]:
    columns = table[list(SHOWN[name])]
    if "month" in columns:
        columns = columns.assign(month=[f"{m // 12}-{m % 12 + 1:02}" for m in columns["month"]])
    return columns.to_numpy().tolist()  # type: ignore[no-any-return]


def test_a_store_and_a_model_that_plays_everything_again_say_the_same(new_url):
    class StepsHere(Steps):
        @classmethod
        def make_url(cls) -> str:
            return new_url()

    run_state_machine_as_test(
        StepsHere,
        settings=settings(
            max_examples=10,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
