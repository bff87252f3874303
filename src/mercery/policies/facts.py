"""The facts policies yield. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Statement
from mercery.policies.policy import Policy


def facts(policies: Iterable[Policy]) -> list[Fact]:
    """One statement per policy, under the attribute of its topic; `subject.id` is the policy's key."""
    return [
        Fact(
            subject=Subject(kind="policy", id=policy.key, name=policy.title),
            attribute=policy.topic,
            label=policy.title,
            value=Statement(policy.statement, tuple(policy.values.items())),
            source=policy.source,
            version=policy.version,
            valid_from=policy.valid_from,
            valid_to=policy.valid_to,
            recorded_at=policy.recorded_at,
        )
        for policy in policies
    ]
