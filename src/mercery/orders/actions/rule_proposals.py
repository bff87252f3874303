"""Rules for orders that wait for a second person: who wrote them has said yes with it. Until then nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.orders.actions.rule import ActionRule, rule_from_data, rule_to_data
from mercery.orders.actions.rule_versions import (
    check_newest,
    check_reason,
    history,
    nothing_different,
    recorded_meanwhile,
)
from mercery.orders.actions.rule_words import ACTION_NAMES, MOVES_MONEY, amounts_text
from mercery.orders.actions.service import changed_rules, record_rules
from mercery.orders.tables import OrderRuleProposalRow
from mercery.policies import second_yes
from mercery.policies.draft import PolicyDraft

PACK: Final = "pack:"
"""Begins what several rules at once are called: `pack:boutique`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProposal:
    """Rules somebody wrote, which another person has to say yes to."""

    id: str
    about: str
    """The action, or a pack's name behind `PACK`."""
    rules: Sequence[ActionRule]
    """As they would be: those that change something, each with the version it would follow."""
    reason: str
    by_id: str
    by_name: str
    at: datetime

    @property
    def title(self) -> Words:
        """The action's name, or the pack's."""
        if self.about.startswith(PACK):
            name = self.about.removeprefix(PACK)
            return Words(f"The pack “{name}”", f"规则包“{name}”")
        return ACTION_NAMES[self.rules[0].action]


def as_policy(rule: ActionRule) -> PolicyDraft:
    """What the shop's rule of two people is asked about: a rule that moves money is a policy on returns and refunds."""
    said = Words(f"{rule.statement.en}\n{rule.reminder.en}", f"{rule.statement.zh}\n{rule.reminder.zh}")
    return PolicyDraft(
        key=rule.key,
        topic="returns" if rule.action in MOVES_MONEY else "other",
        title=ACTION_NAMES[rule.action],
        statement=said,
        values={"person_above": amounts_text(rule.person_above)} if rule.person_above else {},
    )


async def propose(
    session: AsyncSession, shop_id: str, actor: Actor, about: str, rules: Sequence[ActionRule], *, reason: str,
    after_version: int | None = None,
) -> RuleProposal:  # fmt: skip
    """Have rules wait; what waited about the same is overtaken. `after_version`: what the writer of one rule saw. Conflict
    and Invalid as when they are recorded."""
    check_reason(reason)
    if after_version is not None:
        await check_newest(session, shop_id, rules[0].action, after_version)
    if not (changed := await changed_rules(session, shop_id, rules)):
        raise nothing_different()
    for earlier in await _rows(session, shop_id, about):
        second_yes.decide(earlier, actor, "overtaken")
    row = OrderRuleProposalRow(
        id=new_id("orp"), shop_id=shop_id, about=about, rules=[_kept(one) for one in changed], reason=reason.strip(),
        by_id=actor.id, by_name=actor.name, at=now(), state="waiting", decided_by="", decided_at=None,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.record(
        session, shop_id, actor, "order_rule.propose", about, after={"rules": row.rules}, reason=row.reason
    )
    return _proposal(row)


async def waiting(session: AsyncSession, shop_id: str, about: str | None = None) -> list[RuleProposal]:
    """What waits for a second person, of everything or about one action or pack, the oldest first."""
    return [_proposal(row) for row in await _rows(session, shop_id, about)]


async def proposal(session: AsyncSession, shop_id: str, proposal_id: str) -> RuleProposal:
    """One that waits. NotFound; Conflict where it was decided."""
    return _proposal(await _waiting(session, shop_id, proposal_id))


async def confirm(
    session: AsyncSession, shop_id: str, actor: Actor, proposal_id: str, *, alone: bool = False
) -> list[ActionRule]:
    """The second yes: the rules are recorded with both names, all or none. Invalid for who wrote them, unless nobody else is
    there any more (`alone`); Conflict when a version of one of them was recorded meanwhile."""
    row = await _waiting(session, shop_id, proposal_id)
    names = second_yes.both_names(row, actor, alone=alone)
    held = _proposal(row)
    would_be = {one.key: one.version for one in await changed_rules(session, shop_id, held.rules)}
    for one in held.rules:
        if would_be.get(one.key) != one.version:
            raise recorded_meanwhile((await history(session, shop_id, one.action))[0].recorded_by)
    rules = [replace(one, valid_from=second_yes.from_the_yes_on(one.valid_from)) for one in held.rules]
    made = await record_rules(session, shop_id, actor, rules, reason=row.reason, recorded_by=names)
    second_yes.decide(row, actor, "recorded")
    return made


async def refuse(session: AsyncSession, shop_id: str, actor: Actor, proposal_id: str, *, reason: str) -> None:
    """Say no, or take one's own back."""
    row = await _waiting(session, shop_id, proposal_id)
    second_yes.check_refusal(reason)
    second_yes.decide(row, actor, "refused")
    await audit.record(
        session, shop_id, actor, "order_rule.refuse", row.about, before={"by": row.by_name, "reason": row.reason},
        reason=reason.strip(),
    )  # fmt: skip


async def _rows(session: AsyncSession, shop_id: str, about: str | None) -> Sequence[OrderRuleProposalRow]:
    query = select(OrderRuleProposalRow).where(
        OrderRuleProposalRow.shop_id == shop_id, OrderRuleProposalRow.state == "waiting"
    )
    if about is not None:
        query = query.where(OrderRuleProposalRow.about == about)
    return (await session.scalars(query.order_by(OrderRuleProposalRow.at, OrderRuleProposalRow.id))).all()


async def _waiting(session: AsyncSession, shop_id: str, proposal_id: str) -> OrderRuleProposalRow:
    row = await session.scalar(
        select(OrderRuleProposalRow)
        .where(OrderRuleProposalRow.shop_id == shop_id, OrderRuleProposalRow.id == proposal_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("There are no such rules waiting.", zh="没有这份待核准的规则。")
    second_yes.check_undecided(row)
    return row


def _kept(rule: ActionRule) -> dict[str, Any]:
    return {
        "rule": rule_to_data(rule),
        "version": rule.version,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
    }


def _told(kept: Json) -> ActionRule:
    first, last = (datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("valid_from", "valid_to"))
    rule = rule_from_data(kept["rule"])
    return replace(rule, version=int(kept["version"]), valid_from=first, valid_to=last)


def _proposal(row: OrderRuleProposalRow) -> RuleProposal:
    return RuleProposal(
        id=row.id, about=row.about, rules=tuple(_told(one) for one in row.rules), reason=row.reason, by_id=row.by_id,
        by_name=row.by_name, at=row.at,
    )  # fmt: skip
