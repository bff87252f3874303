"""The lists of `vocabulary.txt`, and where a text says one of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Lang, Words

_DENIED: Final = re.compile(
    r"(?:\b(?:no|not|without|never|isn't|non)[\s-]+(?:\w+\s){0,1}|(?:无|不|非|没有|免)[^，。；]{0,2})$", re.I
)
"""What stands before a value that a text denies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A value goods are often said to have."""

    attribute: str
    label: Words
    value: Words
    wordings: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """Every value of the lists."""
    return tuple(_read(files("mercery.studio.extracting").joinpath("vocabulary.txt").read_text("utf-8")))


def _read(text: str) -> Iterator[Kind]:
    name, label = "", Words("")
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            name, both = (part.strip() for part in line.strip("[]").split("=", 1))
            label = Words(*(part.strip() for part in both.split(" / ")))
        elif line and not line.startswith("#"):
            english, chinese = line.split(" / ")
            (en, en_forms), (zh, zh_forms) = (_side(side) for side in (english, chinese))
            yield Kind(attribute=name, label=label, value=Words(en, zh), wordings=(*en_forms, *zh_forms))


def _side(side: str) -> tuple[str, tuple[str, ...]]:
    value, forms = (part.strip() for part in side.split("=", 1))
    return value, tuple(form.strip() for form in forms.split(",") if form.strip())


@cache
def _finder() -> tuple[re.Pattern[str], dict[str, Kind]]:
    table = {form.casefold(): kind for kind in reversed(kinds()) for form in kind.wordings}
    forms = sorted(table, key=len, reverse=True)
    pieces = [
        rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" if form[0].isascii() else re.escape(form) for form in forms
    ]
    return re.compile("|".join(pieces), re.IGNORECASE), table


def said(text: str) -> Sequence[tuple[Kind, int, int]]:
    """Each value the text says, with its place; what it denies is left out."""
    pattern, table = _finder()
    return [
        (table[match[0].casefold()], match.start(), match.end())
        for match in pattern.finditer(text)
        if not denied(text, match.start())
    ]


def denied(text: str, start: int) -> bool:
    """Whether what begins at `start` is denied by the words before it."""
    return _DENIED.search(text[max(0, start - 16) : start]) is not None


def lang_of(text: str) -> Lang:
    """The language a text is written in, by its characters."""
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    return "zh" if chinese * 3 > sum(not sign.isspace() for sign in text) else "en"
