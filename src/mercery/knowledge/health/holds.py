"""Answers held back because the passage they stand on says otherwise by now. A new version of the answer is not held, unless
it says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Words
from mercery.knowledge.health.tables import AnswerHoldRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A version of an answer that is not said, and why."""

    key: str
    version: int
    why: Words
    at: datetime


async def holds_in_force(session: AsyncSession, shop_id: str) -> frozenset[tuple[str, int]]:
    """Key and version of what is held back."""
    return frozenset((one.key, one.version) for one in await holds(session, shop_id))


async def holds(session: AsyncSession, shop_id: str) -> list[Hold]:
    """Everything held back, the newest first."""
    rows = await session.scalars(
        select(AnswerHoldRow)
        .where(AnswerHoldRow.shop_id == shop_id, AnswerHoldRow.released_at.is_(None))
        .order_by(AnswerHoldRow.at.desc(), AnswerHoldRow.key)
    )
    return [
        Hold(key=row.key, version=row.version, why=Words(row.why.get("en", ""), row.why.get("zh", "")), at=row.at)
        for row in rows
    ]


async def hold(
    session: AsyncSession, shop_id: str, actor: Actor, found: Mapping[tuple[str, int], Words]
) -> list[tuple[str, int]]:
    """Hold back these versions, each with why. What is held already, or was let go by a person, stays as it is."""
    rows = await session.execute(
        select(AnswerHoldRow.key, AnswerHoldRow.version).where(AnswerHoldRow.shop_id == shop_id)
    )
    known = {(key, version) for key, version in rows}
    made = [place for place in found if place not in known]
    for key, version in made:
        why = found[key, version]
        session.add(
            AnswerHoldRow(shop_id=shop_id, key=key, version=version, why={"en": why.en, "zh": why.zh}, at=now())
        )
        await record(session, shop_id, actor, "answer.hold", key, after={"version": version}, reason=why.en)
    await session.flush()
    return made


async def stay_held(session: AsyncSession, shop_id: str, actor: Actor, key: str, *, since: int, version: int) -> None:
    """Where version `since` is held back, hold `version` for the same reason: its words are the same."""
    row = await session.get(AnswerHoldRow, (shop_id, key, since))
    if row is not None and row.released_at is None:
        await hold(session, shop_id, actor, {(key, version): Words(row.why.get("en", ""), row.why.get("zh", ""))})


async def let_go(session: AsyncSession, shop_id: str, actor: Actor, key: str, version: int, *, reason: str) -> None:
    """Let the answer be said all the same: a person looked and answers for it."""
    if not reason.strip():
        raise Invalid(
            "Nothing is changed.", remedy="Say why the answer may be said although its source changed.",
            zh="未作更改：请写明出处已变而答复仍可使用的原因。",
        )  # fmt: skip
    row = await session.get(AnswerHoldRow, (shop_id, key, version), with_for_update=True)
    if row is None or row.released_at is not None:
        raise NotFound(
            f"The answer '{key}' is not held back.", remedy="Reload the page.", zh="该答复并未暂停使用，请刷新页面。"
        )
    row.released_at, row.released_by, row.released_reason = now(), actor.name or actor.id, reason
    await record(session, shop_id, actor, "answer.let_go", key, after={"version": version}, reason=reason)
    await session.flush()
