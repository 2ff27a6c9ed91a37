"""Everything that the server sends to a browser, searched for people: every role, every page, every query parameter.

A copy of the sample county is given people whose ID numbers, phones and names are known, in every table that can hold
any; it is served as a folder and from a store. Sessions are driven over the websocket; the files that pages name are
fetched too.
"""

from __future__ import annotations

import csv
import json
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError

import pytest

from dashboard.access import rules
from dashboard.store import open_store
from dashboard.tables import read_folder
from tests.access import sockets
from tests.attack.walking import PAGES
from tests.serving import ROOT, Server, serve

TOWN = "620724103000"
SHOWS_PLACES = tuple(
    page for page in PAGES if "with_workspace" in (ROOT / "pages" / f"{page}.py").read_text(encoding="utf-8")
)
"""Pages that show data of a folder."""
QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"region": TOWN},
    {"month": "2026-09", "town_alerts": "detected"},
    {"level": "county"},
    {"map": "zoom"},
    {"lang": "en"},
    {"plan": "gaotai-desk"},
    {"event": "V070"},
    {"reading": "payout_80.orange", "replay": "1"},
    {"region": "999999", "month": "1999-01"},
    {"data": "../people", "person": "r000001q", "q": "赵"},
    {"as_of": "1"},
    {"as_of": "2001-01-01"},
    {"log_action": "refuse", "log_actor": "-", "log_since": "2026-01-01", "log_page": "2"},
    {"data": "people", "region": TOWN},
    {"data": "people", "as_of": "1", "lang": "en"},
)


class Planted(NamedTuple):
    """A server on the folder with people, its log, and what must never be seen."""

    server: Server
    secrets: tuple[str, ...]
    person_ids: tuple[str, ...]


def person(number: int, place: str) -> dict[str, str]:
    return {
        "person_id": f"r{number:06d}q",
        "id_number": f"00010119900101{number:03d}X",
        "name": f"赵秘{chr(0x4E00 + 11 * number)}",
        "phone": f"1390000{number:04d}",
        "region_code": place,
        "groups": "长期失业",
        "health": "肢体残疾",
        "helper": f"钱密{chr(0x4E00 + 13 * number)}",
        "status": "失业",
    }


def plant(folder: Path, *, synthetic: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy the sample and add people; returns what must not be seen, and the numbers kept here."""
    shutil.copytree(ROOT / "sample_data" / "gaotai", folder)
    with (folder / "regions.csv").open(encoding="utf-8") as file:
        towns = [row["region_code"] for row in csv.DictReader(file) if row["level"] == "town"]
    people = [person(number, towns[number % len(towns)]) for number in range(1, 30)]
    numbers = [{"person_id": p["person_id"], "id_number": p["id_number"], "month": "2026-10"} for p in people]
    write(folder / "people.csv", people)
    write(
        folder / "services.csv",
        [{"person_id": p["person_id"], "date": "2026-10-05", "kind": "contact", "note": f"{p['name']} {p['phone']}"}
         for p in people],
    )  # fmt: skip
    write(folder / "registrations.csv", numbers)
    write(
        folder / "risks.csv",
        [{"risk_id": f"K{n}", "date": "2026-10-05", "region_code": p["region_code"], "source": "opinion",
          "description": f"{p['name']} {p['id_number']}", "owner": p["helper"]} for n, p in enumerate(people)],
    )  # fmt: skip
    with (folder / "enterprises.csv").open(encoding="utf-8") as file:
        firms = list(csv.DictReader(file))
    for firm, p in zip(firms, cycle(people), strict=False):
        firm["liaison"] = p["helper"]
        firm["enterprise_name"] += f" {p['phone']}"
    write(folder / "enterprises.csv", firms)
    manifest = (folder / "MANIFEST.yaml").read_text(encoding="utf-8")
    (folder / "MANIFEST.yaml").write_text(
        manifest.replace("synthetic: true", f"synthetic: {str(synthetic).lower()}", 1), encoding="utf-8"
    )
    secrets = tuple(p[key] for p in people for key in ("id_number", "phone", "name", "helper"))
    return secrets, tuple(p["person_id"] for p in people)


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    home = tmp_path_factory.mktemp("planted")
    secrets, ids = plant(home / "people", synthetic=True)
    plant(home / "real", synthetic=False)
    folders = json.dumps([str(home / "people"), str(home / "real")])
    log = home / "server.log"
    url = f"sqlite:///{home}/store.db"
    with closing(open_store(url)) as store:
        folder = read_folder(home / "people")
        store.import_tables(folder.tables, "li", folder.files, manifest=folder.manifest)
    with serve(log, {"DASHBOARD_DATA_FOLDERS": folders, "DASHBOARD_STORE_URL": url}) as server:
        yield Planted(server, secrets, ids)
    text = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in text, text[-4000:]
    assert not [secret for secret in secrets if secret in text]


def fetched(origin: str, names: set[str]) -> str:
    """The files of the server under these names, as text."""
    found = []
    for name in sorted(names):
        try:
            with urllib.request.urlopen(origin + name, timeout=20) as answer:
                found.append(answer.read().decode("utf-8", errors="replace"))
        except HTTPError as error:
            error.close()
    return "\n".join(found)


@pytest.mark.parametrize(
    "eyes",
    [
        *("analyst", "workshop", f"clerk:{TOWN}"),
        *(
            pytest.param(eyes, marks=pytest.mark.proof)
            for eyes in (*rules().roles, f"workshop:{TOWN}")
            if eyes not in ("analyst", "workshop")
        ),
    ],
)
def test_no_one_is_sent_anything_that_names_a_person(planted: Planted, eyes: str) -> None:
    shown = 0
    for query in QUERIES:
        # A session of its own: within one, the server only refers to what it has sent before.
        with sockets.session(planted.server.url) as viewer:
            elsewhere = ""
            for page in PAGES:
                sent = viewer.visit(page, **{"as": eyes}, **query)
                shown += sockets.page_found(sent)
                elsewhere += "" if page == "people" else sockets.texts(sent)
            told = sockets.texts(viewer.received)
        told += fetched(planted.server.url, sockets.files_in(told))
        assert not [secret for secret in planted.secrets if secret in told], (eyes, query)
        # What the address asks for stands in it; beyond that only the page of people has their random numbers.
        assert not [one for one in planted.person_ids if one in elsewhere and one not in query.values()], (
            eyes,
            query,
        )
    assert shown == len(QUERIES) * len(PAGES)


def test_the_search_would_find_them(planted: Planted) -> None:
    with sockets.session(planted.server.url) as viewer:
        told = sockets.texts(viewer.visit("place", region=TOWN, lang="en"))
    assert "巷道镇" in told
    # The phone that was planted in a firm's name is there, and masked (an unseen sign keeps stars from being bold).
    assert "139****0" in told.replace("\u2060", "")


@pytest.mark.parametrize(
    "page",
    [
        page if page in ("people", "risk_map") else pytest.param(page, marks=pytest.mark.proof)
        for page in PAGES
    ],
)
def test_people_who_could_be_real_are_shown_to_nobody_who_has_not_signed_in(
    planted: Planted, page: str
) -> None:
    for query in ({}, {"as": "clerk"}, {"as": f"clerk:{TOWN}"}, {"region": TOWN}):
        with sockets.session(planted.server.url) as viewer:
            told = sockets.texts(viewer.visit(page, data="real", lang="en", **query))
        for word in ("巷道镇", "示例", *planted.secrets, *planted.person_ids):
            assert word not in told
        if page in SHOWS_PLACES:
            assert "Only those who have signed in see this." in told
