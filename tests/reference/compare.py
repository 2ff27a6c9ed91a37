"""Two evaluate answers side by side: every difference as one readable line."""

from math import isclose

TOLERANCE = 2e-6


def differences(ours: dict, reference: dict) -> list[str]:
    """What differs, region by region and rule by rule; an empty list if the answers agree.

    Figures may differ by two millionths, as rounding does. Regions and rules have an order; duties have
    none, and are matched by what they say they are.
    """
    found = head(ours, reference)
    found += listed("region", ours.get("regions"), reference["regions"], "region_code", region)
    found += duties(ours.get("duties"), reference["duties"])
    return found


def head(ours: dict, reference: dict) -> list[str]:
    ours = {key: value for key, value in ours.items() if key not in ("regions", "duties")}
    reference = {key: value for key, value in reference.items() if key not in ("regions", "duties")}
    return same("answer", ours, reference)


def region(where: str, ours: dict, reference: dict) -> list[str]:
    ours_head = {key: value for key, value in ours.items() if key != "rules"}
    found = same(where, ours_head, {key: value for key, value in reference.items() if key != "rules"})
    return found + listed(f"{where}, rule", ours.get("rules"), reference["rules"], "rule", same)


def listed(where: str, ours: object, reference: list[dict], key: str, each) -> list[str]:
    """Objects under one key each, in one order; those that both sides have are compared."""
    if not isinstance(ours, list):
        return [f"{where}s: {ours!r} where a list was expected"]
    our_keys, reference_keys = [item.get(key) for item in ours], [item[key] for item in reference]
    found = []
    if our_keys != reference_keys:
        found.append(f"{where}s: ours are {our_keys}, the reference has {reference_keys}")
    for item in reference:
        mine = [other for other in ours if other.get(key) == item[key]]
        if len(mine) == 1:
            found += each(f"{where} {item[key]}", mine[0], item)
    return found


def duties(ours: object, reference: list[dict]) -> list[str]:
    if not isinstance(ours, list):
        return [f"duties: {ours!r} where a list was expected"]
    found = []
    for label in sorted({duty_label(duty) for duty in [*ours, *reference]}):
        mine = [duty for duty in ours if duty_label(duty) == label]
        theirs = [duty for duty in reference if duty_label(duty) == label]
        if len(mine) != len(theirs):
            found.append(f"{label}: ours {len(mine)} times, the reference {len(theirs)} times")
        else:
            for one, other in zip(mine, theirs, strict=True):
                found += same(label, one, other)
    return found


def duty_label(duty: dict) -> str:
    return f"duty {duty.get('duty')} of {duty.get('region_code')}, event {duty.get('event_id')}"


def same(where: str, ours: object, reference: object) -> list[str]:
    """Compare two values of any shape."""
    if isinstance(ours, dict) and isinstance(reference, dict):
        found = [f"{where}: no key {key!r} in ours" for key in reference if key not in ours]
        found += [f"{where}: key {key!r} is in ours only" for key in ours if key not in reference]
        for key in reference:
            if key in ours:
                found += same(f"{where}, {key}", ours[key], reference[key])
        return found
    if is_number(ours) and is_number(reference):
        agree = isclose(ours, reference, rel_tol=0, abs_tol=TOLERANCE)
    else:
        agree = type(ours) is type(reference) and ours == reference
    return [] if agree else [f"{where}: ours is {ours!r}, the reference says {reference!r}"]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
