"""What the shop may do at the desk of search. Every change is on record, with who did it and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.ids import new_id
from mercery.search.desk import desk, repository
from mercery.search.desk.own_synonym import MOST_ROWS, OwnSynonym, checked
from mercery.search.desk.rule import Rule
from mercery.search.desk.rule_check import checked_rule

MOST_RULES: Final = 1_000


async def synonyms(session: AsyncSession, shop_id: str) -> list[OwnSynonym]:
    """The shop's own rows, the newest first."""
    return await repository.synonyms(session, shop_id)


async def synonym(session: AsyncSession, shop_id: str, synonym_id: str) -> OwnSynonym:
    """One row; NotFound."""
    found = next((one for one in await repository.synonyms(session, shop_id) if one.id == synonym_id), None)
    if found is None:
        raise NotFound(
            "There is no such row of synonyms.",
            remedy="It may have been removed; look at the list.",
            zh="没有这条同义词，可能已被删除，请查看列表。",
        )
    return found


async def save_synonym(session: AsyncSession, shop_id: str, actor: Actor, made: OwnSynonym) -> OwnSynonym:
    """Keep a new row (without an id), or change one. Conflict where another row says the same."""
    one = checked(made)
    known = await repository.synonyms(session, shop_id)
    before = next((row for row in known if row.id == one.id), None)
    if one.id and before is None:
        raise NotFound(
            "There is no such row of synonyms.",
            remedy="It may have been removed; look at the list.",
            zh="没有这条同义词，可能已被删除，请查看列表。",
        )
    twin = next((row for row in known if row.id != one.id and row.identity == one.identity), None)
    if twin is not None:
        raise Conflict(
            f"The same row is there already: {', '.join(twin.all_words)}.",
            remedy="Change that one.",
            zh=f"已有相同的条目：{'、'.join(twin.all_words)}，请修改该条目。",
        )
    if before is None and len(known) >= MOST_ROWS:
        raise Invalid(
            f"A shop keeps {MOST_ROWS} rows at most.",
            remedy="Remove rows nobody needs.",
            zh=f"最多保留 {MOST_ROWS} 条，请删除不再需要的条目。",
        )
    kept = _stamped(one, before, actor)
    await _write_synonym(session, shop_id, actor, kept, before)
    await _moved(session, shop_id)
    return kept


async def switch_synonym(session: AsyncSession, shop_id: str, actor: Actor, synonym_id: str, *, active: bool) -> None:
    """Let a row count, or not."""
    before = await synonym(session, shop_id, synonym_id)
    if before.active != active:
        kept = _stamped(replace(before, active=active), before, actor)
        await _write_synonym(session, shop_id, actor, kept, before)
        await _moved(session, shop_id)


async def remove_synonym(session: AsyncSession, shop_id: str, actor: Actor, synonym_id: str) -> OwnSynonym:
    """Take a row away for good; the record keeps what it said."""
    before = await synonym(session, shop_id, synonym_id)
    await repository.remove_synonym(session, shop_id, synonym_id)
    await record(session, shop_id, actor, "search.remove_synonym", synonym_id, before=repository.synonym_json(before))
    await _moved(session, shop_id)
    return before


async def take_synonyms(
    session: AsyncSession, shop_id: str, actor: Actor, rows: Sequence[OwnSynonym]
) -> tuple[int, int]:
    """Bring rows of a file in: the same row is changed where note or state differ, none is removed. New and changed."""
    known = {one.identity: one for one in await repository.synonyms(session, shop_id)}
    fresh = [one for one in rows if one.identity not in known]
    if len(known) + len(fresh) > MOST_ROWS:
        raise Invalid(
            f"A shop keeps {MOST_ROWS} rows at most.",
            remedy="Take rows out of the file.",
            zh=f"最多保留 {MOST_ROWS} 条，请减少文件中的行。",
        )
    changed = 0
    for one in rows:
        before = known.get(one.identity)
        if before is not None and (before.note, before.active) == (one.note, one.active):
            continue
        changed += before is not None
        made = one if before is None else replace(before, note=one.note, active=one.active)
        await _write_synonym(session, shop_id, actor, _stamped(made, before, actor), before)
    await _moved(session, shop_id)
    return len(fresh), changed


def _stamped(one: OwnSynonym, before: OwnSynonym | None, actor: Actor) -> OwnSynonym:
    moment = now()
    return replace(
        one,
        id=before.id if before else new_id("syn"),
        made_at=before.made_at if before else moment,
        made_by=before.made_by if before else actor.name,
        changed_at=moment,
        changed_by=actor.name,
    )


async def _write_synonym(
    session: AsyncSession, shop_id: str, actor: Actor, kept: OwnSynonym, before: OwnSynonym | None
) -> None:
    await repository.save_synonym(session, shop_id, kept)
    await record(
        session, shop_id, actor, "search.synonym", kept.id,
        before=repository.synonym_json(before) if before else None,
        after=repository.synonym_json(kept), reason=kept.note or None,
    )  # fmt: skip


async def rules(session: AsyncSession, shop_id: str) -> list[Rule]:
    """Every rule, also those that ended, the newest first."""
    return await repository.rules(session, shop_id)


async def rule(session: AsyncSession, shop_id: str, rule_id: str) -> Rule:
    """One rule; NotFound."""
    found = await repository.rule(session, shop_id, rule_id)
    if found is None:
        raise NotFound(
            "There is no such rule.", remedy="Look at the list of rules.", zh="没有这条规则，请查看规则列表。"
        )
    return found


async def save_rule(
    session: AsyncSession, shop_id: str, actor: Actor, made: Rule, *, seen: datetime | None = None
) -> Rule:
    """Keep a new rule (without an id), or change one. `seen`: when the rule that was looked at had last been changed."""
    one = checked_rule(made, now())
    before = await rule(session, shop_id, one.id) if one.id else None
    if before is not None and seen is not None and before.changed_at != seen:
        raise Conflict(
            f"{before.changed_by} changed this rule meanwhile.",
            remedy="Load it again and look.",
            zh=f"{before.changed_by} 已更改此规则，请刷新后查看。",
        )
    if before is None and len(await repository.rules(session, shop_id)) >= MOST_RULES:
        raise Invalid(
            f"A shop keeps {MOST_RULES} rules at most.",
            remedy="End rules nobody needs.",
            zh=f"最多保留 {MOST_RULES} 条规则，请停用不再需要的规则。",
        )
    moment = now()
    kept = replace(
        one,
        id=before.id if before else new_id("mrl"),
        made_at=before.made_at if before else moment,
        made_by=before.made_by if before else actor.name,
        changed_at=moment,
        changed_by=actor.name,
    )
    await _write_rule(session, shop_id, actor, kept, before, kept.reason)
    return kept


async def switch_rule(
    session: AsyncSession, shop_id: str, actor: Actor, rule_id: str, *, active: bool, reason: str = ""
) -> Rule:
    """Switch a rule off, or on again while its end has not come."""
    before = await rule(session, shop_id, rule_id)
    if active and before.ends_at is not None and before.ends_at <= now():
        raise Conflict(
            "The rule has ended.", remedy="Give it a later end first.", zh="规则已过期，请先设置更晚的结束时间。"
        )
    if before.active == active:
        return before
    kept = replace(before, active=active, changed_at=now(), changed_by=actor.name)
    await _write_rule(session, shop_id, actor, kept, before, reason)
    return kept


async def _write_rule(
    session: AsyncSession, shop_id: str, actor: Actor, kept: Rule, before: Rule | None, reason: str
) -> None:
    await repository.save_rule(session, shop_id, kept)
    await record(
        session, shop_id, actor, "search.rule", kept.id,
        before=repository.rule_json(before) if before else None,
        after=repository.rule_json(kept), reason=reason or None,
    )  # fmt: skip
    await _moved(session, shop_id)


async def _moved(session: AsyncSession, shop_id: str) -> None:
    """Searches of every process follow."""
    await repository.bump(session, shop_id)
    await session.flush()
    desk.changed(shop_id)
