"""How the shop reviews: its rule of two people, and who may approve at all."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.core.clock import now
from mercery.knowledge.review import repository
from mercery.knowledge.review.acts import note, said_of
from mercery.knowledge.review.queued import OPEN
from mercery.knowledge.review.tables import ReviewDraftRow
from mercery.knowledge.review.taking_in import weigh
from mercery.knowledge.review.two_people import ReviewRule
from mercery.policies.service import policies_in_force


async def alone(session: AsyncSession, shop_id: str) -> bool:
    """Whether a single person of the shop may approve, so that there is no second one to ask."""
    return len(await reviewers(session, shop_id)) <= 1


async def reviewers(session: AsyncSession, shop_id: str) -> list[Staff]:
    """Who may approve."""
    return [one for one in await accounts.staff_members(session, shop_id) if one.may(Permission.REVIEW_ANSWERS)]


async def rule(session: AsyncSession, shop_id: str) -> ReviewRule:
    """How the shop reviews."""
    return await repository.rule(session, shop_id)


async def set_rule(session: AsyncSession, shop_id: str, actor: Actor, made: ReviewRule) -> ReviewRule:
    """Change how the shop reviews; what waits is weighed anew, and what one person approved may want a second one now."""
    before = await repository.rule(session, shop_id)
    made = replace(made, changed_at=now(), changed_by=actor.name)
    await repository.set_rule(session, shop_id, made)
    policies = await policies_in_force(session, shop_id)
    single = await alone(session, shop_id)
    for row in await repository.rows_where(
        session, shop_id, ReviewDraftRow.state.in_((*OPEN, "approved")), ReviewDraftRow.release_id == ""
    ):
        if row.kind == "withdraw":
            continue
        weigh(row, repository.DRAFT.validate_python(row.draft), policies, made)
        if row.state == "approved" and row.touches and not single:
            await _wants_a_second(session, row)
    await session.flush()
    await audit.record(
        session, shop_id, actor, "review.rule", "two_people",
        before={"two_people": before.two_people, "categories": list(before.categories)},
        after={"two_people": made.two_people, "categories": list(made.categories)},
    )  # fmt: skip
    return made


async def _wants_a_second(session: AsyncSession, row: ReviewDraftRow) -> None:
    said = await said_of(session, row)
    if len(said) < 2:
        before = repository.kept(row, said)
        row.state = "second"
        await note(session, row, SYSTEM, "return", before, reason="the rule asks for a second person now")
