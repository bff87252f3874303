"""Whether a value can be said in a language at all: a sentence never holds words of the other one."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mercery.claims.sentence import How
from mercery.claims.vocabulary import COLOURS, MATERIALS, translated
from mercery.core.i18n import Lang, Words

HAN: Final = re.compile(r"[㐀-鿿]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{3,}")


def speaks(text: str, lang: Lang) -> bool:
    """Whether the text can stand in a sentence of the language. Names and codes in Latin letters can stand in a Chinese one."""
    if lang == "en":
        return not HAN.search(text)
    return bool(HAN.search(text)) or not any(word.islower() for word in _LATIN_WORD.findall(text))


def in_language(words: Words, lang: Lang) -> tuple[str, How]:
    """The value's words in the language, or known words for it (`computed`); empty where it cannot be said in it."""
    own = words.en if lang == "en" else words.zh
    if own and speaks(own, lang):
        return own.strip(), "holds"
    if lang == "zh":
        told = translated(Words(words.en), "zh") if words.en else ""
        if told and speaks(told, "zh"):
            return told, "holds"
        return "", "holds"
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
