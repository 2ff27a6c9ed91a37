"""How a command ends: 0 on an answer, 2 with one line a fault on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from dashboard.errors import DeskError
from dashboard.tables.masks import printable

P = ParamSpec("P")


def faults_to_exit_2(command: Callable[P, None]) -> Callable[P, None]:
    """Faults become lines on standard error and exit code 2, with nothing on standard output."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except DeskError as error:
            for fault in error.faults:
                click.echo(printable(fault), err=True)
            sys.exit(2)

    return run
