"""Codes and figures become sentences, in the viewer's language, when they are shown; nothing here is kept."""
