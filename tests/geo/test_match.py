"""Regions and places: joined by code, held against the name, and whatever does not fit is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import shapely

from geo.boundaries import Boundaries
from geo.match import match, names_agree
from geo.places import Place
from geo.sources import Source

SOURCE = Source(source="made up", date="2024", map_approval="not required")


def _boundaries(*places: tuple[str, str]) -> Boundaries:
    return Boundaries(
        tuple(Place(code, name, shapely.box(n, 0, n + 1, 1)) for n, (code, name) in enumerate(places)), SOURCE
    )


def _towns(gaotai: Sequence[Place]) -> Boundaries:
    return Boundaries(tuple(gaotai), SOURCE)


def test_the_same_codes_and_names_match_completely(gaotai: list[Place]) -> None:
    found = match(_towns(gaotai), [(town.code, town.name) for town in gaotai])
    assert found.is_complete
    assert found.faults() == []
    assert found.place_codes([gaotai[3].code, "nowhere"]) == [gaotai[3].code, None]


def test_two_towns_with_their_names_swapped_are_both_reported_and_neither_is_matched(
    gaotai: list[Place],
) -> None:
    swap = {"合黎镇": "新坝镇", "新坝镇": "合黎镇"}
    found = match(_towns(gaotai), [(town.code, swap.get(town.name, town.name)) for town in gaotai])
    assert {(m.region_name, m.place_name) for m in found.mismatches} == set(swap.items())
    assert {m.named_place_code for m in found.mismatches} == {"620724104000", "620724106000"}
    assert set(found.matched) == {town.code for town in gaotai if town.name not in swap}
    assert "the boundary file calls it" in found.faults()[0]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("620724", "620724000000"),
        ("620724000000", "620724"),
        ("620724100", "620724100000"),
        ("6207", "620700"),
        ("62", "620000000000"),
    ],
)
def test_codes_that_differ_only_by_trailing_zeros_are_the_same(region: str, place: str) -> None:
    assert match(_boundaries((place, "高台县")), [(region, "高台县")]).matched == {region: place}


def test_an_exact_code_wins_over_a_padded_one() -> None:
    both = _boundaries(("6207", "张掖市"), ("620700", "张掖市"))
    found = match(both, [("6207", "张掖市")])
    assert found.matched == {"6207": "6207"}
    assert found.unmatched_places == (("620700", "张掖市"),)


def test_a_padded_code_that_could_be_two_places_is_not_guessed() -> None:
    found = match(_boundaries(("620724000", "高台县"), ("620724000000", "高台县")), [("620724", "高台县")])
    assert found.matched == {}
    assert found.unmatched_regions == (("620724", "高台县"),)


def test_padding_never_hides_a_wrong_name() -> None:
    found = match(_boundaries(("620724000000", "临泽县")), [("620724", "高台县")])
    assert [(m.region_name, m.place_name) for m in found.mismatches] == [("高台县", "临泽县")]


def test_one_figure_more_is_another_code() -> None:
    found = match(_boundaries(("53010", "Columbia")), [("5301", "Columbia")])
    assert found.matched == {}


def test_leading_zeros_that_a_spreadsheet_ate_are_given_back_if_the_name_agrees() -> None:
    alabama = _boundaries(("01001", "Autauga"), ("01003", "Baldwin"))
    found = match(alabama, [("1001", "Autauga County"), ("1003", "Mobile County")])
    assert found.matched == {"1001": "01001"}
    assert found.unmatched_regions == (("1003", "Mobile County"),)


def test_washingtons_counties_match_by_fips_with_or_without_the_word_county(washington: Boundaries) -> None:
    regions = [(place.code, f"{place.name} County") for place in washington.places]
    found = match(washington, regions)
    assert found.is_complete
    assert len(found.matched) == 39


def test_what_is_on_one_side_only_is_reported_on_that_side() -> None:
    found = match(_boundaries(("1", "North"), ("2", "South")), [("2", "South"), ("3", "East")])
    assert found.unmatched_regions == (("3", "East"),)
    assert found.unmatched_places == (("1", "North"),)
    assert found.faults() == [
        "3 East: no place in the boundary file.",
        "1 North: a place without a region.",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高台", "高台县"),
        ("King", "King County"),
        ("KING COUNTY", "King"),
        ("Doña Ana", "Dona Ana County"),
        ("St. Louis", "Saint Louis County"),
        ("Prince George's", "Prince Georges"),
        ("Orleans Parish", "Orleans"),
        ("城关镇 ", "城关镇"),
    ],
)
def test_names_agree_when_only_the_kind_of_region_or_the_spelling_differs(one: str, other: str) -> None:
    assert names_agree(one, other)
    assert names_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("合黎镇", "新坝镇"),
        ("南阳市", "南阳县"),
        ("Baltimore city", "Baltimore County"),
        ("", "King"),
        ("县", ""),
    ],
)
def test_names_of_different_regions_do_not_agree(one: str, other: str) -> None:
    assert not names_agree(one, other)
    assert not names_agree(other, one)
