"""What a check is: a question about the installation, and what was found, in words with the remedy.

`checks.py` lists those there are and asks them; `/readyz`, the page *Health*, `mercery doctor` and the alerts ask the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.i18n import Words

State = Literal["well", "warning", "broken", "unknown"]
"""`warning`: works, and should be looked at. `broken`: something customers or staff need does not work. `unknown`: it could
not be found out, which is neither."""
WORST_FIRST: Final[tuple[State, ...]] = ("broken", "warning", "unknown", "well")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check found."""

    state: State
    words: Words
    """What is so, in a sentence; without secrets and without anything of customers."""
    remedy: Words | None = None
    """What to do about it: there whenever the state is `warning` or `broken`."""
    figure: float | None = None
    """The number behind it, where there is one (seconds, bytes, jobs; the check's `unit` says which)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What a check may use. It reads, and changes nothing."""

    settings: Settings
    database: Database
    moment: datetime
    """The present, from `core.clock`."""


Run = Callable[[Looking], Awaitable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question. `run` may raise: what asks (`checks.look`) makes `unknown` of that, and of one that takes too long."""

    id: str
    """Stable, as metrics and alerts name it: `job_queue`."""
    title: Words
    run: Run
    unit: Literal["", "seconds", "bytes", "jobs", "share"] = ""
    """In which unit `Found.figure` is."""
    needs_database: bool = True
    """Whether it asks the database: without one it can only be `unknown`."""
    fresh_seconds: float = 10.0
    """For how long what was found may be told again: longer where asking costs somebody something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A check with what it found."""

    check: Check
    found: Found
    milliseconds: float
