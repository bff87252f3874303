"""What a person has done to a set: proved while they wait where that is quick, mended by a proposed repair."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.promotions.lab.mending import found_mends
from mercery.promotions.publishing import checking, drafting, gate
from mercery.promotions.publishing.errors import ProofNeeded
from mercery.promotions.publishing.sets import PromotionSet, SetDraft, promotion_set
from mercery.promotions.rules.notation import rule_data
from mercery.promotions.worst.repair.change import Change
from mercery.web.database import database_of


async def checked_soon(request: Request, session: AsyncSession, shop: Shop, staff: Staff, set_id: str) -> None:
    """Begin a proof. One that takes about a second is waited for; any other is a job. Ends the transaction."""
    one = await promotion_set(session, shop.id, set_id)
    latest = await checking.latest_check(session, shop.id, set_id)
    if latest is not None and latest.busy and latest.set_version == one.version:
        return
    at_once = await checking.small(session, shop, one)
    check = await checking.begin(session, shop, staff.actor, set_id, at_once=at_once)
    await session.commit()
    if at_once:
        await checking.work(database_of(request), shop.id, check)


async def applied(
    request: Request, session: AsyncSession, shop: Shop, staff: Staff, set_id: str, key: str, certificate_id: str
) -> Words:
    """Give the set the rules a repair proposes, and prove again. Conflict when it was proposed for another proof."""
    one = await promotion_set(session, shop.id, set_id)
    if certificate_id not in one.certificates.values():
        raise Conflict(
            "It was proved again since this repair was proposed.",
            remedy="Look at the repairs of the new proof.",
            zh="此修改建议提出之后已重新证明，请查看新证明的建议。",
        )
    mends = await found_mends(session, shop, one, certificate_id)
    chosen = next((mend for mend in mends if mend.repair.key == key and mend.applies), None)
    if chosen is None:
        raise Conflict(
            "This repair is not proposed any more.",
            remedy="Look at the repairs again.",
            zh="此修改建议已不适用，请重新查看。",
        )
    await drafting.change(
        session, shop, staff.actor, set_id, mended(one, chosen.repair.change), after_version=one.version
    )
    await checked_soon(request, session, shop, staff, set_id)
    return chosen.repair.words


async def published(
    session: AsyncSession, shop: Shop, staff: Staff, set_id: str, version: int, reason: str, *, despite: str = ""
) -> None:
    """Put into force the version that was looked at; `despite`: why, where costs are not known. A proof that prices or
    costs have overtaken is made again."""
    if (await promotion_set(session, shop.id, set_id)).version != version:
        raise Conflict(
            "It was changed since you looked.", remedy="Look at it again.", zh="内容在您查看之后已有改动，请重新查看。"
        )
    if not reason.strip():
        raise Invalid("Say what you looked at.", zh="请写明您核对了什么。")
    try:
        await gate.publish(session, shop, staff.actor, set_id, reason=reason, despite_unknown_costs=despite)
    except ProofNeeded:
        await checking.begin(session, shop, staff.actor, set_id)
        raise


def mended(one: PromotionSet, change: Change) -> SetDraft:
    """The set with the changed rules in the place of its own."""
    changed = {rule.id: rule for rule in change.rules}
    written = [
        rule_data(changed[rule.id]) if rule.id in changed else before
        for rule, before in zip(one.rules, one.written, strict=True)
        if rule.id not in change.removed
    ]
    return replace(drafting.draft_of(one), rules=written)
