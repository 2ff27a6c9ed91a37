"""Names inside Streamlit's markdown."""

import re
import string

from dashboard.locale.direction import isolated

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation})
_LINE_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What Streamlit looks for once the markup has been read, where no backslash helps: addresses, :signs: and arrows.
_MADE_AFTERWARDS = re.compile(
    r"https?:(?=//)|www(?=\.)|@(?=[\w-])|:(?=[\w+/-]+:)|(?<!\S)[-<>~](?=(?:-|=|->|>)(?!\S))", re.IGNORECASE
)


def plain(text: str) -> str:
    """Text for ``st.markdown`` in which no name of a place or firm can act as markup, or as a link.

    It stays on one line and in its own direction; an unseen sign parts what would become a link, a sign or an arrow.
    """
    one_line = _LINE_ENDS.sub(" ", isolated(text)).strip()
    return _MADE_AFTERWARDS.sub("\\g<0>\u2060", one_line).translate(_ESCAPED)
