"""The tables of a folder, and the look-ups that the rules are worded in: places, figures, events, firms."""

import re
from fractions import Fraction


class Folder:
    """The tables, the month and the mode, with the look-ups that the rules are worded in."""

    def __init__(self, tables, month, town_alerts):
        self.tables = tables
        self.month = month
        self.town_alerts = town_alerts
        self.regions = {row["region_code"]: row for row in tables["regions"]}
        self.indicators = {(row["region_code"], row["month"]): row for row in tables.get("indicators", [])}
        self.targets = {(row["region_code"], row["year"]): row for row in tables.get("targets", [])}
        self.enterprises = {row["enterprise_id"]: row for row in tables.get("enterprises", [])}
        self.answers = {}

    def has(self, table):
        return table in self.tables

    def towns_of(self, code):
        """The direct children of level town."""
        return [
            child
            for child, row in self.regions.items()
            if row.get("parent_code", "") == code and row["level"] == "town"
        ]

    def is_in(self, place, code):
        """Whether a place is the region itself or any region below it."""
        while place != "":
            if place == code:
                return True
            place = self.regions[place].get("parent_code", "")
        return False

    def indicator(self, code, month, column):
        return figure(self.indicators.get((code, month), {}), column)

    def target(self, code, column):
        return figure(self.targets.get((code, self.month[:4]), {}), column)

    def change(self, code, column, month, base_month):
        """Percentage change against an earlier month; None if a value is missing or the base is 0."""
        value = self.indicator(code, month, column)
        base = self.indicator(code, base_month, column)
        if value is None or base is None or base == 0:
            return None
        return rounded(100 * (value - base) / base)

    def events_of(self, code, kind):
        """Events of a kind that were done in the month, in the region or below it, in file order."""
        return [
            event
            for event in self.tables["events"]
            if event["kind"] == kind
            and event["date"][:7] == self.month
            and event.get("state", "") != "planned"
            and self.is_in(event["region_code"], code)
        ]

    def firm(self, event):
        """Its id, else the firm of exactly that name, else its name, else the event is its own firm."""
        if event.get("enterprise_id", "") != "":
            return ("id", event["enterprise_id"])
        name = event.get("enterprise_name", "")
        if name != "":
            for enterprise_id, row in self.enterprises.items():
                if row["enterprise_name"] == name:
                    return ("id", enterprise_id)
            return ("name", name)
        return ("event", event["event_id"])

    def industry(self, event):
        """The event's division, else its firm's, else the group of those without either."""
        if event.get("industry_code", "") != "":
            return division(event["industry_code"])
        known_by, name = self.firm(event)
        if known_by == "id" and name in self.enterprises:
            code = self.enterprises[name].get("industry_code", "")
            if code != "":
                return division(code)
        return "none"


def figure(row, column):
    """A cell as an exact number; None when it is blank or not there."""
    text = row.get(column, "").strip()
    return None if text == "" else Fraction(text)


def rounded(value):
    return round(Fraction(value), 6)


def earlier(month, months):
    year, number_in_year = int(month[:4]), int(month[5:])
    count = year * 12 + (number_in_year - 1) - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def division(code):
    """GB/T 4754 division: letters off the front, then two digits; else the code itself."""
    code = code.strip()
    digits = re.match(r"[A-Za-z]*([0-9]{2})", code)
    return digits.group(1) if digits else code.upper()
