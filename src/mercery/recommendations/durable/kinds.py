"""What a piece is by name, and how long one of its kind is usually enough. The kinds are data (`kinds.txt`). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

from mercery.core.i18n import Words

HowSure = Literal["exact", "likely", "guess"]
"""`exact`: name and category say the same. `likely`: one of them says it plainly. `guess`: it only stands somewhere."""
CONFIDENCE: Final[Mapping[HowSure, float]] = {"exact": 0.95, "likely": 0.8, "guess": 0.5}
_WORD_END: Final = r"(?:s|es)?(?![a-z0-9'’])"
_LEFT: Final = r"(?<![a-z0-9'’-])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of goods."""

    key: str
    broader: str
    """The kind it belongs to; itself where it stands at the top."""
    group: str
    """The kind of which one is enough: a tote is a bag, but earrings take no ring's place."""
    durable: bool | None
    """Whether one is enough for years; None: nobody can say without looking."""
    days: int | None
    """For how long one is enough, or after how many days it is used up."""
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a piece was understood as."""

    kind: Kind
    sure: HowSure
    word: str
    """The word it was told by."""


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: str
    end: int
    length: int
    word: str
    last: bool
    """Whether it is the end of the text."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its key."""
    found: dict[str, Kind] = {}
    for key, above, apart, span, english, chinese in _rows():
        durable, days = _span(span, found.get(above))
        found[key] = Kind(
            key=key,
            broader=found[above].broader if above else key,
            group=found[above].group if above and not apart else key,
            durable=durable,
            days=days,
            label=Words(english[0], chinese[0] if chinese else ""),
        )
    return found


def kind_named(title: Words, category: Iterable[Words] = ()) -> Named | None:
    """The kind a piece is of by its name and where it stands in the range; None where no word is known."""
    by_name = _best(title)
    steps = [hit for step in reversed(list(category)) if (hit := _best(step)) is not None]
    place = next((hit for hit in steps if hit.last), None)
    table = kinds()
    if by_name and by_name.last:
        agreed = any(table[one.kind].broader == table[by_name.kind].broader for one in steps)
        return Named(kind=table[by_name.kind], sure="exact" if agreed else "likely", word=by_name.word)
    if place is not None:
        agreed = by_name is not None and table[by_name.kind].broader == table[place.kind].broader
        told = by_name if agreed and by_name is not None else place
        return Named(kind=table[told.kind], sure="exact" if agreed else "likely", word=told.word)
    hit = by_name or next(iter(steps), None)
    return Named(kind=table[hit.kind], sure="guess", word=hit.word) if hit else None


@lru_cache(20_000)
def _best(text: Words) -> _Hit | None:
    """The name that ends last; of those the longest. Both languages are asked, the one that ends the text goes first."""
    hits = [hit for found in (_english(text.en.lower()), _chinese(text.zh or text.en)) if (hit := found) is not None]
    return max(hits, key=lambda hit: (hit.last, hit.length), default=None)


def _english(text: str) -> _Hit | None:
    best: _Hit | None = None
    trimmed = re.sub(r"[\s,.;:()]+$", "", text)
    for found in _english_names().finditer(trimmed):
        word = found[1]
        hit = _Hit(_by_name()[word], found.end(), len(word), word, found.end() == len(trimmed))
        best = hit if best is None or (hit.end, hit.length) > (best.end, best.length) else best
    return best


def _chinese(text: str) -> _Hit | None:
    plain = text.strip()
    best: _Hit | None = None
    for name, kind in _chinese_names():
        at = plain.rfind(name)
        if at >= 0:
            hit = _Hit(kind, at + len(name), len(name), name, at + len(name) == len(plain))
            best = hit if best is None or (hit.end, hit.length) > (best.end, best.length) else best
    return best


@cache
def _english_names() -> re.Pattern[str]:
    names = sorted(_by_name(), key=len, reverse=True)
    return re.compile(_LEFT + "(" + "|".join(re.escape(name) for name in names) + ")" + _WORD_END)


@cache
def _by_name() -> dict[str, str]:
    return {name: key for key, *_, english, _ in _rows() for name in english}


@cache
def _chinese_names() -> tuple[tuple[str, str], ...]:
    return tuple((name, key) for key, *_, chinese in _rows() for name in chinese)


@cache
def _rows() -> tuple[tuple[str, str, bool, str, tuple[str, ...], tuple[str, ...]], ...]:
    """Key, broader kind and whether it stands apart from it, how long, English and Chinese names."""
    found = []
    for line in (files("mercery.recommendations.durable") / "kinds.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, span, english, chinese = (part.strip() for part in line.split("|"))
        key, _, above = (part.strip() for part in head.partition("<"))
        apart = above.startswith("<")
        found.append((key, above.lstrip("< "), apart, span, _names(english.lower()), _names(chinese)))
    return tuple(found)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _span(text: str, above: Kind | None) -> tuple[bool | None, int | None]:
    if not text:
        return (above.durable, above.days) if above else (None, None)
    if text == "-":
        return None, None
    days, letter = text.split()
    return letter == "d", int(days)
