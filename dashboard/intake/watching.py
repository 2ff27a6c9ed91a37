"""How far the reading of a long file is, and the way to stop it from another thread."""

from dataclasses import dataclass, field
from threading import Event
from typing import Literal

Stage = Literal["waiting", "opening", "checking", "done"]


class CancelledError(Exception):
    """The reading was stopped by whoever asked for it.

    Exception
    └── CancelledError     nothing of the file is kept
    """


@dataclass
class Watch:
    """Follows the reading of one file; any thread may look at `stage` and `share` (0 to 1), and call `cancel`."""

    stage: Stage = "waiting"
    share: float = 0.0
    _cancelled: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Stop the reading; whoever reads gets a CancelledError within a moment."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody wants the reading stopped."""
        return self._cancelled.is_set()

    def at(self, stage: Stage, share: float) -> None:
        """Say how far the reading is.

        Raises:
            CancelledError: somebody wants it stopped.
        """
        if self.is_cancelled:
            raise CancelledError
        self.stage, self.share = stage, share
