"""Statements of policy as rows with values and validity. Pure."""

from __future__ import annotations

from mercery.knowledge.drafts.draft import PolicyRow
from mercery.knowledge.drafts.suggestion import Suggestion


def policy_of(one: Suggestion) -> PolicyRow | None:
    """The policy a suggestion states; None when it states none."""
    return None
