"""A data folder in which everything that somebody can name tries to run, and a browser that notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, Page

from dashboard.tables.columns import Column
from tests.attack.folders import COUNTY, filled, full, rows_of, write_rows
from tests.browsing import watched_context
from tests.serving import ROOT

RUNS = """
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = (...told) => console.error(`A NAME RAN: ${name}(${told})`);
"""
"""In every frame: what the payloads call is an error in the console, and that is an error of the test."""
BROUGHT_IN = Path(__file__).with_name("brought_in.js").read_text(encoding="utf-8").partition("\n")[2]


def hostile(folder: Path, texts: tuple[str, ...]) -> Path:
    """The sample county with a town for each text, and these texts in every free cell, title and plan name.

    Each cell has a number as well, so that names stay apart.
    """
    full(folder, people=len(texts))
    places = rows_of(folder / "regions.csv")
    wanted = len(texts) - sum(row["level"] == "town" for row in places)
    places += [
        dict.fromkeys(places[0], "")
        | {"region_code": f"{COUNTY}{200 + n}000", "region_name": "x", "level": "town", "parent_code": COUNTY}
        for n in range(max(0, wanted))
    ]
    write_rows(folder / "regions.csv", places)
    numbers = count()

    def named(table: str, column: Column, cell: str, row: int) -> str:
        if table == "regions" and places[row]["level"] != "town":
            return cell
        return f"{texts[next(numbers) % len(texts)]} {row}"

    filled(folder, named)
    manifest = yaml.safe_load((folder / "MANIFEST.yaml").read_text(encoding="utf-8"))
    manifest["title"] = manifest["note"] = {
        "zh": " ".join(texts)[:2000],
        "en": " ".join(reversed(texts))[:2000],
    }
    plan = yaml.safe_load((ROOT / "dashboard" / "plans" / "gaotai-2021.yaml").read_text(encoding="utf-8"))
    (folder / "attack.yaml").write_text(
        yaml.safe_dump(_renamed(plan | {"id": "attack"}, texts, numbers), allow_unicode=True),
        encoding="utf-8",
    )
    manifest["plan"] = "attack.yaml"
    (folder / "MANIFEST.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True), encoding="utf-8")
    return folder


def _renamed(part: Any, texts: tuple[str, ...], numbers: Iterator[int]) -> Any:
    """A plan whose names in both languages are these texts."""
    if isinstance(part, dict):
        if set(part) == {"zh", "en"}:
            return {lang: texts[next(numbers) % len(texts)] for lang in part}
        return {key: _renamed(value, texts, numbers) for key, value in part.items()}
    return [_renamed(each, texts, numbers) for each in part] if isinstance(part, list) else part


@contextmanager
def watching(browser: Browser, origin: str) -> Iterator[Callable[[str], Page]]:
    """Opens addresses in one context; a call, a request elsewhere or any error is an error at the end."""
    with watched_context(browser, origin) as (context, watch):
        context.add_init_script(RUNS)
        page = context.new_page()
        page.on("dialog", lambda dialog: watch.errors.append(f"A NAME RAN: {dialog.message}"))

        def opened(path: str) -> Page:
            page.goto(path)
            return page

        yield opened
        assert not watch.complaints(), "\n".join(watch.complaints()[:20])


def nothing_stands_there(page: Page) -> None:
    """No element that a name brought in, in the page or in a frame of it."""
    for frame in page.frames:
        assert frame.evaluate(BROUGHT_IN) == [], page.url
