"""Sizes in a query, and only such as the shop has: "size 38", "EU 38", "M", 38码. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from mercery.catalog.facets import Facet
from mercery.search.query.amounts import amounts

_SYSTEM: Final = r"(?:eu|eur|uk|us|fr|it|de|jp|cn|int)"
_NUMBER: Final = r"\d{1,3}(?:[.,]5|½)?"
_LETTERS: Final = r"(?:\d?x{1,4}[sl]|x{0,4}[sml]|xxs|one size|small|medium|large|extra large|extra small)"
_SAID: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:sizes?|sz)\s*:?\s*(?P<size>(?:{_SYSTEM}\s?)?{_NUMBER}|{_LETTERS})(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9])(?P<system>{_SYSTEM}\s?{_NUMBER})(?![A-Za-z0-9])"
    rf"|(?:尺码|尺寸|码数)\s*[:是为]?\s*(?P<after>{_NUMBER}|{_LETTERS})(?![A-Za-z0-9])(?:\s*[码号])?"
    rf"|(?<![A-Za-z0-9])(?P<before>{_NUMBER}|{_LETTERS})\s*(?:码|号)|(?P<zh>加大|特大|大|中|小)码",
    re.IGNORECASE,
)
_BARE_LETTERS: Final = re.compile(r"(?<![A-Za-z0-9'&.-])(?:X{0,4}[SL]|M|XXS|[2-5]XL)(?![A-Za-z0-9'&.-])")
_LOOSE_LETTERS: Final = re.compile(r"(?<![A-Za-z0-9'&.-])(?:x{1,4}[sl]|[2-5]xl)(?![A-Za-z0-9'&.-])", re.IGNORECASE)
_BARE_NUMBER: Final = re.compile(rf"(?<![A-Za-z0-9.,$€£¥-]){_NUMBER}(?![A-Za-z0-9.,%]|\s*[-x×*]\s*\d)")
_NAMES: Final = {
    "small": "s", "medium": "m", "large": "l", "extra large": "xl", "extra small": "xs", "小": "s", "中": "m", "大": "l",
    "加大": "xl", "特大": "xxl", "2xl": "xxl", "3xl": "xxxl",
}  # fmt: skip
_SYSTEM_FIRST: Final = re.compile(rf"{_SYSTEM}\s?(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Size:
    """A size asked for: the values of the shop that are it, and where it was said."""

    values: tuple[Facet, ...]
    start: int
    end: int


class Sizes:
    """The sizes of a shop by how they are written."""

    def __init__(self, facets: Iterable[Facet]) -> None:
        self._by: dict[str, dict[str, Facet]] = defaultdict(dict)
        for facet in facets:
            if is_size(facet.name):
                for text in (facet.label.en, facet.label.zh, facet.value):
                    if text:
                        self._by[_key(text)].setdefault(f"{facet.name}={facet.value}", facet)
                        self._by[_key(_SYSTEM_FIRST.sub("", text))].setdefault(f"{facet.name}={facet.value}", facet)

    def __bool__(self) -> bool:
        return bool(self._by)

    def read(self, same: str, free: Callable[[int, int], bool], is_name: Callable[[str], bool]) -> Size | None:
        """The first size the text asks for; `is_name`: whether a bare number stands in names of products."""
        for match in _SAID.finditer(same):
            size = next(one for one in match.groups() if one)
            if (found := self._found(size)) and free(*match.span()):
                return Size(found, *match.span())
        measured = [(one.start, one.end) for one in amounts(same)]
        for pattern in (_BARE_LETTERS, _LOOSE_LETTERS, _BARE_NUMBER):
            for match in pattern.finditer(same):
                clear = free(*match.span()) and same.strip() != match.group()
                clear = clear and all(end <= match.start() or match.end() <= start for start, end in measured)
                if clear and (found := self._found(match.group())) and not is_name(match.group().lower()):
                    return Size(found, *match.span())
        return None

    def _found(self, size: str) -> tuple[Facet, ...]:
        key = _key(size)
        values = self._by.get(key) or self._by.get(_key(_SYSTEM_FIRST.sub("", key)))
        names = {facet.name for facet in (values or {}).values()}
        first = next((name for name in ("size", *sorted(names)) if name in names), "")
        return tuple(facet for facet in (values or {}).values() if facet.name == first)


def is_size(name: str) -> bool:
    """Whether a facet of this name tells sizes."""
    return name == "size" or name.endswith(("_size", " size")) or name in ("尺码", "尺寸", "码数")


def _key(text: str) -> str:
    key = " ".join(text.lower().replace(",", ".").replace("½", ".5").split())
    return _NAMES.get(key, key.replace(" ", ""))
