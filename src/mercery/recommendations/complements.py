"""What completes a piece, by the attributes of both: rules as data (`complements.txt`). Pure.

A piece that is one of the same durable kind never completes another: who has a bag does not need a bag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.errors import MerceryError
from mercery.recommendations.colours import harmony
from mercery.recommendations.durable.kinds import kinds
from mercery.recommendations.piece import Piece

LEAST: Final = 0.3
"""A pair that fits less is none."""
_LIKED: Final = 0.35
"""What everything a rule likes adds at most, of its weight."""
_OTHER_AUDIENCE: Final = frozenset(
    {frozenset({"women", "men"}), frozenset({"women", "kids"}), frozenset({"men", "kids"})}
)


class RulesBroken(MerceryError):
    """The shipped rules name a kind or an attribute that does not exist."""

    code = "complement_rules_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletingRule:
    """One line of the rules."""

    base: str
    gives: str
    weight: float
    needs: tuple[str, ...]
    likes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well one piece completes another."""

    score: float
    """From 0 to 1.35."""
    shared: tuple[str, ...]
    """The attributes that fit, what is needed first."""


def _care(base: Piece, other: Piece) -> float:
    return 1.0 if base.care_classes & other.cares_for else 0.0


_TESTS: Final[Mapping[str, Callable[[Piece, Piece], float]]] = {
    "care": _care,
    "family": lambda base, other: 1.0 if base.family & other.family else 0.0,
    "collection": lambda base, other: 1.0 if base.collections & other.collections else 0.0,
    "colour": lambda base, other: harmony(base.colours, other.colours),
    "material": lambda base, other: 1.0 if base.materials & other.materials else 0.0,
    "brand": lambda base, other: 1.0 if base.brand and base.brand == other.brand else 0.0,
    "scent": lambda base, other: 1.0 if base.scents & other.scents else 0.0,
    "size": lambda base, other: 1.0 if base.sizes & other.sizes else 0.0,
}
ATTRIBUTES: Final = tuple(_TESTS)


def fit(base: Piece, other: Piece) -> Fit | None:
    """How well `other` completes `base`; None where it does not."""
    if base.id == other.id or (base.group == other.group and base.durable and other.durable):
        return None
    if frozenset({base.audience, other.audience}) in _OTHER_AUDIENCE:
        return None
    found = [one for rule in _rules_of(base) if _means(rule.gives, other) and (one := _by(rule, base, other))]
    best = max(found, key=lambda one: one.score, default=None)
    return best if best is not None and best.score >= LEAST else None


def completing(
    base: Piece, by_kind: Mapping[str, Sequence[Piece]], *, limit: int = 24, per_kind: int = 300
) -> list[tuple[Piece, Fit]]:
    """What completes a piece, best first. Looks at `per_kind` pieces of each kind the rules name, whatever the
    catalogue holds."""
    others = [other for kind in _gives(base.kind, base.group, base.broad) for other in by_kind.get(kind, ())[:per_kind]]
    found = [(other, how) for other in others if (how := fit(base, other)) is not None]
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].order))[:limit]


def by_kind(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """Pieces by their kind, in the shop's order."""
    found: dict[str, list[Piece]] = {}
    for one in pieces:
        found.setdefault(one.kind, []).append(one)
    return found


def _by(rule: CompletingRule, base: Piece, other: Piece) -> Fit | None:
    if any(not _TESTS[name](base, other) for name in rule.needs):
        return None
    liked = {name: _TESTS[name](base, other) for name in rule.likes}
    share = sum(liked.values()) / len(liked) if liked else 1.0
    shared = [name for name, value in liked.items() if value >= 0.5]
    return Fit(score=rule.weight * (1 + _LIKED * share), shared=(*rule.needs, *shared))


def _means(kind: str, piece: Piece) -> bool:
    return kind in (piece.kind, piece.group, piece.broad)


def _rules_of(base: Piece) -> Sequence[CompletingRule]:
    return [rule for key in dict.fromkeys((base.kind, base.group, base.broad)) for rule in _by_base().get(key, ())]


@cache
def _gives(*bases: str) -> tuple[str, ...]:
    """Kinds, with all below them, that rules give for a kind."""
    wanted = [rule.gives for one in dict.fromkeys(bases) for rule in _by_base().get(one, ())]
    table = kinds()
    return tuple(
        dict.fromkeys(key for want in wanted for key, one in table.items() if want in (key, one.group, one.broader))
    )


@cache
def _by_base() -> Mapping[str, tuple[CompletingRule, ...]]:
    found: dict[str, list[CompletingRule]] = {}
    for rule in rules():
        found.setdefault(rule.base, []).append(rule)
    return {base: tuple(some) for base, some in found.items()}


@cache
def rules() -> tuple[CompletingRule, ...]:
    """The shipped rules; RulesBroken where one names what does not exist."""
    found = []
    text = (files("mercery.recommendations") / "complements.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        base, gives, weight, needs, likes = (part.strip() for part in line.split("|"))
        rule = CompletingRule(
            base=base, gives=gives, weight=float(weight), needs=tuple(needs.split()), likes=tuple(likes.split())
        )
        unknown = [name for name in (*rule.needs, *rule.likes) if name not in _TESTS]
        unknown += [name for name in (base, gives) if name not in kinds()]
        if unknown:
            raise RulesBroken(
                f"complements.txt, line {number}: there is no {unknown[0]!r}.",
                zh=f"complements.txt 第 {number} 行：没有“{unknown[0]}”。",
            )
        found.append(rule)
    return tuple(found)
