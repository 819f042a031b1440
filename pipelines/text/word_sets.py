"""Word lists written as running text. Belongs here: the one helper that reads them. Not here: any list."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of ``text``, separated by any white space."""
    return frozenset(text.split())
