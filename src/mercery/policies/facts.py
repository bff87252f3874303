"""The facts policies yield. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Statement
from mercery.policies.policy import Policy

_MOST: Final = 5_000
_made: Final[dict[int, tuple[Policy, Fact]]] = {}
"""The fact of each version of a policy that was asked for, by that very object: every message asks for all in force."""


def facts(policies: Iterable[Policy]) -> list[Fact]:
    """One statement per policy, under the attribute of its topic; `subject.id` is the policy's key."""
    return [_kept(policy) for policy in policies]


def _kept(policy: Policy) -> Fact:
    known = _made.get(id(policy))
    if known is not None and known[0] is policy:
        return known[1]
    if len(_made) >= _MOST:
        _made.clear()
    fact = _fact(policy)
    _made[id(policy)] = policy, fact
    return fact


def _fact(policy: Policy) -> Fact:
    return Fact(
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
