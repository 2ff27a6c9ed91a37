"""The shape of a store: its own tables, and one for each table of the contract, made from its columns.

Every version of a row is kept. ``row_since`` is the batch that wrote it and ``row_until`` the batch that ended it
(``OPEN`` while it stands), so what was known after batch n are the rows with ``row_since <= n < row_until``.
``row_origin`` is the import that the row came with: an edit and a row brought back by a withdrawal keep it.
``row_position`` is the row's place in the order of the files. A table without a key of its own has ``row_key``.
Figures that only a plan knows are in ``row_more`` as JSON.

Texts sort by code point on both databases. Days and moments are seconds since 1970 as their clock shows them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Double,
    FromClause,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    false,
    text,
)
from sqlalchemy.schema import CreateIndex, CreateTable

from dashboard.tables import TABLES
from dashboard.tables import columns as contract
from dashboard.tables.table import Table as ContractTable

OPEN = 2**31 - 1
"""``row_until`` of a row that stands."""

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
SYSTEM = MetaData()
DATA = MetaData()
REFERENCES = {
    "people": ("household_id", "spouse_id", "enterprise_id"),
    "services": ("person_id",),
    "events": ("enterprise_id",),
    "risks": ("enterprise_id",),
    "layoff_plans": ("enterprise_id",),
}
"""Columns by which rows are looked up from the person or firm that they name, beside those that begin a key."""

HEAD = Table(
    "store_head",
    SYSTEM,
    Column("id", Integer, CheckConstraint("id = 1", name="one_head"), primary_key=True, autoincrement=False),
    Column("store_id", WORDS, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("audit_seq", Integer, nullable=False),
    Column("audit_hash", WORDS, nullable=False),
    Column("shape", WORDS, nullable=False),
)
BATCHES = Table(
    "store_batches",
    SYSTEM,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("kind", WORDS, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("actor", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    Column("withdraws", Integer),
    Column("manifest", WORDS),
)
FILES = Table(
    "store_files",
    SYSTEM,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("name", WORDS, primary_key=True),
    Column("sha256", WORDS, nullable=False),
)
COUNTS = Table(
    "store_counts",
    SYSTEM,
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("table_name", WORDS, primary_key=True),
    Column("earlier", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
"""Rows that a batch wrote (``earlier`` 0), and rows of each earlier batch that it ended."""

AUDIT = Table(
    "store_audit",
    SYSTEM,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", WORDS, nullable=False),
    Column("actor", WORDS, nullable=False),
    Column("scope", WORDS, nullable=False),
    Column("action", WORDS, nullable=False),
    Column("object", WORDS, nullable=False),
    Column("count", Integer, nullable=False),
    Column("previous", WORDS, nullable=False),
    Column("hash", WORDS, nullable=False),
)
ACCOUNTS = Table(
    "store_accounts",
    SYSTEM,
    Column("name", WORDS, primary_key=True),
    Column("role", WORDS, nullable=False),
    Column("scope", WORDS, nullable=False),
    Column("password", WORDS, nullable=False),
    Column("identity", WORDS, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("failed_tries", Integer, nullable=False),
    Column("locked_until", WORDS, nullable=False),
)
"""Who may sign in. ``scope`` are codes of places with blanks between them; ``password`` is a salted digest."""

SESSIONS = Table(
    "store_sessions",
    SYSTEM,
    Column("token_sha256", WORDS, primary_key=True),
    Column("account", WORDS, nullable=False),
    Column("way", WORDS, nullable=False),
    Column("began_at", WORDS, nullable=False),
    Column("seen_at", WORDS, nullable=False),
    Column("ended_at", WORDS, nullable=False),
    Column("ended_by", WORDS, nullable=False),
)
"""Who is signed in. An ended one stays until it would have run out, so that its cookie is known to be spent."""

SCENARIOS = Table(
    "store_scenarios",
    SYSTEM,
    Column("id", WORDS, primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("month", WORDS, nullable=False),
    Column("scenario", WORDS, nullable=False),
    Column("scope", WORDS, nullable=False),
    Column("actor", WORDS, nullable=False),
    Column("kept_at", WORDS, nullable=False),
    Column("withdrawn_at", WORDS, nullable=False),
)
"""Scenarios that were kept: what their files would say, as JSON, and the places of who kept them. None is removed."""

NAMES = Table(
    "store_names",
    SYSTEM,
    Column("office", WORDS, primary_key=True),
    Column("heading", WORDS, primary_key=True),
    Column("meaning", WORDS, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("actor", WORDS, nullable=False),
)
"""What the headings of an office mean, as somebody said by hand; an empty meaning is not to be taken."""


def keys_of(table: ContractTable) -> tuple[tuple[str, ...], ...]:
    """The columns that tell a table's rows apart; ``row_key`` where the contract names none."""
    return table.keys or (("row_key",),)


def filled(table: ContractTable, key: tuple[str, ...], source: FromClause) -> ColumnElement[bool] | None:
    """Which rows of a source have the whole key; None where all of them do."""
    optional = [name for name in key if name in table.by_name and not table.by_name[name].required]
    return and_(*(source.c[name] != "" for name in optional)) if optional else None


def stored_column(column: contract.Column) -> Column[object]:
    """A column of the contract as it is stored: blank texts are "", blank figures and days are null."""
    match column.kind:
        case "count" | "percent" | "number":
            return Column(column.name, Double)
        case "year" if not column.required:
            return Column(column.name, Double)
        case "month" | "year":
            return Column(column.name, Integer, nullable=False, server_default=text("0"))
        case "date" | "moment":
            return Column(column.name, BigInteger)
        case "yesno":
            return Column(column.name, Boolean, nullable=False, server_default=false())
        case _:
            return Column(column.name, WORDS, nullable=False, server_default="")


def _table(table: ContractTable) -> Table:
    """A table of the contract with the columns that say which batch a row is of."""
    made = Table(
        table.name,
        DATA,
        Column("row_id", ROW_ID, primary_key=True, autoincrement=False),
        Column("row_position", ROW_ID, nullable=False),
        Column("row_since", Integer, nullable=False),
        Column("row_until", Integer, nullable=False),
        Column("row_origin", Integer, nullable=False),
        *([] if table.keys else [Column("row_key", WORDS, nullable=False)]),
        *([Column("row_more", WORDS, nullable=False, server_default="")] if table.takes_figures else []),
        *(stored_column(column) for column in table.columns),
    )
    Index(f"{table.name}_by_position", made.c.row_until, made.c.row_position)
    for name in REFERENCES.get(table.name, ()):
        Index(f"{table.name}_by_{name}", made.c[name], made.c.row_until, **_only(made.c[name] != ""))
    for number, key in enumerate(keys_of(table), 1):
        where = filled(table, key, made)
        Index(
            f"{table.name}_by_key_{number}",
            *(made.c[name] for name in key),
            made.c.row_until,
            unique=True,
            **_only(where),
        )
    return made


def _only(where: ColumnElement[bool] | None) -> dict[str, Any]:
    """An index over these rows only, on both databases."""
    return {"sqlite_where": where, "postgresql_where": where}


STORED: dict[str, Table] = {name: _table(table) for name, table in TABLES.items()}
"""The stored tables by the names of the contract."""


def at_batch(table: Table, batch: int) -> ColumnElement[bool]:
    """The rows of a table that stood after a batch."""
    return and_(table.c.row_since <= batch, table.c.row_until > batch)


@cache
def shape() -> str:
    """A digest of the stored tables, so that a store tells at once whether it has to grow."""
    made = [str(CreateTable(table)) for table in (*SYSTEM.sorted_tables, *DATA.sorted_tables)]
    made += sorted(str(CreateIndex(index)) for table in DATA.sorted_tables for index in table.indexes)
    return hashlib.sha256("".join(made).encode()).hexdigest()[:16]
