"""What the risk map's component is given: map, tiles, ranked table and changes, in the viewer's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.atlas import Sheet
from dashboard.plans.styles import Scheme
from dashboard.ui import address
from dashboard.ui.payloads import Data, badge, digit, ground, region_digit, region_digits
from dashboard.wording.changes import change_reason
from dashboard.wording.figures import month_abbreviated, month_short, sentence
from dashboard.wording.headlines import step_text
from dashboard.wording.teller import Teller

MOST_CHANGES = 12
"""Places listed of each kind of change; the title says how many there are."""
MOST_ROWS = 300
"""Rows of the ranked table: what a person can still read through."""
MOST_NAMED = 5
"""Places named in the map's caption that are not drawn."""


@dataclass(frozen=True)
class RiskView:
    """What is shown: the teller, the region in focus, the places of the level, their map and its address."""

    teller: Teller
    scheme: Scheme
    focus: int
    places: tuple[int, ...]
    sheet: Sheet | None
    geometry_url: str


def payload(view: RiskView, *, with_map: bool) -> Data:
    """Everything the component ``risk_view`` draws."""
    teller, t = view.teller, view.teller.t
    earlier = teller.before()
    ranked = rank(teller, view.places)
    return ground(teller, view.scheme) | {
        "map": map_data(view) if with_map else None,
        "tiles": _tiles(teller, earlier, view.places),
        "table": {
            "caption": t("Places by tier, {month}", month=teller.long_month()),
            "columns": {
                "place": t("Place"),
                "detected": t("Tier found"),
                "published": t("Published"),
                "reason": t("Main reason"),
                "distance": t("To next tier"),
                "judged": t("Judged"),
                "change": t("Since {month}", month=month_abbreviated(earlier.month, t, teller.month))
                if earlier
                else "—",
            },
            "rows": [_row(teller, earlier, region) for region in ranked[:MOST_ROWS]],
            "note": _left_out(teller, len(ranked)),
        },
        "changes": _changes(teller, earlier, view.places),
        "source": source_line(view),
    }


def _left_out(teller: Teller, places: int) -> str:
    """How many places the table leaves out, when a country has too many to list."""
    more = places - MOST_ROWS
    if more <= 0:
        return ""
    return teller.t.plural(
        "The {rows} at the highest tiers or nearest to one are listed; {n} more place is on the map.",
        "The {rows} at the highest tiers or nearest to one are listed; {n} more places are on the map.",
        more,
        rows=MOST_ROWS,
    )


def rank(teller: Teller, places: Sequence[int]) -> list[int]:
    """Places from the worst tier to normal, unknown before normal, normal ones by how near an edge is."""

    def key(region: int) -> tuple[int, float, int]:
        tier = teller.tier(region)
        if tier < 0:
            return 0, 0.0 if teller.applies(region) else 1.0, region
        if tier > 0:
            return -tier, 0.0 if teller.complete(region) else 1.0, region
        return 1, float(teller.figures.nearness[region]), region

    return sorted(places, key=key)


def map_data(view: RiskView) -> Data:
    """The painter's part: digits, notes and names in the order of the geometry."""
    teller, t, sheet = view.teller, view.teller.t, view.sheet
    if sheet is None or sheet.is_ground:
        return {
            "empty": t("No outlines fit these places. Name a boundary file in the data folder's MANIFEST.yaml."),
            "geometry_url": None, "digits": "", "published": None, "changed": None, "names": [], "short_names": [],
            "notes": [], "selected": None, "label": "", "caption": "", "legend": legend(teller), "failed": "",
        }  # fmt: skip
    regions = sheet.regions
    notes = [notes_of(teller, region) for region in regions]
    return {
        "geometry_url": view.geometry_url,
        "digits": region_digits(teller, regions),
        "published": "".join(digit(teller, _told_tier(teller, r)) for r in regions),
        "changed": None,
        "names": [teller.name(r) for r in regions],
        "short_names": [short_name(teller.name(r)) for r in regions],
        "notes": [long for long, _ in notes],
        "short_notes": [short for _, short in notes],
        "selected": None,
        "label": t("Map of tiers, {month}", month=teller.long_month()),
        "strings": {
            "separator": t(", "),
            "published": t("published {tier}", tier="{tier}"),
            "unplaced": t("Without room on the map:"),
            "more": t("and more in the table"),
            "between": t("; "),
        },
        "caption": caption(view),
        "empty": "",
        "failed": t("The map could not be loaded. Load the page again."),
        "legend": legend(teller),
    }


def _told_tier(teller: Teller, region: int) -> int:
    """The tier published; that found where none is, since its absence is told in a note."""
    return teller.declared(region) if teller.declared(region) >= 0 else teller.tier(region)


def legend(teller: Teller) -> list[Data]:
    """The tiers from the worst, normal, unknown, and what incomplete means."""
    t, plan = teller.t, teller.plan
    tiers = [
        {"digit": digit(teller, n), "text": f"{t.label(plan.tiers[n - 1].grade)} {teller.word(n)}"}
        for n in range(len(plan.tiers), 0, -1)
    ]
    return [
        *tiers,
        {"digit": digit(teller, 0), "text": teller.word(0)},
        {"digit": digit(teller, -1), "text": t("Unknown: cannot be judged")},
        {"digit": digit(teller, 0, complete=False), "text": t("Hatched, dashed: incomplete, may be worse")},
    ]


def caption(view: RiskView) -> str:
    """What kind of map it is, and what its fill means."""
    t, sheet = view.teller.t, view.sheet
    parts = [t("A schematic, not administrative boundaries.")] if sheet and sheet.is_schematic else []
    parts.append(t("Fill: the tier found; where another is published, the place says so."))
    if sheet and sheet.faults:
        names = t(", ").join(fault.region_name for fault in sheet.faults[:MOST_NAMED])
        parts.append(t("Not drawn, since code and name disagree with the map's file: {names}.", names=names))
    return t.space.join(parts)


def source_line(view: RiskView) -> str:
    """What the tiers and the outlines rest on, and which version of the data is shown."""
    teller, t, plan = view.teller, view.teller.t, view.teller.plan
    clauses = t("/").join(dict.fromkeys(rule.clause for rule in plan.rules))
    document = t.label(plan.source.document)
    if plan.source.issued_on is not None:
        document = t("{document} ({date})", document=document, date=plan.source.issued_on.isoformat())
    parts = [t("Tiers: {document}, {clause}.", document=document, clause=clauses)]
    if view.sheet:
        parts += [
            t("Outlines: {source}.", source=text.rstrip("。.")) for text in view.sheet.credits(t.is_chinese)
        ]
        if view.sheet.is_schematic:
            parts.append(
                t("Town areas are drawn from their seats: a schematic, not administrative boundaries.")
            )
        if view.sheet.points:
            said = view.sheet.points_source.rstrip("。.")
            verified = view.sheet.points_verified
            parts.append(
                t("Points: {source}.", source=said)
                if verified
                else t("Points: {source}; not verified.", source=said)
            )
    parts.append(t("Data version {version}.", version=teller.workspace.version))
    return t.space.join(parts)


def short_name(name: str) -> str:
    """A place's name for a narrow map."""
    return name[:-1] if len(name) > 2 and name[-1] in "镇乡县" else name


def notes_of(teller: Teller, region: int) -> tuple[str, str]:
    """The third line of a place's label, and a shorter one for narrow maps."""
    t, tier, declared = teller.t, teller.tier(region), teller.declared(region)
    if not teller.applies(region):
        return "", ""
    if tier < 0:
        text = t("no data for {month}", month=teller.short_month())
        return text, t("no data")
    parts = []
    if not teller.complete(region):
        parts.append(t("incomplete"))
    if tier > 0 and declared < 0:
        parts.append(t("not published"))
    elif declared >= 0 and declared != tier:
        parts.append(t("published {tier}", tier=teller.inline(declared)))
    # The shorter one is the alert's: hatch and dashes say incomplete already.
    return t(" · ").join(parts), parts[-1] if parts else ""


def _tiles(teller: Teller, earlier: Teller | None, places: Sequence[int]) -> list[Data]:
    t = teller.t
    tiles = []
    for tier in (*range(len(teller.plan.tiers), -1, -1), -1):
        count = sum(teller.tier(r) == tier for r in places)
        tile: Data = {"digit": digit(teller, tier), "count": str(count), "label": teller.word(tier)}
        if earlier:
            delta = count - sum(earlier.tier(r) == tier for r in places)
            tile["delta_label"] = t("on {month}", month=month_abbreviated(earlier.month, t, teller.month))
            tile["delta"] = "±0" if delta == 0 else f"{'+' if delta > 0 else '−'}{abs(delta)}"
        tiles.append(tile)
    return tiles


def _row(teller: Teller, earlier: Teller | None, region: int) -> Data:
    t, why = teller.t, teller.deciding(region)
    tier, declared = teller.tier(region), teller.declared(region)
    judged, applicable = teller.judged(region)
    complete = teller.complete(region)
    change, steps = step_text(teller, earlier, region) if earlier else ("—", 0)
    lost = earlier is not None and tier < 0 <= earlier.tier(region)
    same = declared > 0 or (declared == 0 and tier > 0)
    published_text = "" if same else (t("Not published") if tier > 0 else "—")
    distance = sentence(teller.distance(why)) if why and tier >= 0 else "—"
    code = teller.workspace.panel.codes[region]
    return {
        "code": code,
        "name": teller.name(region),
        "digit": region_digit(teller, region),
        "word": teller.word(tier),
        "incomplete": t("incomplete") if tier >= 0 and not complete else "",
        "published": badge(teller, declared) if same else None,
        "published_text": published_text,
        "published_strong": tier > 0 and not same,
        "reason": sentence(teller.main_reason(region)),
        "distance": distance,
        "judged": f"{judged}/{applicable}",
        "judged_strong": judged < applicable,
        "change": change,
        "change_strong": steps > 0 or lost,
        "narrow_note": t(" · ").join(
            part for part in (
                distance if distance != "—" else "",
                t("judged {n}/{all}", n=judged, all=applicable),
                published_text if published_text != "—" else "",
            ) if part
        ),
        "href": address.href("place", region=code),
    }  # fmt: skip


def _changes(teller: Teller, earlier: Teller | None, places: Sequence[int]) -> Data | None:
    """Which places moved since the month before, by direction."""
    if earlier is None:
        return None
    t = teller.t
    moved: dict[str, list[int]] = {"up": [], "down": [], "lost": [], "back": []}
    for region in rank(teller, places):
        now, then = teller.tier(region), earlier.tier(region)
        if now != then:
            moved["lost" if now < 0 else "back" if then < 0 else "up" if now > then else "down"].append(
                region
            )
    titles = {
        "up": t("Up {n}", n=len(moved["up"])),
        "down": t("Down {n}", n=len(moved["down"])),
        "lost": t("No data {n}", n=len(moved["lost"])),
        "back": t("Data again {n}", n=len(moved["back"])),
    }
    tiers = len(moved["up"]) + len(moved["down"])
    summary = [t.plural("{n} place changed its tier", "{n} places changed their tier", tiers)]
    if moved["lost"]:
        summary.append(t.plural("{n} place has no data", "{n} places have no data", len(moved["lost"])))
    month = month_short(earlier.month, t, teller.month)
    groups = [
        {"title": titles[kind], "items": [_change(teller, earlier, r) for r in regions[:MOST_CHANGES]]}
        for kind, regions in moved.items()
        if regions
    ]
    return {
        "title": t("Compared with {month}", month=month),
        "summary": t(", ").join(summary) if groups else t("no place changed its tier"),
        "groups": groups,
    }


def _change(teller: Teller, earlier: Teller, region: int) -> Data:
    return {
        "code": teller.workspace.panel.codes[region],
        "name": teller.name(region),
        "from": badge(earlier, earlier.tier(region), earlier.complete(region) or earlier.tier(region) < 0),
        "to": badge(teller, teller.tier(region), teller.complete(region) or teller.tier(region) < 0),
        "reason": sentence(change_reason(teller, earlier, region)),
    }
