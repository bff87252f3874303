"""Which of the candidates are shown, in which order: rules, and not four of one kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.recommendations.piece import Piece
from mercery.recommendations.recommendation import Passed, Placement, Reason
from mercery.recommendations.rules import Rule, kept_apart

_SAME_GROUP: Final = 0.72
_SAME_FAMILY: Final = 0.85
_SAME_BRAND: Final = 0.97
_MOST_ALIKE: Final = 2
"""Of one kind, or of one line, in a row of three or more."""
_MOST_AT_ALL: Final = 3
"""Where there is nothing else; of a long list a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate that passed every filter."""

    piece: Piece
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """The pieces in order, and those a rule keeps apart from them."""

    shown: tuple[Scored, ...]
    passed: tuple[Passed, ...]


def arranged(scored: Sequence[Scored], limit: int, rules: Sequence[Rule], placement: Placement) -> Arranged:
    """The best, each time the best that differs from what is chosen already; pinned pieces stand at their places."""
    pinned = _pinned(scored, rules, limit)
    apart: list[Passed] = []
    chosen: list[Scored] = []
    for _, one in sorted(pinned.items()):
        if rule := kept_apart(one.piece, [each.piece for each in chosen], rules):
            apart.append(Passed(product_id=one.piece.id, kind="rule", because_of=rule))
        else:
            chosen.append(one)
    fixed = {one.piece.id: place for place, one in pinned.items() if one in chosen}
    refused = {one.product_id for one in apart}
    left = [_Open(one) for one in scored if one.piece.id not in fixed and one.piece.id not in refused]
    for each in left:
        for other in chosen:
            each.meet(other.piece)
    varied = placement != "instead" and limit >= 3
    for most in (_MOST_ALIKE, max(_MOST_AT_ALL, limit // 4)) if varied else (len(scored),):
        _fill(chosen, left, limit, most, rules, apart)
    rest = [one for one in chosen if one.piece.id not in fixed]
    for place, one in sorted(
        ((fixed[one.piece.id], one) for one in chosen if one.piece.id in fixed), key=lambda pair: pair[0]
    ):
        rest.insert(min(place, len(rest)), one)
    return Arranged(shown=tuple(rest[:limit]), passed=tuple(apart))


class _Open:
    """A piece that may be chosen, and how it stands beside those chosen already."""

    __slots__ = ("kin", "line", "scored", "variety")

    def __init__(self, scored: Scored) -> None:
        self.scored = scored
        self.kin = 0
        """Pieces of its group among them."""
        self.line = 0
        """Pieces of its family."""
        self.variety = 1.0

    def meet(self, chosen: Piece) -> None:
        """One more is chosen."""
        piece = self.scored.piece
        if chosen.group == piece.group:
            self.kin += 1
            self.variety *= _SAME_GROUP
        if chosen.family & piece.family:
            self.line += 1
            self.variety *= _SAME_FAMILY
        if chosen.brand == piece.brand:
            self.variety *= _SAME_BRAND

    @property
    def rank(self) -> tuple[float, int]:
        """The highest is chosen."""
        return self.scored.score * self.variety, -self.scored.piece.order


def _fill(
    chosen: list[Scored], left: list[_Open], limit: int, most: int, rules: Sequence[Rule], apart: list[Passed]
) -> None:
    while left and len(chosen) < limit:
        places = [place for place, one in enumerate(left) if one.kin < most and one.line < most]
        if not places:
            return
        best = left.pop(max(places, key=lambda place: left[place].rank)).scored
        if rule := kept_apart(best.piece, [one.piece for one in chosen], rules):
            apart.append(Passed(product_id=best.piece.id, kind="rule", because_of=rule))
        else:
            chosen.append(best)
            for other in left:
                other.meet(best.piece)


def _pinned(scored: Iterable[Scored], rules: Iterable[Rule], limit: int) -> dict[int, Scored]:
    """Pieces by place from 0; the newest rule has the place."""
    by_id = {one.piece.id: one for one in scored}
    found: dict[int, Scored] = {}
    for rule in rules:
        if rule.act == "pin" and rule.place and rule.place <= limit and (one := by_id.get(rule.target.value)):
            found.setdefault(rule.place - 1, one)
    return found
