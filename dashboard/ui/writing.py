"""Who writes into a store from a page: whoever is signed in, within the role and places that they look with now.

A store without accounts that holds made-up data only may be written into by whoever has it open, as samples may be
looked at; that is on record as somebody who has not signed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.access import Viewer
from dashboard.errors import AccessError
from dashboard.locale import words
from dashboard.ui import address, signed_in, viewing
from dashboard.workspace import Workspace

if TYPE_CHECKING:
    from dashboard.store import Store


def writers(workspace: Workspace, store: Store) -> tuple[Viewer, ...]:
    """The viewers that a change has to pass the gate as, the one whose name it bears first.

    Raises:
        SignInError: nobody is signed in, and this store asks for it.
        AccessError: a past state is shown, which nobody changes.
    """
    from dashboard.accounts.keeping import all_accounts  # brings SQLAlchemy along

    t = words(address.language())
    if workspace.past is not None:
        raise AccessError(t("A past state is shown, which nobody changes. Go back to now first."))
    found = signed_in.session()
    if not isinstance(found, str):
        own = found.account.viewer
        return (own,) if workspace.viewer == own else (own, workspace.viewer)
    if all_accounts(store) or not viewing.is_made_up(workspace):
        raise signed_in.refusal(found)
    return (workspace.viewer,)
