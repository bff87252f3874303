"""Long runs of words, so that no two pieces say the same at length."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Lang

LONGEST: Final = {"en": 12, "zh": 24}
"""Two pieces may share this many words (English) or characters (Chinese) in a row; not one more."""
_WORD: Final = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_SIGN: Final = re.compile(r"[^\W_]")


def units(text: str, lang: Lang) -> list[str]:
    """The words of an English text, the characters of a Chinese one, without stops."""
    return (_WORD if lang == "en" else _SIGN).findall(text.lower())


def runs(text: str, lang: Lang) -> frozenset[str]:
    """Every run one longer than two pieces may share."""
    return _runs(text, lang, LONGEST[lang] + 1)


def turns(text: str, lang: Lang) -> frozenset[str]:
    """Every short turn (three words, four characters): pieces share them, but not more than they have to."""
    return _runs(text, lang, 3 if lang == "en" else 4)


def worn(said: frozenset[str], lang: Lang) -> frozenset[str]:
    """The short turns the long runs begin with: nearly all of those the other pieces have."""
    if lang == "en":
        return frozenset(" ".join(run.split(" ", 3)[:3]) for run in said)
    return frozenset(run[:4] for run in said)


def _runs(text: str, lang: Lang, length: int) -> frozenset[str]:
    found = units(text, lang)
    between = " " if lang == "en" else ""
    return frozenset(between.join(found[start : start + length]) for start in range(len(found) - length + 1))
