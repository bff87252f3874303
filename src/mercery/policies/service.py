"""Recording and reading policies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM, Actor
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.events import Event, bus
from mercery.core.ids import new_id
from mercery.core.statements import Asked
from mercery.policies import repository
from mercery.policies.draft import PolicyDraft, check_draft, policies_from_json
from mercery.policies.policy import Policy, ends, in_force

__all__ = [
    "PoliciesChanged",
    "PolicyDraft",
    "policies_from_json",
    "policies_in_force",
    "record_policies",
    "record_policy",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Every version of a shop's policies."""

    stamp: tuple[int, str]
    """Another one as soon as any is recorded."""
    every: list[Policy]
    ended: dict[str, Policy]
    """The same by their ids, with the end that later versions of their key give them."""


_SUPPOSED: Final = 2_000_000_000
"""A version that no writer ever reaches."""
_versions: dict[str, _Read] = {}
"""What was read of each shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesChanged(Event):
    """New versions of policies were recorded; they may begin only later (`valid_from`)."""

    keys: tuple[str, ...]


async def policies_in_force(session: AsyncSession, shop_id: str, at: datetime | None = None) -> list[Policy]:
    """What holds at `at` (now when None), in order of key. `valid_to` says when each will have ended, as far as known."""
    known = await _every_version(session, shop_id)
    return [known.ended[policy.id] for policy in in_force(known.every, at or now())]


async def _every_version(session: AsyncSession, shop_id: str) -> _Read:
    """All versions, read anew only when one was recorded: every message of a customer asks for them."""
    stamp = await repository.stamp(session, shop_id)
    known = _versions.get(shop_id)
    if known is None or known.stamp != stamp:
        every = await repository.versions(session, shop_id)
        ended = {policy.id: replace(policy, valid_to=ends(policy, every)) for policy in every}
        known = _versions[shop_id] = _Read(stamp=stamp, every=every, ended=ended)
    return known


def policies_asked(shop_id: str) -> Asked[tuple[int, str]]:
    """What `policies_in_force` asks first, to be read ahead."""
    return repository.stamp_asked(shop_id)


async def versions_stamp(session: AsyncSession, shop_id: str) -> str:
    """Another text as soon as any version is recorded."""
    number, newest = await repository.stamp(session, shop_id)
    return f"{number}:{newest}"


async def policy_in_force(session: AsyncSession, shop_id: str, key: str, at: datetime | None = None) -> Policy:
    """The version of `key` that holds at `at`; NotFound."""
    found = [policy for policy in await policies_in_force(session, shop_id, at) if policy.key == key]
    if not found:
        raise NotFound(f"No policy '{key}' is in force.", zh=f"政策“{key}”未在生效。")
    return found[0]


async def policy_history(session: AsyncSession, shop_id: str, key: str) -> list[Policy]:
    """Every version of a policy, newest first; NotFound when there never was one."""
    found = await repository.versions(session, shop_id, key=key)
    if not found:
        raise NotFound(f"There is no policy '{key}'.", zh=f"没有政策“{key}”。")
    return found[::-1]


async def coming_policies(session: AsyncSession, shop_id: str) -> list[Policy]:
    """Versions recorded already that begin later."""
    return [policy for policy in await repository.versions(session, shop_id) if policy.valid_from > now()]


async def record_policy(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    draft: PolicyDraft,
    *,
    reason: str,
    after_version: int | None = None,
    withdrawn: bool = False,
    recorded_by: str = "",
) -> Policy:
    """Add a version. `recorded_by`: who wrote it and who said yes, where that is not the actor alone. Conflict when `after_version` (what the writer saw) is no longer the newest."""
    check_draft(draft)
    if not reason.strip():
        message = "Say why the policy changes."
        raise Invalid(
            message, problems=[Problem(field="reason", message=message, zh="请写明更改原因。")], zh="请写明更改原因。"
        )
    await one_writer(session, shop_id, draft.key)
    newest = await repository.newest_version(session, shop_id, draft.key)
    if after_version is not None and after_version != newest:
        raise recorded_meanwhile(newest)
    policy = _versioned(draft, version=newest + 1, actor=actor, reason=reason.strip(), withdrawn=withdrawn)
    policy = replace(policy, recorded_by=recorded_by or policy.recorded_by)
    repository.add(session, shop_id, policy)
    await session.flush()
    await _note(session, shop_id, actor, policy)
    await bus.publish(session, PoliciesChanged(shop_id=shop_id, keys=(policy.key,)))
    return policy


async def suppose(session: AsyncSession, shop_id: str, draft: PolicyDraft) -> None:
    """Let `draft` be in force from now on, in a transaction that the caller takes back: to see what would be said if it
    were recorded. Nothing is noted, nobody is told, no writer waits."""
    check_draft(draft)
    repository.add(
        session, shop_id,
        _versioned(replace(draft, valid_from=None), version=_SUPPOSED, actor=SYSTEM, reason="supposed", withdrawn=False),
    )  # fmt: skip
    await session.flush()


async def record_policies(
    session: AsyncSession, shop_id: str, actor: Actor, drafts: Iterable[PolicyDraft], *, reason: str
) -> list[Policy]:
    """Record what differs from the policies in force; returns the new versions. Doing it twice changes nothing."""
    made = []
    current = {policy.key: policy for policy in await repository.versions(session, shop_id)}
    for draft in drafts:
        held = current.get(draft.key)
        if held is None or not _same(held, draft):
            made.append(await record_policy(session, shop_id, actor, draft, reason=reason))
    return made


async def withdraw_policy(
    session: AsyncSession, shop_id: str, actor: Actor, key: str, *, reason: str, at: datetime | None = None
) -> Policy:
    """End a policy at `at` (now when None) by a version that says so."""
    newest = (await policy_history(session, shop_id, key))[0]
    draft = PolicyDraft(
        key=key, topic=newest.topic, title=newest.title, statement=newest.statement, values=newest.values,
        regions=newest.regions, valid_from=at,
    )  # fmt: skip
    return await record_policy(session, shop_id, actor, draft, reason=reason, withdrawn=True)


def as_version(draft: PolicyDraft, version: int) -> Policy:
    """The draft as the version it would be, to be held beside another."""
    return _versioned(draft, version=version, actor=SYSTEM, reason="", withdrawn=False)


def _versioned(draft: PolicyDraft, *, version: int, actor: Actor, reason: str, withdrawn: bool) -> Policy:
    return Policy(
        id=new_id("pol"),
        key=draft.key,
        topic=draft.topic,
        title=draft.title,
        statement=draft.statement,
        values=draft.values,
        regions=draft.regions,
        valid_from=draft.valid_from or now(),
        valid_to=draft.valid_to,
        version=version,
        recorded_at=now(),
        recorded_by=actor.name,
        reason=reason,
        withdrawn=withdrawn,
    )


def _same(held: Policy, draft: PolicyDraft) -> bool:
    begins_same = draft.valid_from is None or draft.valid_from == held.valid_from
    said = (held.topic, held.title, held.statement, dict(held.values), held.regions, held.valid_to)
    asked = (draft.topic, draft.title, draft.statement, dict(draft.values), draft.regions, draft.valid_to)
    return begins_same and said == asked and not held.withdrawn


def recorded_meanwhile(newest: int) -> Conflict:
    """What a writer is told who saw an earlier version than the newest."""
    return Conflict(
        f"Version {newest} was recorded meanwhile.", remedy="Load the page again and repeat your change.",
        zh=f"其间已记录第 {newest} 版，请刷新页面后重新修改。",
    )  # fmt: skip


async def one_writer(session: AsyncSession, shop_id: str, key: str) -> None:
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"policy:{shop_id}:{key}"}
    )


async def _note(session: AsyncSession, shop_id: str, actor: Actor, policy: Policy) -> None:
    before = None
    if policy.version > 1:
        former = next(
            held for held in await policy_history(session, shop_id, policy.key) if held.version == policy.version - 1
        )
        before = _as_noted(former)
    action = "policy.withdraw" if policy.withdrawn else "policy.record"
    await audit.record(
        session,
        shop_id,
        actor,
        action,
        f"policy:{policy.key}",
        before=before,
        after=_as_noted(policy),
        reason=policy.reason,
    )


def _as_noted(policy: Policy) -> dict[str, object]:
    return {
        "version": policy.version,
        "en": policy.statement.en,
        "zh": policy.statement.zh,
        "values": dict(policy.values),
        "valid_from": policy.valid_from.isoformat(),
        "valid_to": policy.valid_to.isoformat() if policy.valid_to else None,
    }
