"""docs/your-own-place.md followed to the letter: its commands and blocks make a folder that shows what it says."""

from pathlib import Path

import pytest

from dashboard.duty_counts import count_duties
from dashboard.evaluate import evaluate_folder
from dashboard.tables import read_folder
from dashboard.workspace import open_folder
from tests.tutorials import make_place, read

PAGE, BLOCKS, COMMANDS = (page := read("your-own-place.md")).text, page.blocks, page.commands


@pytest.fixture(scope="module")
def my_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the page makes, by its own commands."""
    return make_place(tmp_path_factory.mktemp("checkout"))


def test_the_page_names_every_step(my_place: Path):
    assert {path.name for path in my_place.iterdir()} == {
        *("regions.csv", "events.csv", "indicators.csv", "MANIFEST.yaml", "SOURCES.yaml"),
        *("washington_counties.geojson", "washington.yaml", "washington-desk.yaml"),
    }
    assert [command.split()[0] for command in COMMANDS].count("make") == 1


def test_the_profile_on_the_page_is_the_file(my_place: Path):
    def lines(text: str) -> list[str]:
        bare = (line.split("#")[0].strip() for line in text.splitlines())
        return [line for line in bare if line]

    assert lines(BLOCKS[2]) == lines((my_place / "washington-desk.yaml").read_text(encoding="utf-8"))


def test_ten_counties_stand_at_a_tier_in_november_2025_and_six_at_red(my_place: Path):
    answer = evaluate_folder(my_place, str(my_place / "washington-desk.yaml"), "2025-11")
    tiers = [region["tier"] for region in answer["regions"] if region["tier"] != "unknown"]
    assert (len(tiers), tiers.count("red")) == (10, 6)
    assert "normal" not in tiers


def test_the_folder_opens_under_its_own_desk_with_a_map(my_place: Path):
    space = open_folder(my_place)
    assert (space.brief.name, space.plan.id) == ("washington-desk", "washington")
    assert (space.is_borrowed("washington"), space.is_borrowed("pingdingshan-2022")) == (False, True)


def test_the_duties_with_a_missing_figure_are_as_many_as_the_page_says(my_place: Path):
    answer = count_duties(my_place, str(my_place / "washington-desk.yaml"))
    mass = [each["duty"] for each in answer["duties"]].index("mass_layoff")
    first = answer["regions"][0]
    assert f"`{first['due'][mass]}+{first['unknown'][mass]}?`" in PAGE


def test_the_table_on_the_page_is_what_the_notices_come_to(my_place: Path):
    tables = read_folder(my_place).tables
    events, names = tables["events"], tables["regions"].set_index("region_code")["region_name"]
    told = {}
    for line in PAGE[PAGE.index("| county | notices |") :].splitlines()[2:]:
        name, *figures = (cell.strip() for cell in line.strip("|").split("|"))
        told[name.removeprefix("no county named (state)") or "Washington"] = [int(n) for n in figures]
    people = events.groupby("region_code")["affected_count"]
    found = {
        names[code]: [len(of), *(int((of >= edge).sum()) for edge in (20, 50, 200)), int(of.isna().sum())]
        for code, of in people
    }
    assert told == found
    assert list(told.values()) == sorted(told.values(), key=lambda row: -row[0])
    silent = ", ".join(sorted(set(names) - set(found)))
    assert silent in PAGE
