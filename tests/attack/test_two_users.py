"""Two users, every page, every parameter of an address, every file: nothing of the one reaches the other.

Every row of every table carries the place that it belongs to in each of its free cells. What the server sends is
decoded to the last text, files of every button are opened, and places that are not the viewer's are looked for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.access import rules
from dashboard.access.masking import hide_inside
from dashboard.tables.columns import Column
from dashboard.tables.registry import TABLES
from dashboard.ui import address
from tests.access import sockets
from tests.access.test_nothing_leaves import fetched
from tests.attack.folders import FREE, KEPT, filled, full, places_of_rows, rows_of
from tests.attack.walking import PAGES, PARAMETERS, Taken, see
from tests.serving import Server, serve

ONE, OTHER = "620724103000", "620724104000"
MARK = re.compile(r"QQ(\d{12})QQ")
"""In every free cell: the place that its row belongs to."""
GIVEN = {
    "data": ("gaotai",), "plan": ("gaotai-2021", "gaotai-desk"), "month": ("2026-09", "2023-11"),
    "lang": ("en",), "town_alerts": ("detected",), "level": ("county", "village"), "map": ("zoom",),
    "reading": ("payout_80.orange",), "replay": ("1",), "compare": ("nanyang",), "plan_view": ("nanyang",),
}  # fmt: skip
"""Values of a parameter that are its own; every parameter also gets what the other user's rows are called by."""
ASKED = (*(name for name in PARAMETERS if name != "as"), "q")
"""Whose eyes (``as``) is who looks; what it may be is tests/pages/test_view_as.py's."""


class Marked(NamedTuple):
    """A server, and by place what its rows are called by: numbers of people, firms, events, whatever there is."""

    server: Server
    folder: Path
    names: dict[str, frozenset[str]]


def marked(folder: Path) -> dict[str, frozenset[str]]:
    """Fill a folder whose rows say where they belong; the identifiers of each place that no other place has."""
    full(folder, people=45)
    belongs: dict[str, list[str]] = {}
    for table, place, _ in places_of_rows(folder):
        belongs.setdefault(table, []).append(place)

    def told(table: str, column: Column, cell: str, row: int) -> str:
        if table == "regions":
            return cell  # names of places are public, and the choice of eyes on made-up data offers them all
        return f"{cell}QQ{belongs[table][row]:0>12}QQ" if belongs[table][row] else cell

    filled(folder, told)
    found: dict[str, set[str]] = {}
    for _, place, row in places_of_rows(folder):
        numbers = {
            v for k, v in row.items() if k.endswith(("_id", "id_number", "phone")) and len(v or "") >= 4
        }
        found.setdefault(place, set()).update(numbers)
    return {
        place: frozenset(numbers - set().union(*(other for p, other in found.items() if p != place)))
        for place, numbers in found.items()
    }


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marked]:
    home = tmp_path_factory.mktemp("two_users")
    names = marked(home / "gaotai")
    log = home / "server.log"
    with serve(log, {"DASHBOARD_DATA_FOLDERS": f'["{(home / "gaotai").as_posix()}"]'}) as server:
        yield Marked(server, home / "gaotai", names)
    text = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in text, text[-4000:]
    assert not MARK.search(text)


def values(parameter: str, names: frozenset[str]) -> tuple[str, ...]:
    """Values of a parameter: its own, the other place, and some of what the other's rows are called by."""
    theirs = sorted(names, key=lambda name: (len(name), name))
    some = [theirs[n * (len(theirs) - 1) // 5] for n in range(6)] if theirs else []
    return (*GIVEN.get(parameter, ()), OTHER, *some)


def read(file: Taken) -> str:
    """Every text of a file."""
    if not zipfile.is_zipfile(io.BytesIO(file.content)):
        return file.content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        return "\n".join(book.read(name).decode("utf-8", errors="replace") for name in book.namelist())


def strangers(told: str, own: str) -> set[str]:
    """Places other than the viewer's that some text carries."""
    return {place for place in MARK.findall(told) if place.lstrip("0") != own}


def check(county: Marked, eyes: str, page: str, query: dict[str, str], own: str) -> int:
    """Visit a page as someone of one place; how many marks of that place came, and none of another."""
    others = frozenset().union(*(names for place, names in county.names.items() if place not in ("", own)))
    _, _, sent, taken = see(county.server.url, eyes, page, query)
    told = "\n".join((sent, *map(read, taken), fetched(county.server.url, sockets.files_in(sent))))
    assert not strangers(told, own), (eyes, page, query)
    words = set(re.findall(r"[\w*-]{4,}", told.replace("\u2060", "").replace("\\", "")))
    came = {name for name in words & others if name not in query.values()}
    assert not came, (eyes, page, query, sorted(came)[:5])
    return len(MARK.findall(told))


@pytest.mark.parametrize("role", ["clerk", "workshop", "leader"])
def test_a_user_of_one_town_is_sent_nothing_of_another(county: Marked, role: str) -> None:
    seen = sum(check(county, f"{role}:{ONE}", page, {"month": "2026-10"}, ONE) for page in PAGES)
    assert bool(seen) == (role != "admin")  # a workshop sees of its own place what names nobody


@pytest.mark.parametrize("page", ["enterprises", "event", "people", "place", "scenarios"])
def test_no_parameter_leads_to_what_is_anothers(county: Marked, page: str) -> None:
    for number, parameter in enumerate(ASKED):
        some = values(parameter, county.names[OTHER])
        check(county, f"clerk:{ONE}", page, {parameter: some[(number + PAGES.index(page)) % len(some)]}, ONE)


@pytest.mark.proof
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", rules().roles)
@pytest.mark.parametrize(("own", "other"), [(ONE, OTHER), (OTHER, ONE)])
def test_every_parameter_with_all_that_names_the_other(
    county: Marked, role: str, own: str, other: str, page: str
) -> None:
    for parameter in ASKED:
        for value in values(parameter, county.names[other]):
            check(county, f"{role}:{own}", page, {parameter: value}, own)


def test_the_marks_would_be_found(county: Marked) -> None:
    event = next(
        row for table, place, row in places_of_rows(county.folder) if (table, place) == ("events", OTHER)
    )
    query = {"month": event["date"][:7]}
    told = "".join(see(county.server.url, f"clerk:{OTHER}", page, query).sent for page in ("place", "duties"))
    assert strangers(told, ONE)
    assert event["event_id"] in told


@pytest.mark.parametrize("page", ["enterprises", "people", "place", "risk_map", "risks"])
def test_two_users_at_once_share_no_cache(county: Marked, page: str) -> None:
    """The second opens a page right after the first, in the same process; then the first again."""
    for own in (ONE, OTHER, ONE):
        check(county, f"clerk:{own}", page, {"month": "2026-10"}, own)


def test_every_page_and_parameter_is_there() -> None:
    assert len(PAGES) == len(set(PAGES)) >= 7
    assert {*PARAMETERS} == {*address.SHARED, *address.OWN}


def test_every_free_cell_of_every_table_is_marked(tmp_path: Path) -> None:
    marked(tmp_path / "gaotai")
    for table in TABLES.values():
        free = [c.name for c in table.columns if c.kind in FREE and (table.name, c.name) not in KEPT]
        rows = rows_of(tmp_path / "gaotai" / f"{table.name}.csv")
        assert rows, table.name
        if free and table.name not in ("regions", "funds"):
            assert any(MARK.search(row[name]) for row in rows for name in free), table.name
    assert hide_inside("QQ620724103000QQ") == "QQ620724103000QQ"
