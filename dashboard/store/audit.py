"""The audit log: who did what when, each entry bound to the one before by its hash, the head noted elsewhere.

An entry holds no personal data: an object is named by its table, batch or row number. The anchor is a file to which
the head is added after every commit; keep it where those who can write the store cannot write.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from dashboard.errors import StoreError
from dashboard.store.schema import AUDIT, HEAD
from dashboard.tables.masks import mask_inside, quoted

FIRST = "0" * 64
"""What the first entry follows."""

_ACTION = re.compile(r"[a-z][a-z_]{0,39}")
_LONGEST = 80
LONGEST_SCOPE = 2_000


@dataclass(frozen=True)
class Entry:
    """One line of the log; ``count`` is how many rows it concerned."""

    seq: int
    at: str
    actor: str
    scope: str
    action: str
    object: str
    count: int
    previous: str
    hash: str

    @property
    def right_hash(self) -> str:
        """The hash that the entry has if nothing in it was changed."""
        parts = [
            self.seq,
            self.at,
            self.actor,
            self.scope,
            self.action,
            self.object,
            self.count,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def checked_word(where: str, word: str, longest: int = _LONGEST) -> str:
    """A word that may stand in the log.

    Raises:
        StoreError: it is too long, breaks the line, or holds what looks like the number of a person or a firm.
    """
    if not word.isprintable() or len(word) > longest or mask_inside(word) != word:
        raise StoreError(
            f"{where}: found {quoted(mask_inside(word))}; allowed: one line of up to {longest} characters without "
            "the number of a person, a firm or a phone"
        )
    return word


def checked_actor(actor: str) -> str:
    """Who acts; raises StoreError for a name that may not stand in the log, or none."""
    if not actor.strip():
        raise StoreError("actor: found nothing; allowed: the name under which somebody signed in")
    return checked_word("actor", actor)


def made_entry(
    seq: int, previous: str, at: str, actor: str, action: str, thing: str, count: int, scope: str
) -> Entry:
    """The entry that follows another one; raises StoreError for words that may not stand in the log."""
    if not _ACTION.fullmatch(action):
        raise StoreError(
            f"audit action: found {quoted(mask_inside(action))}; allowed: a word in small letters"
        )
    words = (
        checked_actor(actor),
        checked_word("scope", scope, LONGEST_SCOPE),
        action,
        checked_word("object", thing),
    )
    bare = Entry(seq, at, *words, count, previous, "")
    return Entry(seq, at, *words, count, previous, bare.right_hash)


class Anchor:
    """The file that keeps the log's heads, one ``SEQ HASH`` a line; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def note(self, seq: int, digest: str) -> None:
        """Add a head, and wait until it is on the disk."""
        if self.path is None:
            return
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{seq} {digest}\n".encode())  # one write: lines of two writers do not mix
            os.fsync(file)
        finally:
            os.close(file)

    def heads(self) -> dict[int, str]:
        """The heads that were noted; a line that was cut off by a crash is none."""
        if self.path is None or not self.path.is_file():
            return {}
        found = {}
        for line in self.path.read_text(encoding="utf-8").splitlines(keepends=True):
            seq, _, digest = line.rstrip("\n").partition(" ")
            if line.endswith("\n") and seq.isdigit() and len(digest) == len(FIRST):
                found[int(seq)] = digest
        return found


def audit_faults(connection: Connection, noted: dict[int, str]) -> list[str]:
    """What is wrong with the log: an entry edited, deleted or moved, or the end cut off; no line if nothing is.

    Args:
        noted: hashes of entries that are kept elsewhere, by their number.
    """
    faults: list[str] = []
    previous, wanted = FIRST, 1
    lacking = dict(noted)
    for row in connection.execute(select(AUDIT).order_by(AUDIT.c.seq)):
        entry = Entry(*row)
        if entry.seq != wanted:
            faults.append(f"audit log: found entry {entry.seq} where {wanted} is due; entries were deleted")
        elif entry.previous != previous:
            faults.append(
                f"audit log: entry {entry.seq} does not follow {wanted - 1}; one was changed or moved"
            )
        if entry.hash != entry.right_hash:
            faults.append(f"audit log: entry {entry.seq} was changed after it was written")
        if lacking.pop(entry.seq, entry.hash) != entry.hash:
            faults.append(f"audit log: entry {entry.seq} is not the one that the anchor noted")
        previous, wanted = entry.hash, entry.seq + 1
    if lacking:
        last = max(lacking)
        faults.append(
            f"audit log: it ends at entry {wanted - 1}, the anchor noted {last}; the end was cut off"
        )
    head = connection.execute(select(HEAD.c.audit_seq, HEAD.c.audit_hash)).one()
    if (wanted - 1, previous) != tuple(head):
        faults.append(f"audit log: it ends at entry {wanted - 1}, the store's head says {head.audit_seq}")
    return faults
