"""The first step: one form of the text, its language, and personal numbers made unreadable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mercery.assistant.turns import Normalised
from mercery.conversations.card_numbers import mask_cards
from mercery.core.i18n import Lang

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_PHONE: Final = re.compile(r"(?<![\d.,])(?:\+\d{1,3}[ -]?)?(?:\(?\d{1,4}\)?[ .-]?){2,6}\d{2,4}(?![\d.,]*\d)")


def normalise(text: str, hint: Lang | None = None) -> Normalised:
    """NFKC without control signs, language by script (`hint` decides where there is none), personal numbers masked."""
    plain = unicodedata.normalize("NFKC", text.replace("…", "...")).replace("’", "'").replace("‘", "'")
    plain = "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign)[0] != "C").strip()
    return Normalised(text=mask(plain), lang=language(plain, hint))


def language(text: str, hint: Lang | None = None) -> Lang:
    """Chinese when it carries the sentence, also with English names in it: `perfume开封了可以return吗`."""
    chinese, latin = len(_CHINESE.findall(text)), len(_LATIN_WORD.findall(text))
    if chinese == 0 and latin == 0:
        return hint or "en"
    if chinese and chinese >= latin * 0.6:
        return "zh"
    return "en" if latin else (hint or "en")


def mask(text: str) -> str:
    """The text with e-mail addresses, card numbers (by their check digit) and telephone numbers replaced."""
    text = mask_cards(_EMAIL.sub("[e-mail]", text))
    return _PHONE.sub(lambda match: "[phone number]" if _phone(match[0]) else match[0], text)


def _phone(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return 9 <= digits <= 15 and (text.startswith(("+", "0")) or digits == 11)
