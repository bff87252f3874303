"""The first step: one form of the text, its language, and personal numbers made unreadable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mercery.assistant.turns import Normalised
from mercery.core.i18n import Lang
from mercery.core.personal_numbers import without_personal_numbers

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")


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
    """The text without numbers that lead to a person: e-mail addresses, telephone, card and bank account numbers,
    identity cards. Names and addresses stay, since where a parcel goes may be what is asked; before a model reads a
    text, `masking.masked` takes them out as well."""
    return without_personal_numbers(text)
