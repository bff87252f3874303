"""Which piece belongs to which rule: by clause, then by what stands before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.asking import Asking
from mercery.promotions.entry.grammar.conditions import starts_rule
from mercery.promotions.entry.grammar.patterns import Piece

_CLAUSE: Final = re.compile(r"(?<!\d),|,(?!\d)|[;。、\n]|\.(?=\s|$)")
_JOIN: Final = re.compile(
    r"(?<![A-Za-z])(?:and|plus|while|whereas|but)(?![A-Za-z])|[&+](?=\s)|同时|另外|此外|而且|以及", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[;。\n]|\.(?=\s|$)")


class Places:
    """Clauses and sentences of a text."""

    def __init__(self, text: str, pieces: Sequence[Piece] = ()) -> None:
        """Words that join two offers (`bags 20% off and belts 30% off`) part clauses where no piece holds them."""
        held = [(piece.start, piece.end) for piece in pieces]
        joins = [
            match.start()
            for match in _JOIN.finditer(text)
            if not any(start <= match.start() < end for start, end in held)
        ]
        self._clauses = sorted([*(match.start() for match in _CLAUSE.finditer(text)), *joins])
        self._sentences = [match.start() for match in _SENTENCE.finditer(text)]

    def clause(self, place: int) -> int:
        """The number of the clause at `place`."""
        return bisect_right(self._clauses, place)

    def sentence(self, place: int) -> int:
        """The number of the sentence at `place`."""
        return bisect_right(self._sentences, place)


def attached(
    pieces: Sequence[Piece], places: Places, joined: Sequence[int], asking: Asking
) -> list[tuple[Piece, tuple[int, ...]]]:
    """For every condition the numbers of the rules (in the order of their first pieces) it belongs to. `joined` says
    for each such piece which rule it is a step of."""
    heads = [piece for piece in pieces if starts_rule(piece)]
    if not heads:
        return []
    rest = [piece for piece in pieces if not starts_rule(piece)]
    alone = sum(piece.kind == "period" for piece in rest) == 1
    return [(piece, _owners(piece, heads, joined, places, asking, alone=alone)) for piece in rest]


def _owners(
    piece: Piece, heads: Sequence[Piece], joined: Sequence[int], places: Places, asking: Asking, *, alone: bool
) -> tuple[int, ...]:
    """`alone`: there is but one period in the text."""
    if piece.kind == "period" and alone:
        if piece.start < heads[0].start:
            return _distinct(range(len(heads)), joined)
        if piece.start > heads[-1].start:
            return _all_or_last(piece, _distinct(range(len(heads)), joined), asking)
    same = [i for i, head in enumerate(heads) if places.clause(head.start) == places.clause(piece.start)]
    if same:
        before = [i for i in same if heads[i].start < piece.start]
        after = [i for i in same if heads[i].start > piece.start]
        return (joined[after[0] if after and not before else before[-1]],)
    sentence = [i for i, head in enumerate(heads) if places.sentence(head.start) == places.sentence(piece.start)]
    earlier = [i for i in sentence if heads[i].start < piece.start]
    if sentence and not earlier:
        return _distinct(sentence, joined) if piece.kind in _SHARED else (joined[sentence[0]],)
    if earlier and piece.kind != "period":
        return (joined[earlier[-1]],)
    past = earlier or [i for i, head in enumerate(heads) if head.start < piece.start]
    if not past:
        return _distinct(range(len(heads)), joined) if piece.kind in _SHARED else (0,)
    return _all_or_last(piece, _distinct(past, joined), asking)


_SHARED: Final = frozenset(["period", "goods", "everything", "who", "except"])
"""What, said before the first rule, is said of all of them."""


def _distinct(numbers: Iterable[int], joined: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(joined[number] for number in numbers))


def _all_or_last(piece: Piece, past: Sequence[int], asking: Asking) -> tuple[int, ...]:
    if len(past) == 1:
        return (past[0],)
    asked = Words(f"Does this hold for all {len(past)} rules before it?", f"这一条对前面{len(past)}条规则都适用吗？")
    choices = [Words("For all of them", "都适用"), Words("For the last one", "只适用于最后一条")]
    chosen = asking.ask("reach", piece.start, piece.end, asked, choices)
    return tuple(past) if chosen == 0 else (past[-1],)
