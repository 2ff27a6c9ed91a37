"""The buttons that take a table out; a file is made when one is pressed, for the viewer who was given the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard.access import EVERYWHERE, Viewer, allowed, rules
from dashboard.errors import AccessError
from dashboard.locale import Words
from dashboard.reports.export import MEDIA_TYPES, Form, Sheet, export
from dashboard.ui import loading, past
from dashboard.ui.signed_in import unchanged
from dashboard.workspace import Workspace

_LABELS: dict[Form, str] = {"csv": "CSV", "xlsx": "Excel"}


def export_buttons(
    workspace: Workspace, groups: tuple[str, ...], sheet: Callable[[], Sheet], name: str, t: Words
) -> None:
    """A button a form, for those whose role includes taking these groups out.

    Args:
        workspace: what the table is taken from, as its viewer sees it.
        groups: the field groups of the table.
        sheet: makes the table; called when a button is pressed.
        name: the file's name without its ending.
        t: the viewer's words.
    """
    buttons(workspace.viewer, groups, sheet, name, t)


def buttons(
    viewer: Viewer,
    groups: tuple[str, ...],
    sheet: Callable[[], Sheet],
    name: str,
    t: Words,
    forms: tuple[Form, ...] = ("csv", "xlsx"),
) -> None:
    """The same for a table that is of no workspace, and may come in fewer forms."""
    if not all(allowed(viewer, "export", group) for group in groups):
        return
    source = loading.source_name()
    sink = loading.audit(source)
    line = taken_by(viewer, t)

    made_for = unchanged()

    def made(form: Form) -> bytes:
        try:
            made_for()
        except AccessError:
            sink.write(viewer.name, viewer.role, viewer.scope, "refuse", f"export {name}.{form}", 0)
            raise
        return export(sheet(), form, viewer, sink, at=datetime.now().astimezone(), taken_by=line)

    with st.container(key="exports", horizontal=True, vertical_alignment="center"):
        for form in forms:
            st.download_button(
                t("Export as {form}", form=_LABELS[form]), data=partial(made, form), file_name=f"{name}.{form}",
                mime=MEDIA_TYPES[form], key=f"export_{form}", on_click="ignore", type="tertiary",
            )  # fmt: skip


def taken_by(viewer: Viewer, t: Words) -> str:
    """The line that says who took a file; ``{at}`` is filled in when it is made."""
    role = t.label(rules().roles[viewer.role].name)
    scope = t("All places") if EVERYWHERE in viewer.scope else t(", ").join(viewer.scope)
    who = viewer.name or t("not signed in")
    return t("Exported by {who} ({role}, {scope}) at {at}.", who=who, role=role, scope=scope, at="{at}")


def marks_of(workspace: Workspace, source: str, t: Words) -> list[str]:
    """The lines that go with every file: what it rests on, and whether it is made up."""
    is_made_up = workspace.is_synthetic
    first = [t("Synthetic data: every figure is made up.")] if is_made_up else []
    return [
        *first,
        t.label(workspace.title),
        *([past.told(workspace.past, t)] if workspace.past else []),
        source,
    ]
