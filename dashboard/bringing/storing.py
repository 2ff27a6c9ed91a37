"""An offer on its way into a store: held against what stands, passed by the gate, stored whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.access import Viewer
from dashboard.access.audit import NOBODY, clean, written_scope
from dashboard.access.importing import require_import, require_withdrawal
from dashboard.bringing.offer import Offer, Piece, offer_of
from dashboard.errors import AccessError, DataError

if TYPE_CHECKING:
    from dashboard.store import Batch, Store

_FOR_THE_GATE = ("regions", "people", "enterprises")
"""Tables that say whose a row is."""


def offered(store: Store, pieces: Sequence[Piece], extra: Iterable[str]) -> tuple[Offer, int]:
    """Files as one offer to a store, and the newest batch that they were held against."""
    names = {name for piece in pieces for name in piece.frames}
    known = store.version
    return offer_of(pieces, store.tables(known, extra, only=names)), known


def superseded(store: Store, offer: Offer) -> dict[int, int]:
    """How many standing rows of which batch an offer would supersede; none where its files contradict each other."""
    from dashboard.store.trials import superseded_by  # brings SQLAlchemy along

    return {} if offer.clashes else superseded_by(store, offer.frames)


def remember(store: Store, meanings: Mapping[str, Mapping[str, str]], who: Viewer) -> None:
    """Keep what headings mean, by office, in somebody's name."""
    from dashboard.store.names import remember_names

    for office, said in meanings.items():
        remember_names(store, office, said, actor_of(who), written_scope(who.role, who.scope))


def see_gate(store: Store, offer: Offer, writers: Iterable[Viewer]) -> None:
    """Let an offer pass, or refuse it; raises AccessError.

    It is what the files say that is judged: cells that only stay as they are were stored by somebody else's right.
    """
    standing: Mapping[str, pd.DataFrame] = {}
    viewers = list(writers)
    if not viewers:
        raise AccessError("import: nobody may store this")
    if not all(viewer.sees_everywhere for viewer in viewers):
        standing = store.tables(only={*_FOR_THE_GATE, *offer.said})
    for viewer in viewers:
        require_import(viewer, offer.said, standing)


def store_offer(store: Store, offer: Offer, writers: Sequence[Viewer], known: int) -> int:
    """Store an offer as one batch; its number.

    Args:
        store: where to.
        offer: the files, as :func:`offered` held them against what stands.
        writers: who does it, the one whose name counts first; each of them has to pass the gate.
        known: the newest batch that the offer was held against.

    Raises:
        AccessError: the gate refuses it.
        StaleImportError: somebody else stored a batch since.
        DataError: two files contradict each other, or the store refuses a row.
    """
    if offer.clashes:
        raise DataError("import: two files say different things about one row; take one of them out")
    see_gate(store, offer, writers)
    who = writers[0]
    return store.import_tables(
        offer.frames, actor_of(who), offer.files, known=known, scope=written_scope(who.role, who.scope)
    )


def withdraw(store: Store, batch: Batch, reason: str, writers: Sequence[Viewer]) -> int:
    """Take an import back; the number of the withdrawal.

    Raises:
        AccessError: the gate refuses it.
        DataError: no reason is given, or places of other rows would be gone.
        StoreError: it is no import, or is withdrawn already.
    """
    if not reason.strip():
        raise DataError("withdraw: found no reason; allowed: one line that says why")
    if not writers:
        raise AccessError("withdraw: nobody may take this back")
    for viewer in writers:
        require_withdrawal(viewer, batch.rows)
    who = writers[0]
    return store.withdraw(
        batch.number, actor_of(who), reason.strip(), scope=written_scope(who.role, who.scope)
    )


def actor_of(viewer: Viewer) -> str:
    """Under what name the store and its log have somebody."""
    return clean(viewer.name) or NOBODY


def earlier_imports(batches: Iterable[Batch], sha256: str) -> list[Batch]:
    """The imports, not withdrawn, that a file of this hash came with already."""
    return [
        each
        for each in batches
        if each.kind == "import" and each.withdrawn_by is None and sha256 in each.files.values()
    ]
