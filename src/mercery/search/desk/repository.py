"""Reads and writes of synonyms and rules."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.search.desk.own_synonym import OwnSynonym, SynonymKind
from mercery.search.desk.rule import Act, Rule, Scope, ScopeKind, Target, TargetKind
from mercery.search.desk.tables import MerchandisingRuleRow, SearchDeskRow, SynonymRow


async def stamp(session: AsyncSession, shop_id: str) -> tuple[int, int]:
    """The version of what the shop says, and of what came of its searches."""
    found = await session.execute(
        select(SearchDeskRow.version, SearchDeskRow.digests).where(SearchDeskRow.shop_id == shop_id)
    )
    row = found.first()
    return (row[0], row[1]) if row else (0, 0)


async def bump(session: AsyncSession, shop_id: str) -> None:
    """Note that synonyms or rules are others now."""
    row = insert(SearchDeskRow).values(shop_id=shop_id, version=1, digests=0)
    await session.execute(
        row.on_conflict_do_update(index_elements=["shop_id"], set_={"version": SearchDeskRow.version + 1})
    )


async def digested_until(session: AsyncSession, shop_id: str) -> datetime | None:
    """Up to when the searches are worked out."""
    return await session.scalar(select(SearchDeskRow.digested_until).where(SearchDeskRow.shop_id == shop_id))


async def digested(session: AsyncSession, shop_id: str, until: datetime, *, changed: bool) -> None:
    """Note up to when they are, and whether outcomes are others now."""
    more = int(changed)
    row = insert(SearchDeskRow).values(shop_id=shop_id, version=0, digests=more, digested_until=until)
    changes = {"digests": SearchDeskRow.digests + more, "digested_until": until}
    await session.execute(row.on_conflict_do_update(index_elements=["shop_id"], set_=changes))


async def synonyms(session: AsyncSession, shop_id: str) -> list[OwnSynonym]:
    """All rows, the newest first."""
    rows = await session.scalars(
        select(SynonymRow)
        .where(SynonymRow.shop_id == shop_id)
        .order_by(SynonymRow.made_at.desc(), SynonymRow.id.desc())
    )
    return [_synonym(row) for row in rows]


async def synonym_count(session: AsyncSession, shop_id: str) -> int:
    """How many rows there are."""
    return await session.scalar(select(func.count()).where(SynonymRow.shop_id == shop_id)) or 0


async def save_synonym(session: AsyncSession, shop_id: str, one: OwnSynonym) -> None:
    """Insert or change one row."""
    await session.merge(
        SynonymRow(
            id=one.id, shop_id=shop_id, kind=one.kind, words=list(one.words), means=list(one.means), lang=one.lang,
            note=one.note, active=one.active, made_at=one.made_at, made_by=one.made_by, changed_at=one.changed_at,
            changed_by=one.changed_by,
        )
    )  # fmt: skip
    await session.flush()


async def remove_synonym(session: AsyncSession, shop_id: str, synonym_id: str) -> None:
    """Delete one row."""
    await session.execute(delete(SynonymRow).where(SynonymRow.shop_id == shop_id, SynonymRow.id == synonym_id))


async def rules(session: AsyncSession, shop_id: str) -> list[Rule]:
    """All rules, the newest first."""
    rows = await session.scalars(
        select(MerchandisingRuleRow)
        .where(MerchandisingRuleRow.shop_id == shop_id)
        .order_by(MerchandisingRuleRow.made_at.desc(), MerchandisingRuleRow.id.desc())
    )
    return [_rule(row) for row in rows]


async def rule(session: AsyncSession, shop_id: str, rule_id: str) -> Rule | None:
    """One rule."""
    row = await session.get(MerchandisingRuleRow, rule_id)
    return _rule(row) if row is not None and row.shop_id == shop_id else None


async def save_rule(session: AsyncSession, shop_id: str, one: Rule) -> None:
    """Insert or change one rule."""
    await session.merge(
        MerchandisingRuleRow(
            id=one.id, shop_id=shop_id, act=one.act, target=_target_json(one.target), place=one.place,
            strength=one.strength, scope=_scope_json(one.scope), starts_at=one.starts_at, ends_at=one.ends_at,
            reason=one.reason, active=one.active, made_at=one.made_at, made_by=one.made_by, changed_at=one.changed_at,
            changed_by=one.changed_by,
        )
    )  # fmt: skip
    await session.flush()


def _target_json(target: Target) -> Json:
    named = {"name": target.name} if target.name else {}
    return {"kind": target.kind, "value": target.value, **named}


def _scope_json(scope: Scope) -> Json:
    match scope.kind:
        case "queries":
            return {"kind": scope.kind, "queries": list(scope.queries)}
        case "category":
            return {"kind": scope.kind, "category": scope.category}
        case "all":
            return {"kind": scope.kind}


def rule_json(one: Rule) -> Json:
    """The rule as the record of the shop keeps it."""
    return {
        "act": one.act,
        "target": _target_json(one.target),
        "place": one.place,
        "strength": one.strength if one.act != "pin" else None,
        "scope": _scope_json(one.scope),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat() if one.ends_at else None,
        "active": one.active,
    }


def synonym_json(one: OwnSynonym) -> Json:
    """The row as the record of the shop keeps it."""
    return {
        "kind": one.kind,
        "words": list(one.words),
        "finds": list(one.means),
        "lang": one.lang,
        "active": one.active,
    }


def _rule(row: MerchandisingRuleRow) -> Rule:
    target, scope = row.target, row.scope
    return Rule(
        id=row.id,
        act=cast(Act, row.act),
        target=Target(kind=cast(TargetKind, target["kind"]), value=target["value"], name=target.get("name", "")),
        scope=Scope(
            kind=cast(ScopeKind, scope["kind"]),
            queries=tuple(scope.get("queries", ())),
            category=scope.get("category", ""),
        ),
        place=row.place,
        strength=row.strength,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        reason=row.reason,
        active=row.active,
        made_at=row.made_at,
        made_by=row.made_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _synonym(row: SynonymRow) -> OwnSynonym:
    return OwnSynonym(
        id=row.id,
        kind=cast(SynonymKind, row.kind),
        words=tuple(row.words),
        means=tuple(row.means),
        lang=cast(Lang, row.lang),
        note=row.note,
        active=row.active,
        made_at=row.made_at,
        made_by=row.made_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


__all__ = [
    "bump", "digested", "digested_until", "remove_synonym", "rule", "rule_json", "rules", "save_rule", "save_synonym",
    "stamp", "synonym_count", "synonym_json", "synonyms",
]  # fmt: skip
