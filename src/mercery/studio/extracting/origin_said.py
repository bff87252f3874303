"""Where a text says goods are made: "made in Italy", "意大利制造", "产自苏格兰"."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Words

_MADE: Final = r"(?:hand[- ]?made|made|crafted|handcrafted|woven|handwoven|knitted|produced|manufactured|sewn|assembled|distilled|blended)"
_ENGLISH: Final = re.compile(
    rf"\b(?i:{_MADE})(?: entirely| by hand| exclusively)? in (?:the )?(?P<place>[A-Z][\w'-]+(?:,? (?:and )?[A-Z][\w'-]+){{0,2}})"
)
_CHINESE_END: Final = "制造|生产|手工制作|制作|出品|原产|产(?![品地量能生])|织造|缝制"


@cache
def _places() -> dict[str, Words]:
    """How each place may be written, and how it is written by us."""
    found: dict[str, Words] = {}
    for line in (files("mercery.claims.lexicon") / "places.txt").read_text("utf-8").splitlines():
        if not line.startswith("place:"):
            continue
        english, _, chinese = line.partition("=")[2].partition(" / ")
        names = [name.strip() for name in english.split(",") if name.strip()]
        said = [name.strip() for name in chinese.split(",") if name.strip()]
        if names:
            proper = names[0].upper() if len(names[0]) <= 3 else names[0].title().replace(" Of ", " of ")
            words = Words(proper, said[0] if said else "")
            found |= {name.casefold(): words for name in (*names, *(one for one in said if len(one) > 1))}
    return found


@cache
def _chinese() -> re.Pattern[str]:
    names = "|".join(sorted((name for name in _places() if not name.isascii()), key=len, reverse=True))
    return re.compile(
        rf"(?:产地|原产地|原产国|制造地)(?:为|：|:)?\s*(?P<first>{names})|(?:产自|源自|来自)(?P<from>{names})(?=[，。；、]|$)|(?P<made>{names})(?:{_CHINESE_END})"
    )


def origin(text: str) -> tuple[Words, int, int, float] | None:
    """The place with its words, and how sure; None where the text names none."""
    found = _ENGLISH.search(text)
    if found:
        written = re.sub(r"['’]s$", "", found["place"])
        last = re.split(r",? (?:and )?", written)[-1]
        known = _places().get(written.casefold()) or _places().get(last.casefold())
        value = known if known and written.casefold() in (known.en.casefold(), last.casefold()) else Words(written)
        return value, found.start(), found.end(), 0.95 if known else 0.7
    chinese = _chinese().search(text)
    if chinese:
        name = chinese["first"] or chinese["from"] or chinese["made"]
        return _places()[name], chinese.start(), chinese.end(), 0.95
    return None
