"""Places by code and by name: both must belong together, and where only the name stands the code is found by it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.tables.cells import plain

_WHOLE = frozenset({"全县", "全市", "全区", "全州", "全省", "全镇", "全乡"})


@dataclass(frozen=True)
class Places:
    """The codes and names of the places that the office has, and which place each lies in."""

    names: dict[str, str]
    parents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, regions: pd.DataFrame | None) -> "Places | None":
        """The places of a table of regions; None if there is none."""
        if regions is None or not len(regions):
            return None
        codes = [str(code) for code in regions["region_code"].tolist()]
        names = zip(codes, regions["region_name"].tolist(), strict=True)
        parents = zip(codes, regions["parent_code"].tolist(), strict=True)
        return cls(
            {code: str(name) for code, name in names if code},
            {code: str(above) for code, above in parents if code and above},
        )

    @cached_property
    def by_name(self) -> dict[str, tuple[str, ...]]:
        """The codes of each name, as it is compared."""
        found: dict[str, tuple[str, ...]] = {}
        for code, name in self.names.items():
            found[plain(name)] = (*found.get(plain(name), ()), code)
        return found

    def codes_of(self, name: str) -> tuple[str, ...]:
        """The codes that a name may mean: the very name, else one with or without 镇, 乡, 县 … or what lies above."""
        text = plain(name)
        if text in self.by_name:
            return self.by_name[text]
        return tuple(code for code, own in self.names.items() if is_same_name(text, plain(own)))

    def known_code(self, code: str) -> str:
        """A code as the regions have it: with or without the zeros that fill one up to nine or twelve digits."""
        if code in self.names or not code.isdigit():
            return code
        bare = code
        while len(bare) > 6 and bare.endswith("000") and len(bare) % 3 == 0:
            bare = bare[:-3]
            if bare in self.names:
                return bare
        forms: Iterable[str] = (code.ljust(length, "0") for length in (9, 12) if len(code) < length)
        return next((form for form in forms if form in self.names), code)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are of one place: the same but for its kind at the end, or for what lies above in front."""
    if one == other:
        return True
    if one in _WHOLE:
        return other.endswith(one[1:])
    return (
        _stem(one) == _stem(other)
        or (len(other) >= 3 and one.endswith(other))
        or (len(one) >= 3 and other.endswith(one))
    )


def _stem(name: str) -> str:
    """A name without the word for its kind."""
    for ending in ("街道办事处", "民族乡", "街道", "社区", "办事处", "镇", "乡", "县", "市", "区", "村"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name
