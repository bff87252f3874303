"""What can be done with releases; what other features call. Every function works inside the caller's transaction."""

from mercery.knowledge.releases.checking import (
    Check,
    begin,
    begin_questions,
    latest,
    latest_of_questions,
    work,
)
from mercery.knowledge.releases.gathering import (
    Gathered,
    drop,
    hold,
    put_in,
    resume,
    schedule,
    take_out,
    take_up,
)
from mercery.knowledge.releases.publishing import CheckFails, CheckNeeded, publish
from mercery.knowledge.releases.repository import due, open_number, release, releases, steps
from mercery.knowledge.releases.rolling_back import Way, roll_back, ways_back

__all__ = [
    "Check",
    "CheckFails",
    "CheckNeeded",
    "Gathered",
    "Way",
    "begin",
    "begin_questions",
    "drop",
    "due",
    "hold",
    "latest",
    "latest_of_questions",
    "open_number",
    "publish",
    "put_in",
    "release",
    "releases",
    "resume",
    "roll_back",
    "schedule",
    "steps",
    "take_out",
    "take_up",
    "ways_back",
    "work",
]
