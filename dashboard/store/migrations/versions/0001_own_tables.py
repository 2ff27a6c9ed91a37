"""The store's own tables, and an audit log that takes no change and no deletion."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REFUSAL = "the audit log is append-only"


def text_column(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    """A text that is always there."""
    return sa.Column(name, WORDS, primary_key=primary_key, nullable=False)


def number(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[int]:
    """A whole number."""
    return sa.Column(name, sa.Integer, primary_key=primary_key, nullable=nullable, autoincrement=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "store_head",
        number("id", primary_key=True),
        text_column("store_id"),
        number("batch"),
        text_column("at"),
        number("audit_seq"),
        text_column("audit_hash"),
        text_column("shape"),
        sa.CheckConstraint("id = 1", name="one_head"),
    )
    op.create_table(
        "store_batches",
        number("batch", primary_key=True),
        text_column("kind"),
        text_column("at"),
        text_column("actor"),
        text_column("reason"),
        number("withdraws", nullable=True),
        sa.Column("manifest", WORDS),
    )
    op.create_table(
        "store_files",
        number("batch", primary_key=True),
        text_column("name", primary_key=True),
        text_column("sha256"),
    )
    op.create_table(
        "store_counts",
        number("batch", primary_key=True),
        text_column("table_name", primary_key=True),
        number("earlier", primary_key=True),
        number("count"),
    )
    op.create_table(
        "store_audit",
        number("seq", primary_key=True),
        *(text_column(name) for name in ("at", "actor", "scope", "action", "object")),
        number("count"),
        text_column("previous"),
        text_column("hash"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER store_audit_no_{action.lower()} BEFORE {action} ON store_audit "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION store_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER store_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON store_audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION store_audit_refuse()"
        )
