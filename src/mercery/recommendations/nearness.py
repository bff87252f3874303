"""How alike two pieces are, by their attributes; and whoever knows more (vectors, words) may say so. Pure but for the door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.recommendations.colours import harmony
from mercery.recommendations.piece import Piece

_WEIGHTS: Final[Mapping[str, float]] = {
    "kind": 0.32, "category": 0.18, "material": 0.17, "family": 0.13, "colour": 0.10, "scent": 0.05, "brand": 0.05,
}  # fmt: skip
"""They add up to 1."""


class Likeness(Protocol):
    """Which pieces mean or say nearly the same. Filled by `app.py` with the search, a neighbour on the same shelf."""

    async def __call__(self, session: AsyncSession, shop: Shop, product_id: str, limit: int) -> Sequence[str]:
        """Ids, the nearest first; empty where nothing is known."""
        ...


_likeness: list[Likeness] = []


def use_likeness(source: Likeness | None) -> None:
    """Say who knows what is alike beyond attributes; None: nobody."""
    _likeness[:] = [source] if source is not None else []


async def alike(session: AsyncSession, shop: Shop, product_id: str, limit: int) -> Sequence[str]:
    """What the door says; empty where nobody stands behind it."""
    return await _likeness[0](session, shop, product_id, limit) if _likeness else ()


def nearness(one: Piece, other: Piece) -> float:
    """From 0 (nothing in common) to 1."""
    return sum(_WEIGHTS[name] * value for name, value in _shares(one, other).items())


def shared(one: Piece, other: Piece) -> tuple[str, ...]:
    """What the two have in common, what counts most first."""
    found = {name: _WEIGHTS[name] * value for name, value in _shares(one, other).items() if value >= 0.5}
    return tuple(sorted(found, key=lambda name: -found[name]))


def nearest(one: Piece, others: Sequence[Piece], *, limit: int, most: int = 600) -> list[tuple[Piece, float]]:
    """The nearest of `others` (at most `most` are looked at), best first, itself left out."""
    found = [(other, nearness(one, other)) for other in others[:most] if other.id != one.id]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].order))[:limit]


def _shares(one: Piece, other: Piece) -> dict[str, float]:
    return {
        "kind": 1.0
        if one.kind == other.kind
        else 0.7
        if one.group == other.group
        else 0.4
        if one.broad == other.broad
        else 0.0,
        "category": _common_path(one.categories, other.categories),
        "material": _overlap(one.materials, other.materials),
        "family": 1.0 if one.family & other.family else 0.0,
        "colour": harmony(one.colours, other.colours),
        "scent": _overlap(one.scents, other.scents),
        "brand": 1.0 if one.brand and one.brand == other.brand else 0.0,
    }


def _overlap(ours: Collection[str], theirs: Collection[str]) -> float:
    union = set(ours) | set(theirs)
    return len(set(ours) & set(theirs)) / len(union) if union else 0.0


def _common_path(ours: Sequence[str], theirs: Sequence[str]) -> float:
    if not ours or not theirs:
        return 0.0
    same = next((at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    depth = min(len(ours), len(theirs)) if same is None else same
    return depth / max(len(ours), len(theirs))
