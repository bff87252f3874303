"""Readable addresses from names. Chinese stays Chinese: browsers show it, and a romanisation would be a guess."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OUTSIDE = re.compile(r"[^0-9a-z\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+")
_LONGEST = 120
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "&": " and "})


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Lower-case letters, digits and Chinese characters joined by hyphens; empty when there are none."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _OUTSIDE.sub("-", unicodedata.normalize("NFC", kept)).strip("-")[:_LONGEST].rstrip("-")


def category_handle(names: tuple[str, ...]) -> str:
    """The address of a category path: `bags/totes`."""
    return "/".join(slug(name) or "other" for name in names)
