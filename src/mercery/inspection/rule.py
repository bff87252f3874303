"""The rules a conversation is held against. Which of them count in a shop, and how strictly, is data."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Severity = Literal["critical", "serious", "minor"]


class RuleId(StrEnum):
    """What can be found. The names are those of the exchange format of inspected conversations."""

    WRONG_FACT = "wrong_fact"
    PROMISE_BEYOND_POLICY = "promise_beyond_policy"
    MISSED_HANDOFF = "missed_handoff"
    RUDE_OR_BLAMING = "rude_or_blaming"
    SLOW_REPLY = "slow_reply"
    UNANSWERED_QUESTION = "unanswered_question"
    PRIVACY_LEAK = "privacy_leak"
    PROHIBITED_CLAIM = "prohibited_claim"
    NO_IDENTITY_CHECK = "no_identity_check"
    MISSED_UPSELL_ALLOWED = "missed_upsell_allowed"
    OFF_PLATFORM_PAYMENT = "off_platform_payment"
    NONE_GREETING = "none_greeting"
