"""A small made-up place with people and services, and what pandas says of a list of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from dashboard.registers.people_list import BASE
from dashboard.store.lists import Between, Blank, Contains, Derived, Has, Is, Not, Query, Related
from dashboard.store.lists_places import numbered
from dashboard.tables import columns as c
from tests.store.made import frame, rows


def services_of(people: pd.DataFrame, related: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """For each person the newest service and contact, and how many contacts there were."""
    given = related["services"]
    contacts = given[given["kind"] == "contact"]

    def last(rows: pd.DataFrame) -> pd.Series:
        days = rows.groupby("person_id")["date"].max().reindex(people["person_id"])
        return pd.Series(days.to_numpy().astype("datetime64[s]"), index=people.index)

    counts = people["person_id"].map(contacts["person_id"].value_counts()).fillna(0).astype(np.float64)
    return {"last_service_date": last(given), "last_contact_date": last(contacts), "contact_count": counts}


LIST = replace(
    BASE,
    filters=(*BASE.filters, "skills", "is_migrant", "scope_year"),
    derived=(
        Derived(c.date("last_service_date", "服务", "Last service", ""), ("services.date",)),
        Derived(c.date("last_contact_date", "联系", "Last contact", ""), ("services.kind", "services.date")),
        Derived(c.count("contact_count", "次数", "Contacts", ""), ("services.kind",), has_index=False),
    ),
    related=(Related("services", "person_id"),),
    derive=services_of,
)
"""The list of people with what a test can see through."""

REGIONS = rows(
    "regions",
    """\
region_code,region_name,level,parent_code
62,示例省,province,
6207,示例市,city,62
620724,示例县,county,6207
620724101,示例一镇,town,620724
620724102,示例二镇,town,620724
6208,又一市,city,62
620821,又一县,county,6208
""",
)
CODES = tuple(REGIONS["region_code"])
STATUSES = ("", "就业", "失业", "灵活就业")
GROUPS = ("高校毕业生", "失业人员", "农民工", "毕业")
NAMES = ("张三", "张三丰", "李四", "ＡＢ公司", "abc", "O'Neil%_")
SKILLS = ("", "电工", "焊工 电工", "a%b_c")
DAYS = ("", "2024-01-01", "2024-06-30", "1969-12-31")

PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "region_code": st.sampled_from(CODES),
        "groups": st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True).map(";".join),
        "status": st.sampled_from(STATUSES),
        "skills": st.sampled_from(SKILLS),
        "since": st.sampled_from(DAYS),
        "insured_months": st.sampled_from(("", "0", "3.5", "12")),
        "is_migrant": st.sampled_from(("true", "false")),
        "scope_year": st.sampled_from(("", "2016", "2018")),
    }
)
SERVICE = st.fixed_dictionaries(
    {
        "person_id": st.integers(0, 11).map("p{:03d}".format),
        "date": st.sampled_from(DAYS[1:]),
        "kind": st.sampled_from(("contact", "training", "job_offer")),
    }
)
CONDITION = st.one_of(
    st.lists(st.sampled_from(STATUSES), max_size=2).map(lambda found: Is("status", *found)),
    st.sampled_from(STATUSES).map(lambda found: Not(Is("status", found))),
    st.sampled_from((0.0, 3.5)).map(lambda found: Is("insured_months", found)),
    st.tuples(st.sampled_from((None, 0, 4)), st.sampled_from((None, 3.5, 12))).map(
        lambda ends: Between("insured_months", *ends)
    ),
    st.tuples(
        st.sampled_from((None, date(1969, 12, 31), date(2024, 1, 2))),
        st.sampled_from((None, date(2024, 1, 1))),
    ).map(lambda ends: Between("since", *ends)),
    st.just(Not(Between("since", date(2024, 1, 1), None))),
    st.sampled_from(("since", "skills", "scope_year", "is_migrant", "last_service_date")).map(Blank),
    st.sampled_from(
        (Not(Blank("since")), Is("is_migrant", True), Is("scope_year", 2016), Is("contact_count", 1))
    ),
    st.sampled_from(("电工", "%", "_", "a%b", "焊")).map(lambda found: Contains("skills", found)),
    st.lists(st.sampled_from((*GROUPS, "生")), max_size=2).map(lambda found: Has("groups", *found)),
    st.just(Not(Has("groups", "毕业"))),
    st.just(Between("last_contact_date", None, date(2024, 1, 1))),
)
SORTS = (
    *("", "status", "since", "insured_months", "is_migrant", "groups", "person_id", "scope_year"),
    *("contact_count", "last_service_date"),
)
QUERY = st.builds(
    Query,
    where=st.lists(CONDITION, max_size=3).map(tuple),
    search=st.sampled_from(("", "", "张", "ab", "'", "%", "p00", "p003", "三丰 ")),
    sort=st.sampled_from(SORTS),
    descending=st.booleans(),
    regions=st.sampled_from(((), (), ("6207",), ("620724101", "6208"), ("nowhere",))),
)
SCOPE = st.sampled_from(
    (
        None,
        None,
        frozenset[str](),
        frozenset({"6207"}),
        frozenset({"620724", "620724101", "620821"}),
        frozenset(CODES),
    )
)


def people(found: list[dict[str, str]]) -> pd.DataFrame:
    """Typed people with numbers for keys."""
    return frame("people", *({"person_id": f"p{n:03d}", **each} for n, each in enumerate(found)))


def services(found: list[dict[str, str]]) -> pd.DataFrame:
    """Typed services."""
    return frame("services", *found)


def reference(tables: dict[str, pd.DataFrame], query: Query, scope: frozenset[str] | None) -> pd.DataFrame:
    """The whole list by pandas, in its order, with the derived columns that the tests use."""
    listed = tables["people"].copy()
    given = tables["services"][tables["services"]["person_id"].isin(listed["person_id"])]
    listed["last_service_date"] = newest(given, listed)
    contacts = given[given["kind"] == "contact"]
    listed["last_contact_date"] = newest(contacts, listed)
    listed["contact_count"] = [float((contacts["person_id"] == key).sum()) for key in listed["person_id"]]
    regions = tables["regions"]
    runs = numbered(list(regions["region_code"]), list(regions["parent_code"]))
    listed["place"] = [runs[code][0] for code in listed["region_code"]]
    taken = pd.Series(True, index=listed.index)
    for codes in (scope, query.regions or None):
        if codes is not None:
            taken &= listed["region_code"].isin(below(regions, codes))
    for condition in query.where:
        taken &= takes(listed, condition)
    text = query.search.strip()
    if text:
        found = listed["person_id"].str.startswith(text)
        plain = listed["name"].str.normalize("NFKC").str.casefold()
        taken &= found | plain.str.contains(text.casefold(), regex=False)
    listed = listed[taken].sort_values("place", kind="stable")
    if query.descending:
        listed = listed[::-1]
    if query.sort:
        values = listed[query.sort]
        blank = is_blank(values)
        ordered = listed[~blank].sort_values(query.sort, kind="stable", ascending=not query.descending)
        blanks = listed[blank][::-1] if query.descending else listed[blank]
        listed = pd.concat([ordered, blanks])
    return listed.reset_index(drop=True)


def newest(given: pd.DataFrame, listed: pd.DataFrame) -> pd.Series[Any]:
    days = [given.loc[given["person_id"] == key, "date"].max() for key in listed["person_id"]]
    return pd.Series(days, index=listed.index, dtype="datetime64[s]")


def is_blank(values: pd.Series[Any]) -> pd.Series[bool]:
    return (values == "") if values.dtype == object else values.isna()


def takes(listed: pd.DataFrame, condition: Any) -> pd.Series[bool]:
    match condition:
        case Not():
            return ~takes(listed, condition.condition)
        case Is():
            return listed[condition.column].isin(condition.values)
        case Between():
            values, taken = listed[condition.column], ~is_blank(listed[condition.column])
            for end, is_in in ((condition.least, pd.Series.ge), (condition.most, pd.Series.le)):
                if end is not None:
                    taken &= is_in(values, pd.Timestamp(end) if isinstance(end, date) else end)
            return taken
        case Blank():
            return is_blank(listed[condition.column])
        case Contains():
            return listed[condition.column].str.contains(condition.text, regex=False)
        case _:
            wanted = set(condition.values)
            return listed[condition.column].map(lambda text: bool(wanted & set(text.split(";"))))


def below(regions: pd.DataFrame, codes: Any) -> set[str]:
    """Places and all below them."""
    found, new = set[str](), set(codes) & set(regions["region_code"])
    while new:
        found |= new
        new = set(regions.loc[regions["parent_code"].isin(new), "region_code"]) - found
    return found
