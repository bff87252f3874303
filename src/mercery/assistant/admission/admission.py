"""What an admission says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.assistant.wording.level import Level
from mercery.core.database import Json

Status = Literal["waiting", "running", "done", "failed", "revoked"]
UNDER_WAY: Final[frozenset[Status]] = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """An exam of one model in one shop."""

    id: str
    model: str
    status: Status
    level: Level
    """The highest wording level it passed; L0 for none, and while it is under way."""
    reads: bool
    """Whether it may say what a message wants."""
    figures: Json
    examined: int
    cases: int
    problem: str
    begun_at: datetime
    ended_at: datetime | None
    by_name: str

    @property
    def under_way(self) -> bool:
        """Whether it still goes on."""
        return self.status in UNDER_WAY
