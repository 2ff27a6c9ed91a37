"""The words of the application, per viewer: Chinese by default, English by a switch.

Messages are written in English in the source and translated in ``zh_CN.po``. A :class:`Words` belongs to one
viewer and is passed to whatever makes a sentence; there is no global language, since sessions share the process.
``qps`` is a pseudo-language that marks every translated message, so that a test finds what is not translated.
"""

from __future__ import annotations

import gettext
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard.locale.direction import isolated

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")
PSEUDO = "qps"
PSEUDO_MARKS = ("⟦", "⟧")
_CATALOGUES = {"zh": "zh_CN"}


def literal(text: str) -> str:
    """A name that cannot make itself bold, nor turn round the words beside it.

    Only a message's own ``**`` make bold: an unseen sign parts the others.
    """
    return re.sub(r"\*(?=\*)", "*\u2060", isolated(text))


def _literal_all(names: dict[str, Any]) -> dict[str, Any]:
    return {name: literal(value) if isinstance(value, str) else value for name, value in names.items()}


@dataclass(frozen=True)
class Words:
    """Translation for one viewer. ``words("{n} towns", n=3)`` translates, then fills in the names."""

    lang: str
    catalogue: gettext.NullTranslations

    def __call__(self, message: str, /, **names: Any) -> str:
        """A message in the viewer's language."""
        return self._mark(self.catalogue.gettext(message).format(**_literal_all(names)))

    def plural(self, one: str, many: str, number: float, /, **names: Any) -> str:
        """A message that depends on a number, given as ``n``."""
        filled = {"n": number} | _literal_all(names)
        return self._mark(self.catalogue.ngettext(one, many, int(number)).format(**filled))

    @property
    def is_chinese(self) -> bool:
        """Whether labels in data are shown in Chinese."""
        return self.lang == "zh"

    @property
    def space(self) -> str:
        """What stands between two sentences: nothing in Chinese."""
        return "" if self.lang == "zh" else " "

    def label(self, text: Any) -> str:
        """A label that data carries in both languages (``plans.Text``)."""
        return self.pick(str(text.zh), str(text.en))

    def pick(self, zh: str, en: str) -> str:
        """One of two labels."""
        return self._mark(zh if self.is_chinese else en)

    def _mark(self, text: str) -> str:
        return f"{PSEUDO_MARKS[0]}{text}{PSEUDO_MARKS[1]}" if self.lang == PSEUDO else text


@cache
def words(lang: str) -> Words:
    """The words of a language; an unknown language is Chinese."""
    name = _CATALOGUES.get(lang if lang in (*LANGUAGES, PSEUDO) else "zh")
    catalogue = gettext.NullTranslations()
    if name is not None:
        compiled = io.BytesIO()
        with (FOLDER / f"{name}.po").open("rb") as file:
            write_mo(compiled, read_po(file, locale=name))
        compiled.seek(0)
        catalogue = gettext.GNUTranslations(compiled)
    return Words(lang if lang in (*LANGUAGES, PSEUDO) else "zh", catalogue)
