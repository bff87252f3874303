"""Versions of policies that wait for a second person: who wrote one has said yes with it. Until then nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.errors import NotFound, wrong_field
from mercery.core.ids import new_id
from mercery.policies import repository, second_yes, service
from mercery.policies.draft import PolicyDraft, check_draft
from mercery.policies.policy import Policy
from mercery.policies.tables import PolicyProposalRow

_DRAFT: Final[TypeAdapter[PolicyDraft]] = TypeAdapter(PolicyDraft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A version somebody wrote, which another person has to say yes to."""

    id: str
    draft: PolicyDraft
    after_version: int
    """The version it follows; 0 where there is none."""
    reason: str
    by_id: str
    by_name: str
    at: datetime


async def propose(
    session: AsyncSession, shop_id: str, actor: Actor, draft: PolicyDraft, *, reason: str, after_version: int
) -> Proposal:
    """Have a version wait; one that waited of the same policy is overtaken. Conflict as when it is recorded."""
    check_draft(draft)
    if not reason.strip():
        raise wrong_field("reason", "Say why the policy changes.", zh="请写明更改原因。")
    await service.one_writer(session, shop_id, draft.key)
    newest = await repository.newest_version(session, shop_id, draft.key)
    if newest != after_version:
        raise service.recorded_meanwhile(newest)
    for earlier in await _rows(session, shop_id, draft.key):
        second_yes.decide(earlier, actor, "overtaken")
    row = PolicyProposalRow(
        id=new_id("ppr"), shop_id=shop_id, key=draft.key, draft=_DRAFT.dump_python(draft, mode="json"),
        after_version=after_version, reason=reason.strip(), by_id=actor.id, by_name=actor.name, at=now(), state="waiting",
        decided_by="", decided_at=None,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.record(
        session, shop_id, actor, "policy.propose", f"policy:{draft.key}",
        after={"en": draft.statement.en, "zh": draft.statement.zh, "values": dict(draft.values)}, reason=row.reason,
    )  # fmt: skip
    return _proposal(row)


async def waiting(session: AsyncSession, shop_id: str, key: str | None = None) -> list[Proposal]:
    """What waits for a second person, of all policies or of one, the oldest first."""
    return [_proposal(row) for row in await _rows(session, shop_id, key)]


async def proposal(session: AsyncSession, shop_id: str, proposal_id: str) -> Proposal:
    """One that waits; NotFound also where it was decided."""
    return _proposal(await _waiting(session, shop_id, proposal_id))


async def confirm(
    session: AsyncSession, shop_id: str, actor: Actor, proposal_id: str, *, alone: bool = False
) -> Policy:
    """The second yes: the version is recorded with both names. Invalid for who wrote it, unless nobody else is there any
    more (`alone`); Conflict when another version was recorded meanwhile."""
    row = await _waiting(session, shop_id, proposal_id)
    names = second_yes.both_names(row, actor, alone=alone)
    draft: PolicyDraft = _DRAFT.validate_python(row.draft)
    draft = replace(draft, valid_from=second_yes.from_the_yes_on(draft.valid_from))
    made = await service.record_policy(
        session, shop_id, actor, draft, reason=row.reason, after_version=row.after_version, recorded_by=names
    )
    second_yes.decide(row, actor, "recorded")
    return made


async def refuse(session: AsyncSession, shop_id: str, actor: Actor, proposal_id: str, *, reason: str) -> None:
    """Say no, or take one's own back."""
    row = await _waiting(session, shop_id, proposal_id)
    second_yes.check_refusal(reason)
    second_yes.decide(row, actor, "refused")
    await audit.record(
        session, shop_id, actor, "policy.refuse", f"policy:{row.key}", before={"by": row.by_name, "reason": row.reason},
        reason=reason.strip(),
    )  # fmt: skip


async def _rows(session: AsyncSession, shop_id: str, key: str | None) -> Sequence[PolicyProposalRow]:
    query = select(PolicyProposalRow).where(PolicyProposalRow.shop_id == shop_id, PolicyProposalRow.state == "waiting")
    if key is not None:
        query = query.where(PolicyProposalRow.key == key)
    return (await session.scalars(query.order_by(PolicyProposalRow.at, PolicyProposalRow.id))).all()


async def _waiting(session: AsyncSession, shop_id: str, proposal_id: str) -> PolicyProposalRow:
    row = await session.scalar(
        select(PolicyProposalRow)
        .where(PolicyProposalRow.shop_id == shop_id, PolicyProposalRow.id == proposal_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such version waiting.", zh="没有这份待核准的版本。")
    second_yes.check_undecided(row)
    return row


def _proposal(row: PolicyProposalRow) -> Proposal:
    return Proposal(
        id=row.id, draft=_DRAFT.validate_python(row.draft), after_version=row.after_version,
        reason=row.reason, by_id=row.by_id, by_name=row.by_name, at=row.at,
    )  # fmt: skip
