"""What is known of words: the lexicon's surfaces, those a shop or its products have beside it, and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, Generic, TypeVar, overload

from mercery.claims.grammar.inflection import lemmas
from mercery.claims.lexicon import Forms, entries, everyday, idle, slots

PIECE: Final = re.compile(r"[a-z0-9]+(?:\.\d+)?|[\u3400-\u9fff]|\S")
"""One unit of a normalised text."""
_TEXTS_KEPT: Final = 1_000
"""Texts, some hundred bytes each, of which the form is known: a sentence is asked for in it by each of its readings."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Layered(Generic[V]):
    """What is told beside the lexicon, over what the lexicon tells, which all vocabularies share.

    A vocabulary is made for each sentence's facts; a copy of the lexicon is a megabyte of its own each time.
    """

    over: Mapping[Forms, V]
    under: Mapping[Forms, V]

    def __contains__(self, forms: Forms) -> bool:
        return forms in self.over or forms in self.under

    @overload
    def get(self, forms: Forms) -> V | None: ...
    @overload
    def get(self, forms: Forms, default: V) -> V: ...
    def get(self, forms: Forms, default: V | None = None) -> V | None:
        """What is told of a surface; `default` where nothing is."""
        found = self.over.get(forms)
        return self.under.get(forms, default) if found is None else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Surfaces with their senses and the products they may name."""

    senses: Layered[frozenset[str]]
    names: Mapping[Forms, frozenset[str]]
    exact: frozenset[Forms]
    reach: Layered[int]
    """How many units the longest surface has that begins with a unit."""
    pairs: Layered[int]
    """How many units the longest surface of three or more has that begins with two units."""
    numbered: re.Pattern[str] | None = None
    """Names with a number in them, which is then no amount: `Dawn 36`."""
    more: Mapping[Forms, frozenset[str]] = field(default_factory=dict)
    """Of the senses those that the lexicon does not have so."""
    begins: frozenset[str] = frozenset()
    """The first units of what it has beside the lexicon."""
    own_numbered: re.Pattern[str] | None = None
    """Of the names with a number those that the lexicon does not have."""

    def adds_to(self, text: str) -> bool:
        """Whether it may read a normalised text otherwise than the lexicon alone."""
        if self.begins.isdisjoint(_beginnings(text)):
            return self.own_numbered is not None and self.own_numbered.search(text) is not None
        return True


@lru_cache(maxsize=_TEXTS_KEPT)
def _beginnings(text: str) -> frozenset[str]:
    """The units of a text in all forms in which a surface may begin with them."""
    return frozenset(form for unit in PIECE.findall(text) for form in lemmas(unit))


def vocabulary(
    more: Mapping[Forms, frozenset[str]],
    names: Mapping[Forms, frozenset[str]],
    exact: Iterable[Forms],
    *,
    talk: bool = False,
    eased: bool = False,
) -> Vocabulary:
    """The lexicon with `more` surfaces, or other senses of them, and names; `talk`: with the everyday words of talk,
    `eased`: with the words that leave a proved claim as it is, and those of single slots."""
    known = _of_lexicon(talk=talk, eased=eased)
    if talk:
        more = {forms: keys | {"t:"} if forms in everyday() else keys for forms, keys in more.items()}
    added = [*more, *names]
    with_digits = {forms for forms in names if any(unit[0].isdigit() for unit in forms) and len(forms) > 1}
    with_digits |= {forms for forms in more if _has_digit(forms)}
    return Vocabulary(
        senses=Layered(more, known.senses),
        names=names,
        exact=frozenset(exact),
        reach=Layered(_longest(added, 1, known.reach), known.reach),
        pairs=Layered(_longest(added, 2, known.pairs), known.pairs),
        numbered=_numbered(with_digits | known.with_digits),
        more=more,
        begins=frozenset(forms[0] for forms in added if forms),
        own_numbered=_numbered(with_digits),
    )


def _numbered(surfaces: Iterable[Forms]) -> re.Pattern[str] | None:
    patterns = sorted(
        (r"[\s-]*".join(re.escape(unit) for unit in forms) for forms in surfaces), key=lambda one: (-len(one), one)
    )
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns)})(?![a-z0-9]|\.\d)") if patterns else None


@cache
def lexicon_words() -> Vocabulary:
    """The lexicon alone."""
    return vocabulary({}, {}, ())


@dataclass(frozen=True, slots=True)
class _OfLexicon:
    senses: Mapping[Forms, frozenset[str]]
    reach: Mapping[Forms, int]
    pairs: Mapping[Forms, int]
    with_digits: frozenset[Forms]


_NATURAL: Final[Mapping[str, str]] = {
    "k:have": "stock:in", "k:in": "stock:in", "k:left": "stock:left", "k:out": "stock:out", "k:nodate": "stock:nodate", "k:back": "stock:back",
    "k:price": "price:now", "k:was": "price:was", "k:save": "price:save", "k:just": "quant:only", "k:light": "n:", "k:later": "n:",
}  # fmt: skip
"""What a word of a slot, which the lexicon does not have, means to the other readings."""


@cache
def _of_lexicon(*, talk: bool, eased: bool) -> _OfLexicon:
    senses = dict(entries())
    for forms in idle() if eased else ():
        known = senses.get(forms, frozenset())
        if all(key in ("t:", "s:", "v:") for key in known):
            senses[forms] = known | {"n:"}
    for forms, keys in slots().items() if eased else ():
        senses[forms] = (senses.get(forms) or frozenset(_NATURAL[key] for key in keys if key in _NATURAL)) | keys
    for forms in everyday() if talk else ():
        senses[forms] = senses.get(forms, frozenset()) | {"t:"}
    with_digits = frozenset(forms for forms in senses if _has_digit(forms))
    return _OfLexicon(senses, _longest(senses, 1, {}), _longest(senses, 2, {}), with_digits)


def _longest(surfaces: Iterable[Forms], many: int, before: Mapping[Forms, int]) -> Mapping[Forms, int]:
    """How many units the longest surface has that begins with so `many` and goes on, where longer than before."""
    found: dict[Forms, int] = {}
    for forms in surfaces:
        first = forms[:many]
        if len(forms) > many and len(forms) > found.get(first, 0) and len(forms) > before.get(first, 0):
            found[first] = len(forms)
    return found


def _has_digit(forms: Forms) -> bool:
    return any(sign.isdigit() for unit in forms for sign in unit)
