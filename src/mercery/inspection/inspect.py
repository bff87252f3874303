"""Holds one transcript against the rules. Pure: the service brings the transcript and what was known then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from mercery.inspection.detectors import (
    missed_handoff,
    missed_upsell_allowed,
    no_identity_check,
    none_greeting,
    off_platform_payment,
    privacy_leak,
    prohibited_claim,
    promise_beyond_policy,
    rude_or_blaming,
    slow_reply,
    unanswered_question,
    wrong_fact,
)
from mercery.inspection.learnt import marks
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Finding, Transcript

Detector = Callable[[Transcript], Iterable[Finding]]
DETECTORS: Final[Mapping[RuleId, Detector]] = {
    RuleId.MISSED_HANDOFF: missed_handoff.find,
    RuleId.MISSED_UPSELL_ALLOWED: missed_upsell_allowed.find,
    RuleId.NO_IDENTITY_CHECK: no_identity_check.find,
    RuleId.NONE_GREETING: none_greeting.find,
    RuleId.OFF_PLATFORM_PAYMENT: off_platform_payment.find,
    RuleId.PRIVACY_LEAK: privacy_leak.find,
    RuleId.PROHIBITED_CLAIM: prohibited_claim.find,
    RuleId.PROMISE_BEYOND_POLICY: promise_beyond_policy.find,
    RuleId.RUDE_OR_BLAMING: rude_or_blaming.find,
    RuleId.SLOW_REPLY: slow_reply.find,
    RuleId.UNANSWERED_QUESTION: unanswered_question.find,
    RuleId.WRONG_FACT: wrong_fact.find,
}
"""What looks for each rule."""


def inspect(transcript: Transcript, rules: Collection[RuleId] = tuple(RuleId)) -> list[Finding]:
    """What breaks one of `rules`, in order of turns; each rule once, at its first turn."""
    first: dict[RuleId, Finding] = {}
    for rule, find in DETECTORS.items():
        if rule in rules:
            for finding in find(transcript):
                if (rule not in first or finding.turn < first[rule].turn) and not marks.doubted(transcript, finding):
                    first[rule] = finding
    for finding in marks.found(transcript, first, rules):
        first[finding.rule] = finding
    return sorted(first.values(), key=lambda one: (one.turn, one.rule))
