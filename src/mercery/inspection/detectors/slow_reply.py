"""A person of the shop leaves the customer waiting. A machine's time is no matter of conduct. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.conduct import conduct_of
from mercery.inspection.transcript import Finding, Transcript


def find(transcript: Transcript) -> Iterator[Finding]:
    within = conduct_of(transcript.known).answer_within
    waiting: datetime | None = None
    for index, turn in enumerate(transcript.turns):
        if turn.role == "customer":
            waiting = turn.at
            continue
        if waiting is not None and turn.agent == "human" and turn.at - waiting > within:
            seconds, limit = int((turn.at - waiting).total_seconds()), int(within.total_seconds())
            yield Finding(
                rule=RuleId.SLOW_REPLY, turn=index, quote=turn.text,
                why=Words(f"The customer waited {seconds} s; the limit is {limit} s.", f"顾客等了 {seconds} 秒，时限为 {limit} 秒。"),
                expected=Words(f"An answer within {limit} s", f"{limit} 秒内回复").text(transcript.lang),
            )  # fmt: skip
        waiting = None
