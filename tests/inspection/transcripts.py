"""Transcripts written line by line: `C:` the customer, `B:` the machine, `H:` a person of the shop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from mercery.inspection.inspect import inspect
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Agent, Finding, Known, Transcript, Turn

BEGUN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def transcript(*lines: str, known: Mapping[str, str] | None = None, seconds: int = 20) -> Transcript:
    """The lines as turns, `seconds` apart; `+90 H: …` comes 90 seconds after the line before."""
    turns: list[Turn] = []
    at = BEGUN
    for line in lines:
        wait = seconds
        if line.startswith("+"):
            number, line = line[1:].split(" ", 1)
            wait = int(number)
        who, text = line.split(": ", 1)
        at += timedelta(seconds=wait)
        agent: Agent | None = {"B": "bot", "H": "human"}.get(who)  # type: ignore[assignment]
        turns.append(Turn(role="agent" if agent else "customer", text=text, at=at, agent=agent))
    chinese = any("\u4e00" <= sign <= "\u9fff" for line in lines for sign in line)
    facts = [Known(name=name, value=value) for name, value in (known or {}).items()]
    return Transcript(lang="zh" if chinese else "en", turns=turns, known=facts)


def found(rule: RuleId, *lines: str, known: Mapping[str, str] | None = None) -> Finding | None:
    """What breaks the rule in such a conversation, as inspection itself tells it."""
    return next(iter(inspect(transcript(*lines, known=known), [rule])), None)
