"""What a feature does when the database was restored from a backup: a function `settle` in its `restored.py`.

A backup is a moment that is past. What was on its way out then has probably arrived, who was signed in then need not be the
one who holds the browser now, and files that were made of the database are of another one. Each feature puts right what is
its own, in the restored database, before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One thing that was put right."""

    count: int
    what: str
    """In words, before the number: `sessions of the console ended`."""
    remedy: str = ""
    """What somebody may want to do about it."""


Settle = Callable[[AsyncSession], Awaitable[Sequence[Settled]]]
