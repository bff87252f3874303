"""Builds short conversations: lines of customer and agent in turn, beside what was known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from mercery.inspection.transcript import Finding, Known, Role, Transcript, Turn

START = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
Find = Callable[[Transcript], Iterable[Finding]]


def told(known: Mapping[str, str], *lines: str) -> Transcript:
    """Customer first, then by turns; half a minute between."""
    roles: tuple[Role, Role] = ("customer", "agent")
    turns = [
        Turn(
            role=roles[at % 2],
            text=line,
            at=START + timedelta(seconds=30 * at),
            agent="human" if at % 2 else None,
        )
        for at, line in enumerate(lines)
    ]
    chinese = any("\u4e00" <= sign <= "\u9fff" for line in lines for sign in line)
    return Transcript(
        lang="zh" if chinese else "en",
        turns=turns,
        known=[Known(name=name, value=value) for name, value in known.items()],
    )


def turns(find: Find, known: Mapping[str, str], *lines: str) -> list[int]:
    """In which turns the detector finds something."""
    found = [one.turn for one in find(told(known, *lines))]
    assert all(a < b for a, b in pairwise(found)), "one finding for each turn, in order"
    return found
