"""The sample folders as the tests read them: rows of text, answers of the product, answers of the second reading."""

import csv
from functools import cache
from pathlib import Path

from dashboard.evaluate import evaluate_folder
from tests.reference.reading import evaluate as second_reading

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
PLAN = "gaotai-2021"
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@cache
def rows(folder: str, table: str) -> list[dict[str, str]]:
    with (SAMPLES / folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def tables(folder: str) -> dict[str, list[dict[str, str]]]:
    return {file.stem: rows(folder, file.stem) for file in sorted((SAMPLES / folder).glob("*.csv"))}


@cache
def answer(folder: str, month: str, town_alerts: str = "published") -> dict:
    return evaluate_folder(SAMPLES / folder, PLAN, month, town_alerts)


@cache
def reference(folder: str, month: str, town_alerts: str = "published") -> dict:
    return second_reading(tables(folder), month, town_alerts)


def places(folder: str, month: str, town_alerts: str = "published") -> dict[str, dict]:
    return {region["region_name"]: region for region in answer(folder, month, town_alerts)["regions"]}


def states(folder: str, month: str, town_alerts: str = "published") -> dict[str, str]:
    """Each place's tier in a word, with a star if it is incomplete."""
    return {
        name: region["tier"] + ("" if region["complete"] else "*")
        for name, region in places(folder, month, town_alerts).items()
    }


def rule(folder: str, month: str, place: str, rule_id: str) -> dict:
    return next(rule for rule in places(folder, month)[place]["rules"] if rule["rule"] == rule_id)


def unjudged(folder: str, month: str, place: str) -> set[str]:
    return {rule["rule"] for rule in places(folder, month)[place]["rules"] if rule["tier"] == "unknown"}


def is_credit_code(code: str) -> bool:
    """Eighteen characters of GB 32100 whose weighted sum, check character included, is a multiple of 31."""
    if len(code) != 18 or not set(code) <= set(CHARACTERS):
        return False
    weighted = sum(CHARACTERS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return (weighted + CHARACTERS.index(code[17])) % 31 == 0
