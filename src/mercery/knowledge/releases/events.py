"""News of releases."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePublished(Event):
    """All versions of a release were recorded, in one transaction."""

    number: int
    answers: tuple[str, ...]
    """Keys of the answers."""
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRolledBack(Event):
    """What held before a release was recorded again, in one transaction."""

    number: int
    answers: tuple[str, ...]
    policies: tuple[str, ...]
