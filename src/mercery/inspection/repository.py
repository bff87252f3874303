"""Reads and writes the tables of inspection."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.inspection.agents import AgentKind, Spokesman
from mercery.inspection.finding import (
    CoachingNote,
    FindingFilter,
    FindingState,
    Inspected,
    Judgement,
    KnownThen,
    Praise,
    StoredFinding,
)
from mercery.inspection.measures import FindingLine
from mercery.inspection.rule import RuleId, Severity
from mercery.inspection.rulebook import SEVERITIES, RuleBook
from mercery.inspection.tables import (
    CoachingNoteRow,
    FindingRow,
    InspectionRow,
    JudgementRow,
)
from mercery.inspection.talk_at_hand import Found

_WORST_FIRST = case(
    {severity: place for place, severity in enumerate(SEVERITIES)}, value=FindingRow.severity, else_=len(SEVERITIES)
)


async def inspected_until(session: AsyncSession, shop_id: str, since: datetime) -> dict[str, datetime]:
    """Up to which last word each conversation was inspected, where that was spoken after `since`."""
    rows = await session.execute(
        select(InspectionRow.conversation_id, InspectionRow.ended_at).where(
            InspectionRow.shop_id == shop_id, InspectionRow.ended_at >= since
        )
    )
    return {str(id_): at for id_, at in rows}


async def any_inspected(session: AsyncSession, shop_id: str) -> datetime | None:
    """When the last inspection was; None before the first."""
    found: datetime | None = await session.scalar(
        select(func.max(InspectionRow.inspected_at)).where(InspectionRow.shop_id == shop_id)
    )
    return found


async def count_inspected(session: AsyncSession, shop_id: str) -> int:
    """How many conversations were inspected so far."""
    count = await session.scalar(
        select(func.count()).select_from(InspectionRow).where(InspectionRow.shop_id == shop_id)
    )
    return count or 0


async def keep_inspection(session: AsyncSession, values: Json) -> None:
    """Store what was inspected; a second inspection of the conversation takes the place of the first."""
    row = insert(InspectionRow).values(id=new_id("ins"), **values)
    renewed = {name: row.excluded[name] for name in values if name not in ("shop_id", "conversation_id")}
    await session.execute(row.on_conflict_do_update(index_elements=["conversation_id"], set_=renewed))


async def keep_findings(
    session: AsyncSession, shop_id: str, conversation_id: str, lang: Lang, found: Sequence[Found], book: RuleBook
) -> list[str]:
    """Bring the findings of a conversation up to date: new ones are added; open ones that are no longer found, unless a
    person reported them, go; what a person has judged stays as it is. Returns the ids added."""
    rows = await session.scalars(select(FindingRow).where(FindingRow.conversation_id == conversation_id))
    held = {(row.rule, row.message_id): row for row in rows}
    keys = {(one.rule.value, one.message.id) for one in found}
    judged = {rule for (rule, _), row in held.items() if row.state != "open"}
    for key, row in held.items():
        if row.state == "open" and row.found_by != "person" and key not in keys:
            await session.delete(row)
    added = []
    for one in found:
        # A fault is listed once, at its first message; where a person has judged it already, it is not asked again.
        if (one.rule.value, one.message.id) in held or one.rule.value in judged:
            continue
        id_ = new_id("fnd")
        session.add(finding_row(id_, shop_id, conversation_id, lang, one, book))
        added.append(id_)
    await session.flush()
    return added


def finding_row(
    id_: str, shop_id: str, conversation_id: str, lang: Lang, one: Found, book: RuleBook, *, by: str = ""
) -> FindingRow:
    """A finding as a row."""
    return FindingRow(
        id=id_,
        shop_id=shop_id,
        conversation_id=conversation_id,
        message_id=one.message.id,
        rule=one.rule.value,
        severity=book.severity(one.rule),
        lang=lang,
        at=one.message.created_at,
        agent_id=one.agent.id,
        agent_name=one.agent.name,
        agent_kind=one.agent.kind,
        quote=one.quote,
        why={"en": one.why.en, "zh": one.why.zh},
        expected=one.expected,
        known=one.known,
        found_by=one.found_by,
        found_by_name=by,
        state="agreed" if one.found_by == "person" else "open",
        created_at=now(),
        judged_at=now() if one.found_by == "person" else None,
    )


async def inspection(session: AsyncSession, shop_id: str, conversation_id: str) -> Inspected | None:
    """What is known of the last inspection of a conversation."""
    row = await session.scalar(
        select(InspectionRow).where(InspectionRow.shop_id == shop_id, InspectionRow.conversation_id == conversation_id)
    )
    return _inspected(row) if row else None


async def inspections(
    session: AsyncSession, shop_id: str, *, since: datetime | None = None, until: datetime | None = None
) -> list[Inspected]:
    """Conversations inspected that ended in the time, oldest first."""
    query = select(InspectionRow).where(InspectionRow.shop_id == shop_id).order_by(InspectionRow.ended_at)
    if since:
        query = query.where(InspectionRow.ended_at >= since)
    if until:
        query = query.where(InspectionRow.ended_at < until)
    return [_inspected(row) for row in await session.scalars(query)]


async def note_read(session: AsyncSession, shop_id: str, conversation_id: str, by: str) -> bool:
    """A person has read the conversation whole. False where it was not inspected."""
    row = await session.scalar(
        select(InspectionRow).where(InspectionRow.shop_id == shop_id, InspectionRow.conversation_id == conversation_id)
    )
    if row is None:
        return False
    row.read_by, row.read_at = by, now()
    await session.flush()
    return True


async def findings(
    session: AsyncSession, shop_id: str, wanted: FindingFilter, *, offset: int = 0, limit: int = 50
) -> tuple[list[StoredFinding], int]:
    """The findings wanted, worst first and the latest first among equals, and how many there are in all."""
    chosen = _narrowed(select(FindingRow), shop_id, wanted)
    total = await session.scalar(select(func.count()).select_from(chosen.subquery()))
    rows = await session.scalars(
        chosen.order_by(_WORST_FIRST, FindingRow.at.desc(), FindingRow.id).offset(offset).limit(limit)
    )
    return [stored_finding(row) for row in rows], total or 0


async def findings_of(session: AsyncSession, shop_id: str, ids: Collection[str]) -> list[StoredFinding]:
    """The findings of these ids that exist."""
    rows = await session.scalars(
        select(FindingRow).where(FindingRow.shop_id == shop_id, FindingRow.id.in_(list(ids))).order_by(FindingRow.id)
    )
    return [stored_finding(row) for row in rows]


async def lines(session: AsyncSession, shop_id: str, since: datetime) -> list[FindingLine]:
    """As much of every finding since then as is counted."""
    row = FindingRow
    found = await session.execute(
        select(row.rule, row.state, row.found_by, row.conversation_id).where(row.shop_id == shop_id, row.at >= since)
    )
    return [
        FindingLine(rule=RuleId(rule), state=cast(FindingState, state), found_by=by, conversation_id=talk)
        for rule, state, by, talk in found
    ]


async def read_whole(session: AsyncSession, shop_id: str, since: datetime) -> list[str]:
    """Conversations of that time that a person has read whole."""
    row = InspectionRow
    found = await session.scalars(
        select(row.conversation_id).where(row.shop_id == shop_id, row.ended_at >= since, row.read_by != "")
    )
    return list(found)


async def drawn_for_reading(session: AsyncSession, shop_id: str, since: datetime, seed: str) -> str | None:
    """One of the conversations nobody has read whole, drawn by chance; the same one until `seed` changes."""
    row = InspectionRow
    drawn: str | None = await session.scalar(
        select(row.conversation_id)
        .where(row.shop_id == shop_id, row.ended_at >= since, row.read_by == "")
        .order_by(func.md5(func.concat(row.conversation_id, seed)))
        .limit(1)
    )
    return drawn


async def finding(session: AsyncSession, shop_id: str, finding_id: str, *, lock: bool = False) -> FindingRow | None:
    """The row of a finding."""
    query = select(FindingRow).where(FindingRow.shop_id == shop_id, FindingRow.id == finding_id)
    return cast("FindingRow | None", await session.scalar(query.with_for_update() if lock else query))


async def counts(session: AsyncSession, shop_id: str, wanted: FindingFilter) -> dict[tuple[str, str], int]:
    """How many findings there are by severity and state."""
    narrowed = _narrowed(select(FindingRow), shop_id, wanted).subquery()
    rows = await session.execute(
        select(narrowed.c.severity, narrowed.c.state, func.count()).group_by(narrowed.c.severity, narrowed.c.state)
    )
    return {(severity, state): int(number) for severity, state, number in rows}


async def agents(session: AsyncSession, shop_id: str) -> list[Spokesman]:
    """Everybody who has findings."""
    rows = await session.execute(
        select(FindingRow.agent_id, func.max(FindingRow.agent_name), func.max(FindingRow.agent_kind))
        .where(FindingRow.shop_id == shop_id)
        .group_by(FindingRow.agent_id)
        .order_by(func.max(FindingRow.agent_kind), func.max(FindingRow.agent_name))
    )
    return [Spokesman(id=id_, name=name, kind=cast(AgentKind, kind)) for id_, name, kind in rows]


def _narrowed(query: Select[Any], shop_id: str, wanted: FindingFilter) -> Select[Any]:
    row = FindingRow
    conditions: list[ColumnElement[bool]] = [row.shop_id == shop_id]
    if wanted.rule:
        conditions.append(row.rule == wanted.rule.value)
    if wanted.agent_id:
        conditions.append(row.agent_id == wanted.agent_id)
    if wanted.severity:
        conditions.append(row.severity == wanted.severity)
    if wanted.state:
        conditions.append(row.state == wanted.state)
    if wanted.lang:
        conditions.append(row.lang == wanted.lang)
    if wanted.since:
        conditions.append(row.at >= wanted.since)
    if wanted.until:
        conditions.append(row.at < wanted.until)
    if wanted.conversation_id:
        conditions.append(row.conversation_id == wanted.conversation_id)
    return query.where(*conditions)


def add_judgement(session: AsyncSession, shop_id: str, made: Judgement) -> None:
    """Store what a person said."""
    session.add(
        JudgementRow(
            id=new_id("jdg"), shop_id=shop_id, finding_id=made.finding_id, staff_id=made.staff_id,
            staff_name=made.staff_name, agreed=made.agreed, reason=made.reason, blind=made.blind, at=made.at,
        )
    )  # fmt: skip


async def judgements(
    session: AsyncSession, shop_id: str, finding_ids: Collection[str] | None = None
) -> list[Judgement]:
    """All judgements (or those of some findings), oldest first."""
    query = select(JudgementRow).where(JudgementRow.shop_id == shop_id).order_by(JudgementRow.at, JudgementRow.id)
    if finding_ids is not None:
        query = query.where(JudgementRow.finding_id.in_(list(finding_ids)))
    return [
        Judgement(
            finding_id=row.finding_id, staff_id=row.staff_id, staff_name=row.staff_name, agreed=row.agreed,
            reason=row.reason, blind=row.blind, at=row.at,
        )
        for row in await session.scalars(query)
    ]  # fmt: skip


def add_note(
    session: AsyncSession, shop_id: str, agent_id: str, finding_id: str | None, text: str, by_id: str, by_name: str
) -> str:
    """Store a word for an agent; returns its id."""
    id_ = new_id("cch")
    session.add(
        CoachingNoteRow(
            id=id_, shop_id=shop_id, agent_id=agent_id, finding_id=finding_id, text=text, by_id=by_id,
            by_name=by_name, at=now(),
        )
    )  # fmt: skip
    return id_


async def notes(
    session: AsyncSession, shop_id: str, *, agent_id: str = "", finding_id: str = "", limit: int = 50
) -> list[CoachingNote]:
    """Notes for an agent or beside a finding, the latest first."""
    query = select(CoachingNoteRow).where(CoachingNoteRow.shop_id == shop_id)
    if agent_id:
        query = query.where(CoachingNoteRow.agent_id == agent_id)
    if finding_id:
        query = query.where(CoachingNoteRow.finding_id == finding_id)
    rows = await session.scalars(query.order_by(CoachingNoteRow.at.desc(), CoachingNoteRow.id).limit(limit))
    return [
        CoachingNote(
            id=row.id, agent_id=row.agent_id, finding_id=row.finding_id, text=row.text, by_name=row.by_name,
            at=row.at, seen_at=row.seen_at,
        )
        for row in rows
    ]  # fmt: skip


async def mark_notes_seen(session: AsyncSession, shop_id: str, agent_id: str) -> None:
    """The person has seen the notes."""
    rows = await session.scalars(
        select(CoachingNoteRow).where(
            CoachingNoteRow.shop_id == shop_id, CoachingNoteRow.agent_id == agent_id, CoachingNoteRow.seen_at.is_(None)
        )
    )
    for row in rows:
        row.seen_at = now()
    await session.flush()


def stored_finding(row: FindingRow) -> StoredFinding:
    """The finding a row holds."""
    return StoredFinding(
        id=row.id,
        conversation_id=row.conversation_id,
        message_id=row.message_id,
        rule=RuleId(row.rule),
        severity=cast(Severity, row.severity),
        lang=cast(Lang, row.lang),
        at=row.at,
        agent=Spokesman(id=row.agent_id, name=row.agent_name, kind=cast(AgentKind, row.agent_kind)),
        quote=row.quote,
        why=_words(row.why),
        expected=row.expected,
        known=_known(row.known),
        found_by=row.found_by,
        found_by_name=row.found_by_name,
        state=cast(FindingState, row.state),
        judged_at=row.judged_at,
    )


def _words(data: Mapping[str, Any]) -> Words:
    return Words(str(data.get("en", "")), str(data.get("zh", "")))


def _known(data: Json | None) -> KnownThen | None:
    if not data:
        return None
    return KnownThen(
        name=data["name"], value=data["value"], fact_id=data["fact_id"], source=_words(data["source"]),
        at=datetime.fromisoformat(data["at"]),
    )  # fmt: skip


def _inspected(row: InspectionRow) -> Inspected:
    return Inspected(
        conversation_id=row.conversation_id,
        lang=cast(Lang, row.lang),
        ended_at=row.ended_at,
        inspected_at=row.inspected_at,
        rules_version=row.rules_version,
        agents=[
            (Spokesman(id=one["id"], name=one["name"], kind=one["kind"]), int(one["messages"])) for one in row.agents
        ],
        praised=[
            Praise(
                agent_id=one["agent_id"], message_id=one["message_id"], quote=one["quote"],
                at=datetime.fromisoformat(one["at"]), conversation_id=row.conversation_id,
            )
            for one in row.praised
        ],
        matter=frozenset(row.matter),
        ms=row.ms,
        read_by=row.read_by,
        read_at=row.read_at,
    )  # fmt: skip
