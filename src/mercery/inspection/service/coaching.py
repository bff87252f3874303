"""Coaching: what each agent's conversations show, and notes that the person sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Invalid, Problem
from mercery.inspection import repository
from mercery.inspection.agents import Spokesman
from mercery.inspection.coaching import WEEKS, AgentFigures, Week, agent_figures, by_agent, standing, weeks
from mercery.inspection.finding import CoachingNote, FindingFilter
from mercery.ui.formats import zone_named

LONGEST: Final = 1000
_MOST: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The weeks looked at."""

    since: datetime
    until: datetime


def period(shop: Shop, count: int = WEEKS) -> Period:
    """The last weeks, from a Monday in the shop's days."""
    moment = now()
    local = moment.astimezone(zone_named(shop.timezone))
    begins = (local - timedelta(days=local.weekday(), weeks=count - 1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return Period(since=begins, until=moment)


async def agents(session: AsyncSession, shop: Shop) -> list[AgentFigures]:
    """Everybody who spoke for the shop in the last weeks."""
    asked = period(shop)
    talks = await repository.inspections(session, shop.id, since=asked.since)
    found, _ = await repository.findings(session, shop.id, FindingFilter(state=None, since=asked.since), limit=_MOST)
    return by_agent(talks, found, asked.until, zone_named(shop.timezone))


async def agent(session: AsyncSession, shop: Shop, agent_id: str, name: str = "") -> AgentFigures:
    """One agent; empty figures where there are no conversations yet."""
    every = {one.agent.id: one for one in await agents(session, shop)}
    if agent_id in every:
        return every[agent_id]
    who = Spokesman(id=agent_id, name=name, kind="person")
    return agent_figures(who, [], [], now(), zone_named(shop.timezone))


async def trend(session: AsyncSession, shop: Shop) -> list[Week]:
    """The shop's weeks over all agents."""
    asked = period(shop)
    talks = await repository.inspections(session, shop.id, since=asked.since)
    found, _ = await repository.findings(session, shop.id, FindingFilter(state=None, since=asked.since), limit=_MOST)
    return weeks(talks, standing(found), asked.until, zone_named(shop.timezone))


async def add_note(
    session: AsyncSession, shop_id: str, actor: Actor, agent_id: str, words: str, *, finding_id: str | None = None
) -> None:
    """Leave a word for an agent, beside a finding or alone. The person sees it on their own page."""
    said = words.strip()
    if not said or len(said) > LONGEST:
        message = "Write a note first." if not said else f"At most {LONGEST} characters."
        zh = "请先写下意见。" if not said else f"最多 {LONGEST} 字。"
        raise Invalid(message, problems=[Problem(field="text", message=message, zh=zh)], zh=zh)
    note = repository.add_note(session, shop_id, agent_id, finding_id, said, actor.id, actor.name)
    await session.flush()
    await audit.record(
        session, shop_id, actor, "inspection.coach", note, after={"agent": agent_id, "finding": finding_id}
    )


async def notes(session: AsyncSession, shop_id: str, *, agent_id: str = "", finding_id: str = "") -> list[CoachingNote]:
    """Notes for an agent or beside a finding, the latest first."""
    return await repository.notes(session, shop_id, agent_id=agent_id, finding_id=finding_id)


async def notes_seen(session: AsyncSession, shop_id: str, agent_id: str) -> None:
    """The agent has read their notes."""
    await repository.mark_notes_seen(session, shop_id, agent_id)
