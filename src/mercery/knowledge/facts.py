"""Approved answers as facts. Pure."""

from __future__ import annotations

from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Statement
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer


def answer_fact(answer: ApprovedAnswer) -> Fact:
    """What may be quoted: the answer's own words at this version."""
    return Fact(
        subject=Subject(kind="answer", id=answer.key, name=answer.question),
        attribute="answer",
        label=answer.question,
        value=Statement(answer.answer),
        source=Words(f"approved answer, version {answer.version}", f"已核准答复，第 {answer.version} 版"),
        version=answer.version,
        valid_from=answer.valid_from,
        valid_to=answer.valid_to,
        recorded_at=answer.recorded_at or now(),
    )
