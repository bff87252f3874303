"""The key under which searches that mean the same are counted together. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from mercery.search.words import EMPTY_WORDS, words


@lru_cache(maxsize=8_192)
def query_key(text: str) -> str:
    """The words of a query in their order, stemmed, without those that say nothing; empty for an empty query.

    "Leather totes", "leather tote" and "a leather tote, please" have one key.
    """
    said = words(unicodedata.normalize("NFKC", text))
    telling = [word for word in said if word.surface.lower() not in EMPTY_WORDS] or said
    if not telling:
        return " ".join(text.split()).lower()
    return " ".join(word.term for word in telling)
