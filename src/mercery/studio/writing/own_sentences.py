"""Which sentences of the shop's own descriptions a piece may use: plain ones in its language that go on holding."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mercery.core.i18n import Lang
from mercery.studio.writing.topics import loud_words, unheld_words

_COMMON: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "with",
        "in",
        "for",
        "is",
        "are",
        "to",
        "that",
        "on",
        "it",
        "its",
        "at",
        "by",
        "from",
        "as",
        "has",
        "have",
        "be",
        "can",
        "this",
        "you",
        "your",
        "one",
        "two",
        "no",
        "not",
        "into",
        "under",
        "over",
    ]
)
_LONG: Final = 6
"""From so many words on, an English sentence holds common English words; else it is of another language, or of none."""


def usable(sentence: str, lang: Lang) -> bool:
    """Whether the sentence may be quoted in a piece: no question, no shouting, nothing of prices or stock, no other language."""
    low = sentence.lower()
    if re.search(r"[!?！？…]|https?:|www\.|@|#\w", low):
        return False
    if _pattern("loud", lang).search(low) or _pattern("unheld", lang).search(low):
        return False
    return _of_the_language(low, lang)


def sentences(text: str, lang: Lang) -> list[str]:
    """The sentences of a description a piece may use, in order; what leans on one that was left out is left out too."""
    if not _of_the_language(text.lower(), lang):
        return []
    kept: list[str] = []
    before = True
    for sentence in (one.strip() for one in _ENDS.split(text.strip())):
        good = bool(sentence) and usable(sentence, lang) and (before or not _LEANS.match(sentence))
        kept += [sentence] if good else []
        before = good
    return kept


_ENDS: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"'(])|(?<=[。！？])\s*|\n+")
_LEANS: Final = re.compile(
    r"(?:however|but|and|so|also|plus|then|thus|still|yet|that way|this way|instead|otherwise)\b|但|不过|而且|因此|所以|此外",
    re.I,
)


def _of_the_language(low: str, lang: Lang) -> bool:
    words = re.findall(r"[a-z'’-]+", low)
    return lang == "zh" or len(words) <= _LONG or sum(word in _COMMON for word in words) * 9 >= len(words)


@cache
def _pattern(kind: str, lang: Lang) -> re.Pattern[str]:
    words = loud_words(lang) if kind == "loud" else unheld_words(lang)
    both = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{both})(?![a-z])" if lang == "en" else both or r"(?!)")
