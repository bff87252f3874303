"""The first message of the shop's side greets nobody. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.greeting import greets
from mercery.inspection.transcript import Finding, Transcript

_WHY = Words("The first message to the customer does not greet.", "给顾客的第一条消息没有问候。")
_EXPECTED = Words("A greeting, such as: Hello, …", "先问候，例如：您好，……")


def find(transcript: Transcript) -> Iterator[Finding]:
    for index, turn in enumerate(transcript.turns):
        if turn.role == "agent":
            if not greets(turn.text):
                yield Finding(
                    rule=RuleId.NONE_GREETING, turn=index, quote=turn.text[:80], why=_WHY,
                    expected=_EXPECTED.text(transcript.lang),
                )  # fmt: skip
            return
