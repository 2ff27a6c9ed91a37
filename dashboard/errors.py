"""What can go wrong, as one tree.

::

    DeskError                     every fault this application raises on purpose
    ├── PlanError                 a plan file that cannot be used (all its faults at once)
    ├── DataError                 a data folder that cannot be used (all its faults at once)
    ├── NotFoundError             a name that is not there: plan, data folder, region, month
    │   └── OutsideError          a name that is there, outside the viewer's places; told like one that is not
    ├── AccessError               what the viewer may not see or do
    │   └── SignInError           what nobody sees without having signed in
    ├── AccountError              an account, password or sign-in that is not as it must be
    ├── StoreError                a store that cannot be opened, or a change to it that cannot be made
    │   ├── StaleEditError        an edit of a row that somebody else has changed in the meantime
    │   └── StaleImportError      an import that was looked at before somebody else stored a batch
    └── SettingsError             a setting, or another file that says how this desk is run, that cannot be used

Each carries ``faults``: lines for a person that say where, what was found, what is allowed and what to do. Only an
``AccessError`` says no more than that: a refusal must not tell what is there.
"""

from __future__ import annotations

from collections.abc import Iterable


class DeskError(Exception):
    """A fault with one clear line for each thing that is wrong."""

    def __init__(self, faults: str | Iterable[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


class PlanError(DeskError):
    """A plan file that cannot be used."""


class DataError(DeskError):
    """A data folder that cannot be used."""


class NotFoundError(DeskError):
    """A plan, data folder, region or month that is not there."""


class OutsideError(NotFoundError):
    """A name that is there, outside the viewer's places; it is told like one that is not there.

    ``thing`` is for the audit log alone: the kind of thing, and its code in the data, which names nobody.
    """

    def __init__(self, faults: str | Iterable[str], thing: str) -> None:
        super().__init__(faults)
        self.thing = thing


class AccessError(DeskError):
    """Something that the viewer may not see or do; it tells nothing of what is there."""


class SignInError(AccessError):
    """Something that nobody sees or does without having signed in; says why nobody is."""


class AccountError(DeskError):
    """An account, password or sign-in that is not as it must be."""


class StoreError(DeskError):
    """A store that cannot be opened, or a change to it that cannot be made."""


class StaleEditError(StoreError):
    """An edit of a row that somebody else has changed in the meantime."""


class StaleImportError(StoreError):
    """An import that was looked at before somebody else stored a batch; nothing of it is stored."""


class SettingsError(DeskError):
    """A setting that cannot be used."""
