"""Which region is which place: by code first, and never against its name.

Offices write one region's code with 6, 9 or 12 figures, the shorter one padded with zeros, and spreadsheets
eat leading zeros. Such codes are the same if nothing else could be meant. A code whose name says another
region is not matched but reported: two towns with their codes swapped would otherwise wear each other's
colour.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.boundaries import Boundaries

Region = tuple[str, str]

LEAST_PADDING = 2
CHINESE_KINDS = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "街道办事处", "街道", "地区", "林区", "特区",
    "省", "市", "县", "区", "旗", "盟", "镇", "乡", "苏木",
)  # fmt: skip
OTHER_KINDS = (
    "city and borough", "census area", "county", "parish", "borough", "municipality", "municipio", "city",
    "town", "township", "district", "region", "province", "state",
)  # fmt: skip
SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@dataclass(frozen=True)
class Mismatch:
    """A code that both sides know under different names; `named_place_code` is where the region's name stands."""

    region_code: str
    region_name: str
    place_code: str
    place_name: str
    named_place_code: str

    def __str__(self) -> str:
        """Return one line for a person."""
        elsewhere = f"; {self.region_name} has the code {self.named_place_code} there"
        return (
            f"{self.region_code} {self.region_name}: the boundary file calls it {self.place_name}"
            f"{elsewhere if self.named_place_code else ''}. Correct the code or the name."
        )


@dataclass(frozen=True)
class Match:
    """What belongs together and what does not. Only `matched` may be painted."""

    matched: Mapping[str, str]
    mismatches: tuple[Mismatch, ...]
    unmatched_regions: tuple[Region, ...]
    unmatched_places: tuple[Region, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every region has its place and every place its region."""
        return not (self.mismatches or self.unmatched_regions or self.unmatched_places)

    def place_codes(self, region_codes: Sequence[str]) -> list[str | None]:
        """Return for each region the code of its place, None where there is none."""
        return [self.matched.get(code) for code in region_codes]

    def faults(self) -> list[str]:
        """Return one line a region or place that found no partner."""
        lines = [str(mismatch) for mismatch in self.mismatches]
        lines += [f"{code} {name}: no place in the boundary file." for code, name in self.unmatched_regions]
        lines += [f"{code} {name}: a place without a region." for code, name in self.unmatched_places]
        return lines


def match(boundaries: Boundaries, regions: Sequence[Region]) -> Match:
    """Return which of the regions (code, name) is which place of the boundaries."""
    named = {place.code: place.name for place in boundaries.places}
    partner = _partners([code for code, _ in regions], boundaries.codes, dict(regions), named)
    matched: dict[str, str] = {}
    mismatches: list[Mismatch] = []
    for code, name in regions:
        place_code = partner.get(code)
        if place_code is None:
            continue
        if names_agree(name, named[place_code]):
            matched[code] = place_code
        else:
            elsewhere = [other for other, said in named.items() if names_agree(name, said)]
            twin = elsewhere[0] if len(elsewhere) == 1 else ""
            mismatches.append(Mismatch(code, name, place_code, named[place_code], twin))
    taken = set(partner.values())
    return Match(
        matched,
        tuple(mismatches),
        tuple((code, name) for code, name in regions if code not in partner),
        tuple((place.code, place.name) for place in boundaries.places if place.code not in taken),
    )


def _partners(
    regions: Sequence[str], places: Sequence[str], said: Mapping[str, str], named: Mapping[str, str]
) -> dict[str, str]:
    """Return for each region's code the place's code that is meant: the same, else the only one padded alike."""
    partner = {code: code for code in regions if code in named}
    free = [code for code in places if code not in partner]
    for same in (_padded, _without_leading_zeros):
        open_regions = [code for code in regions if code not in partner]
        taken = set(partner.values())
        open_places = [code for code in free if code not in taken]
        found = {
            region: [
                place
                for place in open_places
                if same(region, place) and (same is _padded or names_agree(said[region], named[place]))
            ]
            for region in open_regions
        }
        wanted = [place for candidates in found.values() for place in candidates]
        for region, candidates in found.items():
            if len(candidates) == 1 and wanted.count(candidates[0]) == 1:
                partner[region] = candidates[0]
    return partner


def _padded(one: str, other: str) -> bool:
    """Return whether the longer code is the shorter one with zeros behind: 620724 and 620724000000."""
    short, long = sorted((one, other), key=len)
    extra = len(long) - len(short)
    return bool(short) and extra >= LEAST_PADDING and long == short + "0" * extra


def _without_leading_zeros(one: str, other: str) -> bool:
    """Return whether a spreadsheet has eaten the zeros in front: 01001 and 1001."""
    return one.isdecimal() and other.isdecimal() and one.lstrip("0") == other.lstrip("0") != ""


def names_agree(one: str, other: str) -> bool:
    """Return whether two names can be the same region: 高台, 高台县; not 南阳市, 南阳县."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return True
    bare_first, bare_second = _bare(first), _bare(second)
    return bool(first) and bool(second) and (bare_first == second or first == bare_second)


def _plain(name: str) -> str:
    """Return a name without case, accents, points and short forms."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^\w\s]", " ", letters.replace("'", "").replace("’", "")).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def _bare(name: str) -> str:
    """Return a plain name without the word for what kind of region it is."""
    for kind in OTHER_KINDS:
        if name.endswith(" " + kind):
            return name[: -len(kind) - 1]
    for kind in CHINESE_KINDS:
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return name[: -len(kind)]
    return name
