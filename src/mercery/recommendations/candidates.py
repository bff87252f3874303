"""Which pieces come into question for a request, with what speaks for each. Pure; never more than a fixed number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mercery.recommendations.behaviour import Behaviour
from mercery.recommendations.history import History
from mercery.recommendations.nearness import nearest, shared
from mercery.recommendations.owning import SOON, used_up_on
from mercery.recommendations.piece import Piece
from mercery.recommendations.recommendation import FEWEST, Asked, Placement, Reason, ReasonKind
from mercery.recommendations.shelf import Shelf

MOST: Final = 240
_BASES: Final = 5
"""Pieces bought lately that others may complete."""
_VIEWED: Final = 3
_RECENT_DAYS: Final = 365
_OTHERS: Final = 0.2
"""What every further reason adds of its own weight."""
_NEW: Final = frozenset({"new", "new-in", "new-arrivals", "novelties"})
_PERSONAL: Final[frozenset[Placement]] = frozenset({"home", "assistant", "guide", "email", "live"})
# A row about pieces holds what has to do with them, or nothing: what many like does not fill it up.
_WEIGHTS: Final[Mapping[Placement, Mapping[str, float]]] = {
    "home": {"runs_out": 1.3, "completes": 1.0, "lists": 0.8, "like": 0.6, "popular": 0.3, "new": 0.25},
    "completes": {"completes": 1.0, "lists": 0.6},
    "instead": {"like": 1.0, "lists": 0.5},
    "bag": {"completes": 1.0, "lists": 0.7, "runs_out": 0.6},
    "after_order": {"completes": 1.0, "lists": 0.5},
}
_ELSEWHERE: Final = "home"


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A piece with everything that speaks for it."""

    piece: Piece
    said: list[tuple[float, Reason]] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The strongest reason whole, others in part."""
        weights = sorted((weight for weight, _ in self.said), reverse=True)
        return weights[0] + _OTHERS * sum(weights[1:]) if weights else 0.0

    @property
    def reason(self) -> Reason:
        """The strongest."""
        return max(self.said, key=lambda pair: pair[0])[1]


@dataclass(slots=True)
class _Gathering:
    shelf: Shelf
    weights: Mapping[str, float]
    found: dict[str, Candidate] = field(default_factory=dict)

    def add(self, product_id: str, source: str, share: float, reason: Reason) -> None:
        weight = self.weights.get(source, 0.0) * share
        piece = self.shelf.shown(product_id)
        if piece is None or weight <= 0:
            return
        self.found.setdefault(product_id, Candidate(piece=piece)).said.append((weight, reason))


def gather(
    asked: Asked, history: History, shelf: Shelf, behaviour: Behaviour, alike: Sequence[str], today: date
) -> list[Candidate]:
    """The candidates, best first. `alike`: what is near the first piece by meaning."""
    into = _Gathering(shelf, _WEIGHTS.get(asked.placement, _WEIGHTS[_ELSEWHERE]))
    _completing(into, asked, history, today)
    _running_out(into, history, behaviour, today)
    _like(into, asked, history, alike)
    base = into.shelf.piece(asked.about[0]) if asked.placement == "instead" and asked.about else None
    for product_id, score in behaviour.scores.items():
        if base is not None and (other := into.shelf.piece(product_id)) is not None and other.group != base.group:
            continue
        into.add(product_id, "lists", score, behaviour.reasons.get(product_id, Reason(kind="loved")))
    _liked_by_many(into, behaviour)
    found = sorted(into.found.values(), key=lambda one: (-one.score, one.piece.order))
    return found[:MOST]


def _completing(into: _Gathering, asked: Asked, history: History, today: date) -> None:
    bought: dict[str, date] = {}
    for one in history.bought:
        bought.setdefault(one.product_id, one.at.date())
    bases: list[tuple[str, float]] = [(one, 1.0) for one in asked.about]
    if asked.placement in _PERSONAL:
        lately = [one for one, on in bought.items() if (today - on).days <= _RECENT_DAYS][:_BASES]
        bases += [(one, 0.9**place) for place, one in enumerate(lately)]
    for base, share in bases:
        for piece, fit in into.shelf.completing(base):
            kind: ReasonKind = "same_family" if fit.shared[:1] == ("family",) else "completes"
            reason = Reason(kind=kind, about=base, at=bought.get(base), attributes=fit.shared)
            into.add(piece.id, "completes", share * fit.score, reason)


def _running_out(into: _Gathering, history: History, behaviour: Behaviour, today: date) -> None:
    had = [(piece, one.at.date()) for one in history.bought if (piece := into.shelf.shown(one.product_id))]
    seen: set[str] = set()
    for piece, on in had:
        if piece.id in seen:
            continue
        seen.add(piece.id)
        end = used_up_on(had, piece, behaviour.due)
        if end is not None and today >= on + (end - on) * SOON:
            # It matters most about when it runs out, and less the longer nobody bought it again.
            late = max(0, (today - end).days) / max(30, (end - on).days)
            into.add(piece.id, "runs_out", max(0.25, 1.0 - 0.25 * late), Reason(kind="runs_out", about=piece.id, at=on))


def _like(into: _Gathering, asked: Asked, history: History, alike: Sequence[str]) -> None:
    if asked.placement == "instead":
        bases = list(asked.about[:1])
    elif asked.placement in _PERSONAL:
        bases = [*asked.about[:1], *history.viewed][:_VIEWED]
    else:
        return
    for place, base_id in enumerate(bases):
        base = into.shelf.piece(base_id)
        if base is None:
            continue
        others = into.shelf.groups.get(base.group, ())
        for piece, near in nearest(base, others, limit=16):
            reason = Reason(kind="like_it", about=base_id, attributes=shared(base, piece))
            into.add(piece.id, "like", near * 0.85**place, reason)
    first = into.shelf.piece(bases[0]) if bases else None
    for place, product_id in enumerate(alike):
        known = into.shelf.shown(product_id)
        if known is not None and first is not None and (asked.placement != "instead" or known.group == first.group):
            reason = Reason(kind="like_it", about=first.id, attributes=shared(first, known))
            into.add(product_id, "like", 0.6 * 0.93**place, reason)


def _liked_by_many(into: _Gathering, behaviour: Behaviour) -> None:
    most = max((count for _, count in behaviour.popular), default=0) or 1
    for product_id, count in behaviour.popular:
        counted = (behaviour.counted,)
        told = Reason(kind="loved", count=count, attributes=counted) if count >= FEWEST else Reason(kind="chosen")
        into.add(product_id, "popular", 0.3 + 0.7 * count / most, told)
    for place, piece in enumerate(into.shelf.pieces.values()):
        if piece.collections & _NEW:
            into.add(piece.id, "new", 1.0, Reason(kind="new"))
        elif place < MOST // 2:
            # Somebody new in a new shop sees its own order.
            into.add(piece.id, "popular", 0.1 / (1 + place / 20), Reason(kind="chosen"))
