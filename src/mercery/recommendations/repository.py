"""Reads and writes of what people said and allow, of rules and settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.ids import new_id
from mercery.recommendations.recommendation import Asks, Placement, Said, SayWhat, Who
from mercery.recommendations.rules import Act, Rule, Target, TargetKind
from mercery.recommendations.tables import ConsentRow, RecommendationRuleRow, RecommendationSettingsRow, SaidRow

MOST_SAID = 500

PersonRows = type[SaidRow] | type[ConsentRow]


def _of(rows: PersonRows, shop_id: str, who: Who) -> list[ColumnElement[bool]]:
    """Rows of a person: the customer's and the browser's."""
    mine: list[ColumnElement[bool]] = []
    if who.customer_id:
        mine.append(rows.customer_id == who.customer_id)
    if who.visitor_id:
        mine.append(rows.visitor_id == who.visitor_id)
    return [rows.shop_id == shop_id, or_(*mine)]


def _keys(who: Who) -> dict[str, str | None]:
    """Under whom something is written: the customer where there is one, so that it holds in every browser."""
    return {"customer_id": who.customer_id or None, "visitor_id": None if who.customer_id else who.visitor_id}


async def said(session: AsyncSession, shop_id: str, who: Who) -> list[Said]:
    """What a person said, the newest first."""
    rows = await session.scalars(
        select(SaidRow).where(*_of(SaidRow, shop_id, who)).order_by(SaidRow.at.desc()).limit(MOST_SAID)
    )
    return [Said(product_id=row.product_id, what=cast(SayWhat, row.what), at=row.at) for row in rows]


async def say(session: AsyncSession, shop_id: str, who: Who, product_id: str, what: SayWhat) -> None:
    """Keep it, in the place of what was said before of the same piece."""
    keys = _keys(who)
    values: dict[str, Any] = {"product_id": product_id, "what": what, "at": now()}
    column = "customer_id" if who.customer_id else "visitor_id"
    row = insert(SaidRow).values(id=new_id("sai"), shop_id=shop_id, **keys, **values)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=["shop_id", column, "product_id"],
            index_where=getattr(SaidRow, column).is_not(None),
            set_={"what": what, "at": values["at"]},
        )
    )


async def unsay(session: AsyncSession, shop_id: str, who: Who, product_id: str) -> int:
    """Take it back; returns how many rows went."""
    gone = await session.scalars(
        delete(SaidRow).where(*_of(SaidRow, shop_id, who), SaidRow.product_id == product_id).returning(SaidRow.id)
    )
    return len(gone.all())


async def consent(session: AsyncSession, shop_id: str, who: Who) -> bool | None:
    """What the person said to being chosen for: a no of either, then a yes of either; None: was not asked."""
    given = (await session.scalars(select(ConsentRow.given).where(*_of(ConsentRow, shop_id, who)))).all()
    return all(given) if given else None


async def set_consent(session: AsyncSession, shop_id: str, who: Who, given: bool) -> None:
    """Keep a yes or a no in the place of the one before. A no is the browser's too: it holds when the customer has signed
    out of it. A yes is the customer's alone, for others may use the browser."""
    await session.execute(delete(ConsentRow).where(*_of(ConsentRow, shop_id, who)))
    columns = ["customer_id"] if who.customer_id else ["visitor_id"]
    if not given and who.customer_id and who.visitor_id:
        columns.append("visitor_id")
    for column in columns:
        values = {"given": given, "at": now()}
        row = insert(ConsentRow).values(id=new_id("con"), shop_id=shop_id, **{column: getattr(who, column)}, **values)
        await session.execute(
            row.on_conflict_do_update(
                index_elements=["shop_id", column], index_where=getattr(ConsentRow, column).is_not(None), set_=values
            )
        )


async def consents(session: AsyncSession, shop_id: str, who: Who) -> list[tuple[bool, datetime]]:
    """Yes or no, and since when."""
    rows = await session.execute(select(ConsentRow.given, ConsentRow.at).where(*_of(ConsentRow, shop_id, who)))
    return [(row.given, row.at) for row in rows]


async def forget(session: AsyncSession, shop_id: str, who: Who) -> int:
    """Remove everything kept of a person; returns how many rows went."""
    said_gone = await session.scalars(delete(SaidRow).where(*_of(SaidRow, shop_id, who)).returning(SaidRow.id))
    yes_gone = await session.scalars(delete(ConsentRow).where(*_of(ConsentRow, shop_id, who)).returning(ConsentRow.id))
    return len(said_gone.all()) + len(yes_gone.all())


async def forget_browsers(session: AsyncSession, before: datetime) -> int:
    """Remove what browsers said before `before`, of every shop; returns how many rows went."""
    gone = await session.scalars(
        delete(SaidRow).where(SaidRow.visitor_id.is_not(None), SaidRow.at < before).returning(SaidRow.id)
    )
    return len(gone.all())


async def asks(session: AsyncSession, shop_id: str) -> Asks:
    """What the shop asks before it uses it."""
    found = await session.scalar(
        select(RecommendationSettingsRow.asks).where(RecommendationSettingsRow.shop_id == shop_id)
    )
    return cast(Asks, found or "orders")


async def set_asks(session: AsyncSession, shop_id: str, value: Asks, by: str) -> None:
    """Change it."""
    values = {"asks": value, "changed_at": now(), "changed_by": by}
    row = insert(RecommendationSettingsRow).values(shop_id=shop_id, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["shop_id"], set_=values))


async def rules(session: AsyncSession, shop_id: str) -> list[Rule]:
    """All rules, the newest first."""
    rows = await session.scalars(
        select(RecommendationRuleRow)
        .where(RecommendationRuleRow.shop_id == shop_id)
        .order_by(RecommendationRuleRow.made_at.desc(), RecommendationRuleRow.id.desc())
    )
    return [_rule(row) for row in rows]


async def save_rule(session: AsyncSession, shop_id: str, one: Rule) -> None:
    """Insert or change one rule."""
    await session.merge(
        RecommendationRuleRow(
            id=one.id, shop_id=shop_id, act=one.act, target=_target_json(one.target),
            other=_target_json(one.other) if one.other else None, placements=list(one.placements), place=one.place,
            strength=one.strength, starts_at=one.starts_at, ends_at=one.ends_at, reason=one.reason, active=one.active,
            made_at=one.made_at, made_by=one.made_by, changed_at=one.changed_at, changed_by=one.changed_by,
        )
    )  # fmt: skip
    await session.flush()


def rule_json(one: Rule) -> Json:
    """The rule as the record of the shop keeps it."""
    return {
        "act": one.act,
        "target": _target_json(one.target),
        "other": _target_json(one.other) if one.other else None,
        "placements": list(one.placements),
        "place": one.place,
        "strength": one.strength if one.act in ("boost", "bury") else None,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat() if one.ends_at else None,
        "active": one.active,
    }


def _target_json(target: Target) -> Json:
    return {"kind": target.kind, "value": target.value}


def _target(data: Json) -> Target:
    return Target(kind=cast(TargetKind, data["kind"]), value=data["value"])


def _rule(row: RecommendationRuleRow) -> Rule:
    return Rule(
        id=row.id, act=cast(Act, row.act), target=_target(row.target), other=_target(row.other) if row.other else None,
        placements=tuple(cast(list[Placement], row.placements)), place=row.place, strength=row.strength,
        starts_at=row.starts_at, ends_at=row.ends_at, reason=row.reason, active=row.active, made_at=row.made_at,
        made_by=row.made_by, changed_at=row.changed_at, changed_by=row.changed_by,
    )  # fmt: skip
