"""What keeps a piece from going out."""

from __future__ import annotations

from mercery.core.errors import Conflict, MerceryError


class StillBlocked(Conflict):
    """A sentence of the piece is blocked; it is removed or put right first."""

    code = "still_blocked"


class NothingLeft(Conflict):
    """Too few sentences of the piece hold."""

    code = "nothing_left"


class SecondPersonNeeded(MerceryError):
    """The shop asks for a second person, and nobody else has approved the piece."""

    code = "second_person_needed"
    status = 403
