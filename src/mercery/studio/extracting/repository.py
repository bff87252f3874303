"""Queries over drafts of attribute values and over readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product_json import words_from_json
from mercery.claims.values import value_from_json, value_to_json
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.studio.extracting.draft import Draft, Run, RunState, State
from mercery.studio.extracting.found import Found
from mercery.studio.extracting.proposing import value_digest
from mercery.studio.extracting.tables import AttributeDraftRow, AttributeReadRow, AttributeRunRow


def draft_of(row: AttributeDraftRow) -> Draft:
    """The draft a row holds."""
    return Draft(
        id=row.id, product_id=row.product_id, attribute=row.attribute, label=words_from_json(row.label),
        value=value_from_json(row.value), read=value_from_json(row.read), reader=row.reader,  # type: ignore[arg-type]
        field=row.field, lang=row.lang, start=row.start, stop=row.stop, words=row.words, score=row.score,  # type: ignore[arg-type]
        state=cast(State, row.state), version=row.version, read_at=row.read_at, decided_at=row.decided_at,
        decided_by=row.decided_by,
    )  # fmt: skip


def run_of(row: AttributeRunRow) -> Run:
    """The reading a row holds."""
    return Run(
        id=row.id, state=cast(RunState, row.state), everything=row.everything, total=row.total, done=row.done,
        found=row.found, problem=row.problem, started_by=row.started_by, started_at=row.started_at,
        told_at=row.told_at, ended_at=row.ended_at,
    )  # fmt: skip


async def draft_row(session: AsyncSession, shop_id: str, draft_id: str) -> AttributeDraftRow:
    """The row, held until the transaction ends; NotFound."""
    query = select(AttributeDraftRow).where(AttributeDraftRow.shop_id == shop_id, AttributeDraftRow.id == draft_id)
    row = await session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound("There is no such draft of a value.")
    return row


async def hold_product(session: AsyncSession, shop_id: str, draft_id: str) -> None:
    """Nobody else decides on a value of the same product until the transaction ends."""
    row = AttributeDraftRow
    product_id = await session.scalar(select(row.product_id).where(row.shop_id == shop_id, row.id == draft_id))
    name = {"name": f"attributes:{shop_id}:{product_id}"}
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), name)


def _where(
    shop_id: str, states: Iterable[State], attribute: str, product_id: str, least: float
) -> list[ColumnElement[bool]]:
    row = AttributeDraftRow
    found: list[ColumnElement[bool]] = [row.shop_id == shop_id, row.state.in_(list(states))]
    if attribute:
        found.append(row.attribute == attribute)
    if product_id:
        found.append(row.product_id == product_id)
    if least:
        found.append(row.score >= least)
    return found


async def drafts(
    session: AsyncSession,
    shop_id: str,
    states: Iterable[State],
    *,
    attribute: str = "",
    product_id: str = "",
    product_ids: Sequence[str] | None = None,
    least: float = 0.0,
    offset: int = 0,
    limit: int = 10_000,
) -> list[Draft]:
    """Drafts in these states, product by product, the surest of each first."""
    row = AttributeDraftRow
    where = _where(shop_id, states, attribute, product_id, least)
    if product_ids is not None:
        where.append(row.product_id.in_(list(product_ids)))
    order = (row.product_id, row.score.desc(), row.attribute, row.id)
    rows = await session.scalars(select(row).where(*where).order_by(*order).offset(offset).limit(limit))
    return [draft_of(one) for one in rows]


async def count(
    session: AsyncSession,
    shop_id: str,
    states: Iterable[State],
    *,
    attribute: str = "",
    product_id: str = "",
    least: float = 0.0,
) -> int:
    """How many drafts `drafts` would find in all."""
    where = _where(shop_id, states, attribute, product_id, least)
    return await session.scalar(select(func.count()).select_from(AttributeDraftRow).where(*where)) or 0


async def products_with(
    session: AsyncSession, shop_id: str, states: Iterable[State], *, attribute: str = "", offset: int, limit: int
) -> tuple[list[str], int]:
    """A page of the products that have such drafts, those with the surest first, and how many there are."""
    row = AttributeDraftRow
    grouped = select(row.product_id, func.max(row.score).label("best")).where(
        *_where(shop_id, states, attribute, "", 0)
    )
    grouped = grouped.group_by(row.product_id)
    total = await session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    page = grouped.order_by(func.max(row.score).desc(), row.product_id).offset(offset).limit(limit)
    return [one.product_id for one in await session.execute(page)], total


async def counts(session: AsyncSession, shop_id: str) -> dict[str, int]:
    """How many drafts stand in each state."""
    row = AttributeDraftRow
    rows = await session.execute(
        select(row.state, func.count().label("many")).where(row.shop_id == shop_id).group_by(row.state)
    )
    return {one.state: one.many for one in rows}


async def attributes_with(session: AsyncSession, shop_id: str) -> list[tuple[str, Words, int]]:
    """Attributes with proposed values: name, label, how many."""
    row = AttributeDraftRow
    query = (
        select(row.attribute, func.min(row.label["en"].astext), func.min(row.label["zh"].astext), func.count())
        .where(row.shop_id == shop_id, row.state == "proposed")
        .group_by(row.attribute)
        .order_by(func.count().desc(), row.attribute)
    )
    return [(name, Words(en or "", zh or ""), count) for name, en, zh, count in await session.execute(query)]


async def keep(session: AsyncSession, shop_id: str, product_id: str, found: Sequence[Found]) -> int:
    """Note what was found in a product's words now. What was decided stays; what nobody decided and is no longer said
    goes. Returns how many are new."""
    digests = {(one.attribute, value_digest(one.value)): one for one in found}
    known = await session.scalars(
        select(AttributeDraftRow).where(
            AttributeDraftRow.shop_id == shop_id, AttributeDraftRow.product_id == product_id
        )
    )
    rows = {(row.attribute, row.digest): row for row in known}
    for key, row in rows.items():
        if key in digests and row.state in ("proposed", "gone"):
            one = digests[key]
            row.state, row.score, row.reader = "proposed", one.score, one.reader
            row.field, row.lang, row.start, row.stop, row.words = one.field, one.lang, one.start, one.stop, one.words
        elif key not in digests and row.state == "proposed":
            row.state = "gone"
    fresh = [(key, one) for key, one in digests.items() if key not in rows]
    for (_, digest), one in fresh:
        value = value_to_json(one.value)
        session.add(
            AttributeDraftRow(
                id=new_id("avd"), shop_id=shop_id, product_id=product_id, attribute=one.attribute,
                label={"en": one.label.en, "zh": one.label.zh}, value=value, read=value, digest=digest,
                reader=one.reader, field=one.field, lang=one.lang, start=one.start, stop=one.stop, words=one.words,
                score=one.score, state="proposed", version=1, decided_by="",
            )
        )  # fmt: skip
    await session.flush()
    return len(fresh)


async def read_digests(session: AsyncSession, shop_id: str) -> Mapping[str, str]:
    """What was read of each product, as digests."""
    row = AttributeReadRow
    rows = await session.execute(select(row.product_id, row.digest).where(row.shop_id == shop_id))
    return {one.product_id: one.digest for one in rows}


async def note_read(session: AsyncSession, shop_id: str, digests: Mapping[str, str]) -> None:
    """These products were read, with these words."""
    if not digests:
        return
    rows = [
        {"product_id": product_id, "shop_id": shop_id, "digest": digest, "read_at": now()}
        for product_id, digest in digests.items()
    ]
    made = insert(AttributeReadRow).values(rows)
    again = {"digest": made.excluded.digest, "read_at": made.excluded.read_at}
    await session.execute(made.on_conflict_do_update(index_elements=["product_id"], set_=again))


async def run_row(session: AsyncSession, shop_id: str, run_id: str) -> AttributeRunRow:
    """The row of a reading; NotFound."""
    row = await session.scalar(
        select(AttributeRunRow).where(AttributeRunRow.shop_id == shop_id, AttributeRunRow.id == run_id)
    )
    if row is None:
        raise NotFound("There is no such reading.")
    return row


async def latest_run(session: AsyncSession, shop_id: str) -> Run | None:
    """The newest reading; None before the first."""
    row = AttributeRunRow
    found = await session.scalar(select(row).where(row.shop_id == shop_id).order_by(row.started_at.desc()).limit(1))
    return run_of(found) if found is not None else None


async def note_run(session: AsyncSession, shop_id: str, run_id: str, **values: object) -> None:
    """Write how far a reading is."""
    row = AttributeRunRow
    told = {**values, "told_at": now()}
    await session.execute(update(row).where(row.shop_id == shop_id, row.id == run_id).values(**told))


async def forget_old_runs(session: AsyncSession, shop_id: str, kept: str) -> None:
    """Only the newest reading is shown; the others go."""
    row = AttributeRunRow
    await session.execute(delete(row).where(row.shop_id == shop_id, row.id != kept))
