"""Names inside Streamlit's markdown."""

_SPECIAL = "\\`*_{}[]()#+-!|<>~$:"


def plain(text: str) -> str:
    """Text for ``st.markdown`` in which no name of a place or firm can act as markup."""
    return "".join(f"\\{c}" if c in _SPECIAL else c for c in text)
