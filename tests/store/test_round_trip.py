"""What goes into a store comes out as the folder's reader gave it: columns, types, order and every bit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.errors import DataError
from dashboard.store import open_store
from dashboard.store.frames import dtype_of
from dashboard.store.schema import DATA, SYSTEM
from dashboard.tables import TABLES, read_folder
from tests.serving import ROOT
from tests.store.made import REGIONS, assert_same, firms, frame

SAMPLES = {"gaotai": "gaotai", "nanyang": "nanyang", "washington": "washington/data"}
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
EDGES = ["", " ", "\\N", "\t", "a\nb\r", '"', "'", "NULL", "=1+1", "𠮷", "\u2028", "0012"]
SECONDS = st.integers(-2_208_988_800, 4_133_980_799)
MANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_comes_out_as_it_was_read(store, sample):
    folder = read_folder(ROOT / "sample_data" / SAMPLES[sample])
    store.import_tables(folder.tables, "li", manifest=folder.manifest)
    assert_same(store.tables(), folder.tables)
    read = store.read()
    assert_same(read.tables, folder.tables)
    assert (read.manifest, read.is_synthetic) == (folder.manifest, folder.is_synthetic)
    assert read.faults == ()
    assert store.verify() == ()


def cells(column):
    kinds = {
        "float64": st.one_of(st.just(np.nan), st.floats(allow_nan=False, allow_infinity=False)),
        "int64": st.integers(22_800, 25_211),
        "bool": st.booleans(),
        "datetime64[s]": st.one_of(
            st.just(np.datetime64("NaT", "s")), SECONDS.map(lambda s: np.datetime64(s, "s"))
        ),
        "object": st.one_of(TEXTS, st.sampled_from(EDGES)),
    }
    return kinds[str(dtype_of(column))]


@st.composite
def tables(draw):
    """Any tables that no reader would refuse for their types: with unique keys, and places that are there."""
    made = {"regions": REGIONS}
    for name in draw(
        st.lists(st.sampled_from([n for n in TABLES if n != "regions"]), unique=True, max_size=3)
    ):
        table, count = TABLES[name], draw(st.integers(0, 5))
        values = {}
        for column in table.columns:
            codes = st.sampled_from(REGIONS["region_code"].tolist())
            some = codes if column.kind == "region" else cells(column)
            values[column.name] = draw(st.lists(some, min_size=count, max_size=count))
        for number, key in enumerate(table.keys):
            own = next((n for n in key if n not in ("region_code", "month", "year")), key[-1])
            values[own] = [24_000 + i if own in ("month", "year") else f"{number}-{i}" for i in range(count)]
        if table.takes_figures and draw(st.booleans()):
            values["our_own_pct"] = draw(st.lists(cells(table.columns[2]), min_size=count, max_size=count))
        dtypes = {column.name: dtype_of(column) for column in table.columns}
        made[name] = pd.DataFrame(
            {
                key: pd.Series(
                    np.array(value, dtype=dtypes.get(key, np.dtype("float64"))), dtype=dtypes.get(key)
                )
                for key, value in values.items()
            }
        )
    return made


def with_zeros_plain(made):
    """Minus nought is nought: no reader gives it, and no database keeps it."""
    return {
        name: table.assign(**{c: table[c] + 0.0 for c in table.columns if table[c].dtype == np.float64})
        for name, table in made.items()
    }


@MANY
@given(made=tables())
def test_any_typed_tables_come_out_as_they_went_in(new_url, made):
    store = open_store(new_url())
    store.import_tables(made, "li")
    found = store.tables(extra_columns=["our_own_pct"])
    wanted = with_zeros_plain(made)
    for name in ("indicators", "targets"):
        if name in wanted and "our_own_pct" not in wanted[name]:
            wanted[name] = wanted[name].assign(our_own_pct=np.full(len(wanted[name]), np.nan))
    assert_same(found, {name: wanted[name] for name in TABLES if name in wanted})
    assert store.verify() == ()
    store.close()


def test_figures_that_only_a_plan_knows_are_kept_and_given_when_asked_for(store):
    store.import_tables(
        {
            "regions": REGIONS,
            "indicators": frame(
                "indicators",
                {"region_code": "620724", "month": "2024-06"},
                {"region_code": "620724", "month": "2024-07"},
                our_own_pct=[12.5, np.nan],
            ),
        },
        "li",
    )
    assert "our_own_pct" not in store.tables()["indicators"]
    found = store.tables(extra_columns=["our_own_pct", "another_count"])["indicators"]
    assert found["our_own_pct"].tolist()[0] == 12.5
    assert found["our_own_pct"].isna().tolist() == [False, True]
    assert found["another_count"].isna().all()


def test_a_table_without_rows_is_there_and_one_that_never_came_is_not(store):
    store.import_tables({"regions": REGIONS, "enterprises": firms()}, "li")
    assert list(store.tables()) == ["regions", "enterprises"]
    assert len(store.tables()["enterprises"]) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.drop(columns="size_class"), "found no column size_class"),
        (lambda f: f.assign(employees_count=1), "column employees_count: found int64; allowed: float64"),
        (lambda f: f.assign(other="x"), "found the unknown column 'other'"),
        (lambda f: f.assign(employees_count=np.inf), "found an endless figure"),
        (
            lambda f: f.assign(liaison=pd.Series([None] * len(f), dtype=object)),
            "found a value that is no text",
        ),
        (lambda f: f.assign(liaison=pd.Series(["a\0b"] * len(f), dtype=object)), "found a NUL character"),
        (
            lambda f: f.assign(enterprise_id=pd.Series([""] * len(f), dtype=object)),
            "a row without enterprise_id",
        ),
        (lambda f: pd.concat([f, f], ignore_index=True), "found enterprise_id 'A' twice"),
        (
            lambda f: f.assign(region_code=pd.Series(["999"] * len(f), dtype=object)),
            "found '999'; allowed: a region",
        ),
    ],
)
def test_a_table_that_is_not_as_the_contract_has_it_is_refused_whole(store, change, words):
    with pytest.raises(DataError, match="enterprises") as refused:
        store.import_tables({"regions": REGIONS, "enterprises": change(firms(A="甲", B="乙"))}, "li")
    assert words in str(refused.value)
    assert store.version == 0
    assert store.tables() == {}


def test_an_identifier_in_a_refusal_is_masked(store):
    people = frame(
        "people",
        *[{"person_id": "p-00012345678", "region_code": "620724", "groups": "a", "name": "示例甲"}] * 2,
    )
    with pytest.raises(DataError) as refused:
        store.import_tables({"regions": REGIONS, "people": people}, "li")
    assert "p-00012345678" not in str(refused.value)
    assert "p-00*******78" in str(refused.value)


def test_no_column_of_the_contract_is_named_like_one_of_the_store():
    assert not [c.name for table in TABLES.values() for c in table.columns if c.name.startswith("row_")]
    assert not set(SYSTEM.tables) & set(DATA.tables)
    assert list(DATA.tables) == list(TABLES)
