"""Entries of the audit log in words: what was done, and with what. What has no words here is shown as it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.access import EVERYWHERE, rules
from dashboard.access.audit import read_scope
from dashboard.locale import Words
from dashboard.tables import TABLES

_BATCH = re.compile(r"batch (\d+)")
_ACCOUNT = re.compile(r"account (\S+)(.*)")
_PAGE = re.compile(r"(\w+) page(?:, (.+))?")
_ROW = re.compile(r"(\w+) row (\d+)")
_THING = re.compile(r"(region|event|enterprise|person|risk) (\S+)")
Names = Mapping[str, str]
"""The names of places by their codes; both are public."""


def actions(t: Words) -> dict[str, str]:
    """The words for what may be done: those of the roles, and those of the store and of sign-in."""
    of_roles = {name: t.label(label) for name, label in rules().actions.items()}
    return of_roles | {
        "refuse": t("refused"),
        "add": t("new row"),
        "withdraw": t("withdrawal"),
        "backup": t("backup"),
        "restore": t("restore"),
        "sign_in": t("sign-in"),
        "sign_out": t("sign-out"),
        "sign_in_failed": t("failed sign-in"),
        "sign_in_refused": t("refused sign-in"),
        "session_ended": t("session ended"),
        "session_timeout": t("session ran out"),
        "scenario_kept": t("scenario kept"),
        "scenario_withdrawn": t("scenario withdrawn"),
        "account_added": t("account added"),
        "account_changed": t("account changed"),
        "account_identity": t("account's identity set"),
        "account_disabled": t("account disabled"),
        "account_enabled": t("account enabled"),
        "account_locked": t("account locked"),
        "account_unlocked": t("account unlocked"),
        "password_set": t("password set"),
    }


def action_word(action: str, t: Words) -> str:
    """What was done."""
    return actions(t).get(action, action)


def object_words(thing: str, names: Names, t: Words) -> str:
    """What it was done with; the folder that it is under, if any, before it."""
    folder, slash, bare = thing.rpartition("/")
    told = _told(bare, names, t)
    return f"{folder}{t('; ')}{told}" if slash else told


def role_and_places(scope: str, names: Names, t: Words) -> tuple[str, str]:
    """The role, and the places by their names."""
    role, codes = read_scope(scope)
    found = rules().roles.get(role)
    places = t(", ").join(names.get(code, code) for code in codes)
    return (t.label(found.name) if found else role), t("All places") if EVERYWHERE in codes else places


def _told(thing: str, names: Names, t: Words) -> str:
    if thing in TABLES:
        return t.pick(TABLES[thing].label_zh, TABLES[thing].label_en)
    if found := _BATCH.fullmatch(thing):
        return t("batch {n}", n=found[1])
    if found := _ACCOUNT.fullmatch(thing):
        return t("account {name}", name=found[1]) + found[2]
    if (found := _ROW.fullmatch(thing)) and found[1] in TABLES:
        table = TABLES[found[1]]
        return t("{table}, row {n}", table=t.pick(table.label_zh, table.label_en), n=found[2])
    if found := _PAGE.fullmatch(thing):
        page = t("page {name}", name=_pages(t).get(found[1], found[1]))
        return f"{page}{t('; ')}{_told(found[2], names, t)}" if found[2] else page
    if found := _THING.fullmatch(thing):
        return _kind(found[1], found[2], names, t)
    return thing


def _kind(kind: str, code: str, names: Names, t: Words) -> str:
    match kind:
        case "region":
            return t("place {code}", code=f"{names[code]} {code}" if code in names else code)
        case "event":
            return t("event {code}", code=code)
        case "enterprise":
            return t("firm {code}", code=code)
        case "person":
            return t("person {code}", code=code)
        case _:
            return t("lead {code}", code=code)


def _pages(t: Words) -> dict[str, str]:
    """The titles of pages by their names in addresses; a page that is not among them is named as there."""
    return {
        "risk_map": t("Risk map"),
        "place": t("Place details"),
        "duties": t("Duties"),
        "event": t("Event"),
        "plans": t("Plans"),
        "scenarios": t("Scenarios"),
        "enterprises": t("Enterprises"),
        "enterprise": t("Firm"),
        "people": t("People"),
        "risks": t("Leads"),
        "regions": t("Key places"),
        "data": t("Data"),
        "access": t("Access"),
        "audit": t("Audit log"),
        "accounts": t("Accounts"),
    }
