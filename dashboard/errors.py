"""What can go wrong, as one tree.

::

    DeskError                     every fault this application raises on purpose
    ├── PlanError                 a plan file that cannot be used (all its faults at once)
    ├── DataError                 a data folder that cannot be used (all its faults at once)
    ├── NotFoundError             a name that is not there: plan, data folder, region, month
    ├── AccessError               what the viewer may not see or do
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


class AccessError(DeskError):
    """Something that the viewer may not see or do; it tells nothing of what is there."""


class SettingsError(DeskError):
    """A setting that cannot be used."""
