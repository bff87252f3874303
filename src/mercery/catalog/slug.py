"""Readable addresses from names. Chinese and Cyrillic stay as they are: browsers show them, a romanisation would be a guess."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OUTSIDE = re.compile(r"[\W_]+")
_LONGEST = 120
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "&": " and "})


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Lower-case letters and digits of any script joined by hyphens; empty when there are none."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _OUTSIDE.sub("-", unicodedata.normalize("NFC", kept)).strip("-")[:_LONGEST].rstrip("-")


def category_handle(names: tuple[str, ...]) -> str:
    """The address of a category path: `bags/totes`."""
    return "/".join(slug(name) or "other" for name in names)
