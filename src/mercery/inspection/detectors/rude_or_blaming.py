"""The shop's side insults, mocks, scolds or blames the customer. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.tone import rude
from mercery.inspection.transcript import Finding, Transcript

_WHY = {
    "insult": Words("Insults or mocks the customer.", "辱骂或嘲讽顾客。"),
    "blame": Words("Scolds or blames the customer.", "训斥或责怪顾客。"),
}


def find(transcript: Transcript) -> Iterator[Finding]:
    for index, turn in enumerate(transcript.turns):
        if turn.role == "agent" and (said := rude(turn.text)) is not None:
            yield Finding(rule=RuleId.RUDE_OR_BLAMING, turn=index, quote=said.quote, why=_WHY[said.kind])
