"""Keeping the shop's rules: each change with its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound, Problem
from mercery.core.ids import new_id
from mercery.recommendations import repository
from mercery.recommendations.rules import MOST_RULES, Rule, Target, checked_rule

_PRODUCT: Final = "product"


async def rule(session: AsyncSession, shop: Shop, rule_id: str) -> Rule:
    """One rule; NotFound."""
    found = next((one for one in await repository.rules(session, shop.id) if one.id == rule_id), None)
    if found is None:
        raise NotFound(
            "There is no such rule.", remedy="Look at the list of rules.", zh="没有这条规则，请查看规则列表。"
        )
    return found


async def save_rule(
    session: AsyncSession, shop: Shop, actor: Actor, made: Rule, *, seen: datetime | None = None
) -> Rule:
    """Keep a new rule (without an id), or change one. `seen`: when the rule that was looked at had last been changed."""
    one = checked_rule(made)
    await _pieces_exist(session, shop, one)
    every = await repository.rules(session, shop.id)
    before = next((other for other in every if other.id == one.id), None)
    if one.id and before is None:
        raise NotFound(
            "There is no such rule.", remedy="Look at the list of rules.", zh="没有这条规则，请查看规则列表。"
        )
    if before is not None and seen is not None and before.changed_at != seen:
        raise Conflict(
            f"{before.changed_by} changed this rule meanwhile.",
            remedy="Load it again and look.",
            zh=f"{before.changed_by} 已更改此规则，请刷新后查看。",
        )
    if before is None and len(every) >= MOST_RULES:
        raise Invalid(
            f"A shop keeps {MOST_RULES} rules at most.",
            remedy="Remove rules nobody needs.",
            zh=f"最多保留 {MOST_RULES} 条规则，请删除不再需要的规则。",
        )
    moment = now()
    kept = replace(
        one,
        id=before.id if before else new_id("rcr"),
        made_at=before.made_at if before else moment,
        made_by=before.made_by if before else actor.name,
        changed_at=moment,
        changed_by=actor.name,
    )
    await _write(session, shop, actor, kept, before, kept.reason)
    return kept


async def switch_rule(session: AsyncSession, shop: Shop, actor: Actor, rule_id: str, *, active: bool) -> Rule:
    """Switch a rule off, or on again while its end has not come."""
    before = await rule(session, shop, rule_id)
    if active and before.ends_at is not None and before.ends_at <= now():
        raise Conflict(
            "The rule has ended.", remedy="Give it a later end first.", zh="规则已过期，请先设置更晚的结束时间。"
        )
    if before.active == active:
        return before
    kept = replace(before, active=active, changed_at=now(), changed_by=actor.name)
    await _write(session, shop, actor, kept, before, "")
    return kept


async def _pieces_exist(session: AsyncSession, shop: Shop, one: Rule) -> None:
    targets: list[tuple[str, Target]] = [("target", one.target), *([("other", one.other)] if one.other else [])]
    wanted = {target.value for _, target in targets if target.kind == _PRODUCT}
    known = {found.id for found in await catalog.products(session, shop.id, list(wanted))} if wanted else set()
    for field, target in targets:
        if target.kind == _PRODUCT and target.value not in known:
            problem = Problem(
                field=field,
                message="There is no such piece.",
                remedy="Choose one of the catalogue.",
                zh="没有该商品，请从目录中选择。",
            )
            raise Invalid(problem.message, remedy=problem.remedy, problems=[problem], zh=problem.zh)


async def _write(session: AsyncSession, shop: Shop, actor: Actor, kept: Rule, before: Rule | None, reason: str) -> None:
    await repository.save_rule(session, shop.id, kept)
    await record(
        session, shop.id, actor, "recommendations.rule", kept.id,
        before=repository.rule_json(before) if before else None,
        after=repository.rule_json(kept), reason=reason or None,
    )  # fmt: skip
