"""What a person has, and what that rules out: the piece itself, others of its durable kind, what is not used up yet. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from mercery.recommendations.history import History
from mercery.recommendations.piece import Piece
from mercery.recommendations.recommendation import Asked, Passed, Placement

SOON: Final = 0.75
"""From this share of the time after which a piece is used up it may be shown again."""
LOOKING_AGAIN_DAYS: Final = 90
"""Who looks at a piece of a kind bought longer ago wants to see others of it: `instead` shows them again."""
DRAFT_FACTOR: Final = 0.15
"""What a piece's score is multiplied by where only an unchecked draft says that one is enough."""
SAME_USED_UP: Final = 0.6
"""The same for another of a kind that was bought lately and is used up some day."""
SURE_ENOUGH: Final = 0.8
UNSAID_DAYS: Final = 60
"""So long what is used up, nobody says when, is not shown to who bought it or said to have it."""
_PART_OF_IT: Final[frozenset[Placement]] = frozenset({"bag", "after_order", "completes"})
"""Where the pieces the request is about count as had: in the bag, just ordered, or being looked at for what completes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Had:
    piece: Piece
    on: date
    told: bool = False
    """Said by the person, not bought here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owning:
    """What a person has, by piece and by kind, the latest of each."""

    pieces: Mapping[str, _Had] = field(default_factory=dict)
    groups: Mapping[str, tuple[_Had, ...]] = field(default_factory=dict)
    not_for_me: frozenset[str] = frozenset()
    have_it: frozenset[str] = frozenset()


def owning(asked: Asked, history: History, piece_of: Callable[[str], Piece | None], today: date) -> Owning:
    """What follows from a history and from what the request is about."""
    had: list[_Had] = [
        _Had(piece=piece, on=one.at.date()) for one in history.bought if (piece := piece_of(one.product_id))
    ]
    had += [
        _Had(piece=piece, on=one.at.date(), told=True)
        for one in history.said
        if one.what == "have_it" and (piece := piece_of(one.product_id))
    ]
    if asked.placement in _PART_OF_IT:
        had += [_Had(piece=piece, on=today) for one in asked.about if (piece := piece_of(one))]
    pieces: dict[str, _Had] = {}
    groups: dict[str, list[_Had]] = {}
    for one in sorted(had, key=lambda each: each.on, reverse=True):
        pieces.setdefault(one.piece.id, one)
        groups.setdefault(one.piece.group, []).append(one)
    return Owning(
        pieces=pieces,
        groups={group: tuple(some) for group, some in groups.items()},
        not_for_me=frozenset(one.product_id for one in history.said if one.what == "not_for_me"),
        have_it=frozenset(one.product_id for one in history.said if one.what == "have_it"),
    )


def ruled_out(piece: Piece, owns: Owning, placement: Placement, today: date, due: Mapping[str, date]) -> Passed | None:
    """Why a piece is not shown to somebody who has what they have; None where it may be shown."""
    if piece.id in owns.not_for_me:
        return Passed(product_id=piece.id, kind="not_for_me")
    if piece.id in owns.have_it and piece.durable is not False:
        return Passed(product_id=piece.id, kind="have_it")
    if (had := owns.pieces.get(piece.id)) is not None and (why := _itself(piece, had, today, due)):
        return why
    for one in owns.groups.get(piece.group, ()):
        until = _enough_until(one, placement)
        if until is not None and today < until and piece.durable is not False and one.piece.id != piece.id:
            return Passed(product_id=piece.id, kind="has_one", because_of=one.piece.id, until=until)
    return None


def lessened(piece: Piece, owns: Owning, today: date) -> float:
    """What a score is multiplied by for what is only likely: an unchecked draft, or another of a kind bought lately."""
    by = 1.0
    for one in owns.groups.get(piece.group, ()):
        if one.piece.id == piece.id:
            continue
        days = one.piece.days or 0
        age = (today - one.on).days
        drafted = one.piece.basis == "draft" and one.piece.confidence >= SURE_ENOUGH
        if drafted and one.piece.durable and piece.durable is not False and age < (one.piece.window_days or 0):
            by = min(by, DRAFT_FACTOR)
        elif one.piece.durable is False and age < SOON * days:
            by = min(by, SAME_USED_UP)
    return by


def used_up_on(had: Iterable[tuple[Piece, date]], piece: Piece, due: Mapping[str, date]) -> date | None:
    """When a piece that was bought is used up; None where it lasts, or nobody knows."""
    on = max((when for one, when in had if one.id == piece.id), default=None)
    if on is None or piece.used_up_days is None:
        return due.get(piece.id) if piece.durable is not True else None
    return _refined(piece, on, due)


def _itself(piece: Piece, had: _Had, today: date, due: Mapping[str, date]) -> Passed | None:
    if piece.durable is False and piece.days:
        again = had.on + (_refined(piece, had.on, due) - had.on) * SOON
        return Passed(product_id=piece.id, kind="not_yet", until=again) if today < again else None
    if piece.durable is False:
        expected = due.get(piece.id)
        again = expected if expected is not None and expected > had.on else had.on + timedelta(days=UNSAID_DAYS)
        return Passed(product_id=piece.id, kind="not_yet", until=again) if today < again else None
    if piece.durable is None:
        expected = due.get(piece.id)
        return None if expected is not None and expected <= today else Passed(product_id=piece.id, kind="owned")
    until = had.on + timedelta(days=piece.window_days or 0)
    if not piece.days_said:
        # What is usual for a kind says when another of it is wanted, not that this one is gone.
        return Passed(product_id=piece.id, kind="owned")
    return Passed(product_id=piece.id, kind="owned", until=until) if today < until else None


def _refined(piece: Piece, on: date, due: Mapping[str, date]) -> date:
    """The checked time, moved by how the piece is really bought again, by half of it at most."""
    days = piece.days or 0
    expected = due.get(piece.id)
    if expected is None:
        return on + timedelta(days=days)
    told = (expected - on).days
    return on + timedelta(days=min(max(told, days // 2), days + days // 2))


def _enough_until(one: _Had, placement: Placement) -> date | None:
    """Until when one of its kind is enough, by what a person checked."""
    days = one.piece.window_days if one.piece.basis == "checked" else None
    if days is None:
        return None
    return one.on + timedelta(days=min(days, LOOKING_AGAIN_DAYS) if placement == "instead" else days)
