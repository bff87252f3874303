"""Whether a value can be said in a language at all: a sentence never holds words of the other one."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mercery.claims.sentence import How
from mercery.claims.vocabulary import ADJECTIVES, COLOURS, MATERIALS, translated
from mercery.claims.wording import lower_first
from mercery.core.i18n import Lang, Words

HAN: Final = re.compile(r"[㐀-鿿]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]*[a-z][A-Za-z]+")
"""A word, not a code (MP3, XL, 8GB)."""


def _short_code(text: str) -> bool:
    """What a shop writes as Chinese in a few Latin letters is an abbreviation (OL, A) or an amount (100mL)."""
    return len(text) <= 3 or (text[:1].isdigit() and len(text) <= 12 and " " not in text)


def speaks(text: str, lang: Lang, *, name: bool = False) -> bool:
    """Whether the text can stand in a sentence of the language. In a Chinese one names can stand in Latin letters, and codes."""
    if lang == "en":
        return not HAN.search(text)
    return bool(HAN.search(text)) or name or not _LATIN_WORD.search(text)


def in_language(words: Words, lang: Lang, *, name: bool = False) -> tuple[str, How]:
    """The value's words in the language, or known words for it (`computed`); empty where it cannot be said in it."""
    own = words.en if lang == "en" else words.zh
    if own and (speaks(own, lang, name=name) or (lang == "zh" and _short_code(own.strip()))):
        return own.strip(), "holds"
    if lang == "zh":
        told = translated(Words(words.en), "zh") if words.en else ""
        if told and speaks(told, "zh"):
            return told, "holds"
        return (words.en.strip(), "holds") if words.en and speaks(words.en, "zh", name=name) else ("", "holds")
    known = _english().get(words.zh.strip() or words.en.strip(), "")
    if known:
        return known, "computed"
    return (words.zh.strip(), "holds") if words.zh.strip() and speaks(words.zh, "en") else ("", "holds")


@cache
def _english() -> dict[str, str]:
    table: dict[str, str] = {}
    for source in (
        dict(COLOURS),
        {en: names for en, (_, names) in MATERIALS.items()},
    ):
        for en, names in source.items():
            for name in names:
                table.setdefault(name, en)
    return table


_COMMON_WORDS: Final = frozenset(
    word for table in (COLOURS, MATERIALS, ADJECTIVES) for name in table for word in (name, name.partition(" ")[0])
) | frozenset(
    [
        "solid",
        "striped",
        "plain",
        "printed",
        "checked",
        "floral",
        "small",
        "medium",
        "large",
        "regular",
        "light",
        "dark",
        "adjustable",
        "removable",
        "double",
        "single",
    ]
)


def common(text: str) -> str:
    """A catalogue's `Polyester` or `Dark Blue` in small letters, where every word of it is a common one; names stay as they are."""
    words = text.split()
    if words and lower_first(text) != text and all(word.lower() in _COMMON_WORDS for word in words):
        return text.lower()
    return text
