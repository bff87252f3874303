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
    left = [one for one in scored if one.piece.id not in fixed and one.piece.id not in refused]
    varied = placement != "instead" and limit >= 3
    for most in (_MOST_ALIKE, max(_MOST_AT_ALL, limit // 4)) if varied else (len(scored),):
        _fill(chosen, left, limit, most, rules, apart)
    rest = [one for one in chosen if one.piece.id not in fixed]
    for place, one in sorted(
        ((fixed[one.piece.id], one) for one in chosen if one.piece.id in fixed), key=lambda pair: pair[0]
    ):
        rest.insert(min(place, len(rest)), one)
    return Arranged(shown=tuple(rest[:limit]), passed=tuple(apart))


def _fill(
    chosen: list[Scored], left: list[Scored], limit: int, most: int, rules: Sequence[Rule], apart: list[Passed]
) -> None:
    while left and len(chosen) < limit:
        open_ = [one for one in left if _room(one.piece, chosen, most)]
        if not open_:
            return
        best = max(open_, key=lambda one: (one.score * _variety(one.piece, chosen), -one.piece.order))
        left.remove(best)
        if rule := kept_apart(best.piece, [one.piece for one in chosen], rules):
            apart.append(Passed(product_id=best.piece.id, kind="rule", because_of=rule))
        else:
            chosen.append(best)


def _pinned(scored: Iterable[Scored], rules: Iterable[Rule], limit: int) -> dict[int, Scored]:
    """Pieces by place from 0; the newest rule has the place."""
    by_id = {one.piece.id: one for one in scored}
    found: dict[int, Scored] = {}
    for rule in rules:
        if rule.act == "pin" and rule.place and rule.place <= limit and (one := by_id.get(rule.target.value)):
            found.setdefault(rule.place - 1, one)
    return found


def _room(piece: Piece, chosen: Iterable[Scored], most: int) -> bool:
    beside = [one.piece for one in chosen]
    kin = sum(1 for one in beside if one.group == piece.group)
    line = sum(1 for one in beside if one.family & piece.family)
    return kin < most and line < most


def _variety(piece: Piece, chosen: Iterable[Scored]) -> float:
    by = 1.0
    for one in chosen:
        by *= _SAME_GROUP if one.piece.group == piece.group else 1.0
        by *= _SAME_FAMILY if one.piece.family & piece.family else 1.0
        by *= _SAME_BRAND if one.piece.brand == piece.brand else 1.0
    return by
