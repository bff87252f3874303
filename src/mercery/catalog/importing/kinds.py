"""Files of other features (orders, customers, policies) that come in by the same door. `app.py` and `cli.py` register them,
because those features stand on higher or neighbouring shelves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an import of another kind did."""

    kind: str
    format: str
    new: int
    changed: int
    unchanged: int
    warnings: tuple[Problem, ...] = ()


Importer = Callable[[AsyncSession, Shop, Path, str, Actor, bool], Awaitable[Counted]]
"""Session, shop, file, its name, actor, dry run. Raises FileRefused."""
Likeness = Callable[[Path], float]
Exporter = Callable[[AsyncSession, Shop, TextIO], Awaitable[int]]
"""Writes all of the shop's in the form the importer reads, and returns how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file beside products."""

    name: str
    order: int
    """In a folder, lower ones are imported first (customers before orders)."""
    likeness: Likeness
    importer: Importer
    exporter: Exporter | None = None
    filename: str = ""
    """What an export of a whole shop calls the file."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known to this process."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """The known kinds in the order of import."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kind_of(path: Path) -> Kind | None:
    """The kind the file surely is, or None (products, or unknown)."""
    best = max(((kind.likeness(path), kind.name) for kind in _kinds.values()), default=(0.0, ""))
    return _kinds[best[1]] if best[0] >= 0.8 else None
