"""From a sentence to tokens: amounts, words of the lexicon with their senses, names, and words nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.amounts import amounts
from mercery.claims.grammar.inflection import lemmas
from mercery.claims.grammar.vocabulary import PIECE, Vocabulary
from mercery.claims.lexicon import Forms


@lru_cache(maxsize=8192)
def _kinds_of(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key.partition(":")[0] for key in keys)


@lru_cache(maxsize=8192)
def _senses_of(keys: frozenset[str], kind: str) -> tuple[str, ...]:
    return tuple(sorted(key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")))


@dataclass(slots=True)
class Token:
    """One token. `keys` are the senses of its surface; `by` says which claim accounts for it."""

    text: str
    keys: frozenset[str] = frozenset()
    amount: Amount | None = None
    names: frozenset[str] = frozenset()
    """Products this may name."""
    exact: bool = False
    """The name contains a word that is nothing but a name."""
    punctuation: bool = False
    segment: int = 0
    sentence: int = 0
    by: str = ""
    refers: tuple[str, ...] = ()
    """The products it was found to mean."""

    def is_a(self, *kinds: str) -> bool:
        """Whether one of its senses is of one of the kinds."""
        return not _kinds_of(self.keys).isdisjoint(kinds)

    def has(self, *keys: str) -> bool:
        """Whether one of the keys is among its senses."""
        return not self.keys.isdisjoint(keys)

    def of(self, kind: str) -> list[str]:
        """What its senses of a kind say, in one order whatever the run."""
        return list(_senses_of(self.keys, kind))


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start: int
    amount: Amount | None = None


def tokens(text: str, words: Vocabulary, *, year: int) -> list[Token]:
    """The tokens of a sentence in order."""
    units = _units(text, words, year)
    best = _best(units, words)
    found: list[Token] = []
    place = 0
    while place < len(units):
        end = best[place]
        found.append(_token(units[place:end], words))
        place = end
    _number_segments(found)
    return found


def _units(text: str, words: Vocabulary, year: int) -> list[_Unit]:
    named = [match.span() for match in words.numbered.finditer(text)] if words.numbered else []
    found = [one for one in amounts(text, year) if not any(one.start < end and start < one.end for start, end in named)]
    units = [_Unit(text[one.start : one.end], one.start, one) for one in found]
    inside = [False] * (len(text) + 1)
    for one in found:
        inside[one.start : one.end] = [True] * (one.end - one.start)
    units += [
        _Unit(match[0], match.start())
        for match in PIECE.finditer(text)
        if not inside[match.start()] and match[0] != "-"
    ]
    return sorted(units, key=lambda unit: unit.start)


_LONGEST: Final = 14


def _best(units: Sequence[_Unit], words: Vocabulary) -> list[int]:
    """For each place the end of the token that starts there: fewest unknown units, then fewest tokens."""
    size = len(units)
    texts = [unit.text for unit in units]
    known = [unit.amount is not None or _punctuation(unit.text) for unit in units]
    parts = [one and (unit.amount is not None or unit.text != "&") for one, unit in zip(known, units, strict=True)]
    cost: list[tuple[int, int]] = [(0, 0)] * (size + 1)
    best = [place + 1 for place in range(size)]
    for place in range(size - 1, -1, -1):
        unknown, many = cost[place + 1]
        cost[place] = (unknown + (0 if known[place] else 1), many + 1)
        if known[place]:
            continue
        for end in range(place + 1, min(size, place + _reach(texts, place, words)) + 1):
            if parts[end - 1]:
                break
            unknown, many = cost[end]
            if (unknown, many + 1) <= cost[place] and _known(texts[place:end], words):
                cost[place] = (unknown, many + 1)
                best[place] = end
    return best


def _reach(texts: Sequence[str], place: int, words: Vocabulary) -> int:
    """How many units the longest surface may have that begins here: by its first unit, then by its first two."""
    forms = _singles(texts[place])
    most = min(_LONGEST, max((words.reach.get(form, 1) for form in forms), default=1))
    if most < 3 or place + 2 >= len(texts) or "&" in texts[place + 1 : place + most]:
        return most
    second = texts[place + 1]
    return min(_LONGEST, max(2, *(words.pairs.get((*form, second), 1) for form in forms)))


def _known(texts: Sequence[str], words: Vocabulary) -> bool:
    """Whether the vocabulary has the units as one surface."""
    return any(forms in words.senses or forms in words.names for forms in _surfaces(texts))


def _surfaces(texts: Sequence[str]) -> Iterable[Forms]:
    """The surfaces to look up: as written, and with the last (or a single) word's base forms."""
    if "&" in texts:
        texts = [text for text in texts if text != "&"]
    if not texts:
        return ()
    if not texts[-1].isascii():
        return (tuple(texts),)
    if len(texts) == 1:
        return _singles(texts[0])
    firsts, lasts = lemmas(texts[0]), lemmas(texts[-1])
    if len(firsts) == len(lasts) == 1:
        return (tuple(texts),)
    middle = texts[1:-1]
    return (
        tuple(texts),
        *((texts[0], *middle, form) for form in lasts[1:]),
        *((form, *middle, texts[-1]) for form in firsts[1:]),
        *((first, *middle, last) for first in firsts[1:] for last in lasts[1:]),
    )


@lru_cache(maxsize=20_000)
def _singles(word: str) -> tuple[Forms, ...]:
    return tuple((form,) for form in lemmas(word))


def _senses(texts: Sequence[str], words: Vocabulary) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for forms in _surfaces(texts):
        if senses := words.senses.get(forms):
            found = found | senses if found else senses
    return found


def _names(texts: Sequence[str], words: Vocabulary) -> tuple[frozenset[str], bool] | None:
    for forms in _surfaces(texts):
        if forms in words.names:
            return words.names[forms], forms in words.exact
    return None


def _token(units: Sequence[_Unit], words: Vocabulary) -> Token:
    text = (
        "".join(unit.text if not unit.text.isascii() else f" {unit.text} " for unit in units).replace("  ", " ").strip()
    )
    if units[0].amount is not None:
        return Token(text, amount=units[0].amount)
    if len(units) == 1 and _punctuation(units[0].text):
        return Token(text, punctuation=True)
    texts = [unit.text for unit in units]
    named = _names(texts, words)
    senses = _senses(texts, words)
    return Token(text, keys=senses, names=named[0] if named else frozenset(), exact=bool(named and named[1]))


def _punctuation(text: str) -> bool:
    return len(text) == 1 and not text.isalnum()


_HAN: Final = re.compile("[\u3400-\u9fff]")


def in_chinese(found: Iterable[Token]) -> bool:
    """Whether Chinese signs stand in the tokens; a sign of money or a marked word of the shop's own makes none of it."""
    return any(not token.text.isascii() and _HAN.search(token.text) is not None for token in found)


_SENTENCE_ENDS: Final = frozenset(".!?。！？")
_SEGMENT_ENDS: Final = frozenset(",，;；:：")


def _number_segments(found: Sequence[Token]) -> None:
    segment = sentence = 0
    for index, token in enumerate(found):
        if token.text in _JOINTS and (_both_halves(found, index) or _new_clause(found, index)):
            segment += 1
        token.segment, token.sentence = segment, sentence
        if token.punctuation and token.text in _SENTENCE_ENDS:
            sentence, segment = sentence + 1, segment + 1
        elif token.text == "but" and _excepts(found, index):
            token.keys = token.keys - {"n:"} | {"neg:but"}
        elif (token.punctuation and token.text in _SEGMENT_ENDS and not _in_list(found, index)) or token.text in _TURNS:
            segment += 1


def _excepts(found: Sequence[Token], place: int) -> bool:
    """`all sizes but 39`, `every colour but red`."""
    before = [token for token in found[max(0, place - 4) : place] if not token.punctuation]
    after = found[place + 1] if place + 1 < len(found) else None
    chosen = after is not None and (
        after.is_a("col") or (after.amount is not None and after.amount.kind in ("number", "size"))
    )
    return chosen and any(token.has("quant:all") for token in before)


def _in_list(found: Sequence[Token], place: int) -> bool:
    """A comma between two choices (`36, 37 and 38`, `in black, 36`)."""
    if not 0 < place < len(found) - 1 or found[place].text in ":：;；":
        return False
    if place > 1 and found[place - 2].is_a("col") and found[place - 1].amount and found[place + 1].is_a("col"):
        return False  # `green five, blue two`
    counts = place + 2 < len(found) and found[place + 2].text.split()[:1] in (
        ["in"],
        ["left"],
        ["of"],
        ["pairs"],
        ["pieces"],
        ["pair"],
    )
    counts = counts or (
        place + 2 < len(found) and found[place + 2].text in ("in", "left", "of", "pairs", "pieces", "pair of")
    )
    return _chooses(found[place - 1]) and _chooses(found[place + 1]) and not (counts and found[place + 1].amount)


_LARGEST_SIZE: Final = 60
"""A larger bare number is a price or a length, and no size of shoes or rings."""


def _chooses(token: Token) -> bool:
    if token.amount is None:
        return token.is_a("col")
    return token.amount.kind == "size" or (token.amount.kind == "number" and token.amount.value <= _LARGEST_SIZE)


_JOINTS: Final = frozenset({"and", "和", "、"})
_TURNS: Final = frozenset({"but", "while", "though", "although", "不过", "但", "但是", "而", "whereas"})
_TOLD: Final = frozenset({"count", "number", "money", "date"})


_VERBS: Final = frozenset(
    {
        "take",
        "arrive",
        "arrives",
        "reach",
        "pay",
        "get",
        "was",
        "is",
        "are",
        "has",
        "have",
        "comes",
        "come",
        "costs",
        "cost",
        "returns",
        "takes",
        "weighs",
        "measures",
        "follows",
        "can",
        "cannot",
        "will",
        "does",
        "do",
    }
)


def _has_verb(found: Sequence[Token], place: int) -> bool:
    """Whether a verb stands before the joint: else both sides are one subject (`sale items and jewellery cannot …`)."""
    for token in reversed(found[:place]):
        if token.punctuation and token.text in _SENTENCE_ENDS | _SEGMENT_ENDS:
            return False
        if token.text in _VERBS or token.is_a("stock", "price", "cmp"):
            return True
    return False


def _new_clause(found: Sequence[Token], place: int) -> bool:
    """`… and the 44 has …`: a subject and its verb after the joint."""
    after = [token for token in found[place + 1 : place + 5] if not token.punctuation]
    if after and after[0].text in ("the", "its", "their", "our"):
        after = after[1:]
    if len(after) < 2 or found[place].text != "and" or not _has_verb(found, place):
        return False
    subject = after[0]
    if subject.amount is not None and after[1].is_a("cmp"):
        return True
    named = subject.amount is not None or bool(subject.names) or subject.is_a("noun", "col", "part", "c", "aud", "att")
    if named and (
        after[1].amount is not None or (after[1].has("quant:only") and len(after) > 2 and after[2].amount is not None)
    ):
        return bool(subject.names)
    return named and after[1].text in _VERBS and not subject.text.startswith(("is", "are"))


def _both_halves(found: Sequence[Token], place: int) -> bool:
    """`two in size 36 and five in 38`: what stands on both sides of the joint tells a number of something chosen."""
    return _half(found[:place][::-1]) and _half(found[place + 1 :])


def _half(own: Sequence[Token]) -> bool:
    told = chosen = 0
    for token in own:
        if token.punctuation or token.text in _JOINTS or token.text in _TURNS:
            break
        if token.amount is None:
            chosen += token.is_a("col")
        elif token.amount.kind in ("money", "date", "count"):
            told += 1
        elif token.amount.kind in ("size", "quantity"):
            chosen += 1
        elif token.amount.kind == "number":
            told, chosen = (told, chosen + 1) if told else (told + 1, chosen)
    return told > 0 and chosen > 0
