"""The letters by which a piece and its margin of facts find each other."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Lang

_LATIN: Final = "abcdefghijklmnopqrstuvwyz"
"""Without x, which marks what has no source."""
_CHINESE: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def key_of(index: int, lang: Lang) -> str:
    """The key of the fact at `index` (from 0) in a piece of that language."""
    letters = _CHINESE if lang == "zh" else _LATIN
    return letters[index] if index < len(letters) else str(index + 1)


def blocked_key(index: int, count: int, lang: Lang) -> str:
    """The key of the blocked sentence at `index` of `count`: a number only where there are several."""
    sign = "疑" if lang == "zh" else "x"
    return sign if count == 1 else f"{sign}{index + 1}"
