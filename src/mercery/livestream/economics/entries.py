"""Ways to be on air as the shop's people typed them, and what platforms told of shows: kept, with a record of every change."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.core.money import Money, MoneyError
from mercery.livestream.economics.ways import KINDS, WayKind, read_typed
from mercery.livestream.tables import LiveShowRow, LiveToldRow, LiveWayRow

MOST_WAYS: Final = 24
MOST_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An entry."""

    id: str
    kind: WayKind
    name: Words
    currency: str
    typed: Mapping[str, str]
    source: Words
    dated: date
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a platform says a show sold there."""

    show_id: str
    platform: str
    orders: int
    sales: Money
    refund: Money | None
    """None: not told."""
    source: str
    recorded_at: datetime


async def ways(session: AsyncSession, shop: Shop) -> list[Way]:
    """The shop's entries in its own currency, by kind."""
    rows = await session.scalars(
        select(LiveWayRow).where(LiveWayRow.shop_id == shop.id, LiveWayRow.currency == shop.currency)
    )
    return sorted((_way(row) for row in rows), key=lambda one: (KINDS.index(one.kind), one.name.text("en"), one.id))


async def keep_way(
    session: AsyncSession, shop: Shop, actor: Actor, kind: WayKind, form: Mapping[str, str], *, way_id: str = ""
) -> Way:
    """Add an entry, or change the one of that id. Invalid; NotFound."""
    typed, problems = dict[str, str](), list[Problem]()
    try:
        typed = read_typed(kind, form)
    except Invalid as error:
        problems += error.problems
    name, source = _words(form, "name", 120), _words(form, "source", 300)
    if not name.text("en"):
        remedy = "Say whom it is about."
        problems.append(Problem(field="name", message="The name is missing.", remedy=remedy, zh="请填写名称。"))
    if not source.text("en"):
        remedy = "Say where the figures are from."
        problems.append(Problem(field="source", message="The source is missing.", remedy=remedy, zh="请写明数据来源。"))
    try:
        dated = date.fromisoformat(form.get("dated", ""))
    except ValueError:
        dated = date.min
        remedy = "Write the day the figures are of."
        problems.append(Problem(field="dated", message="This is no day.", remedy=remedy, zh="请填写数据日期。"))
    if problems:
        raise Invalid("The way is not kept.", problems=problems, zh="未保存，请修改标出的各项。")
    row = await _row(session, shop.id, way_id) if way_id else None
    if row is None:
        if len(await ways(session, shop)) >= MOST_WAYS:
            raise Invalid(
                f"There are {MOST_WAYS} ways already.", remedy="Take one out first.", zh="方式已达上限，请先移除一项。"
            )
        row = LiveWayRow(
            id=new_id("lwy"), shop_id=shop.id, kind=kind, name=name.en, name_zh=name.zh, currency=shop.currency, typed=typed,
            source=source.en, source_zh=source.zh, dated=dated, version=1, updated_at=now(),
        )  # fmt: skip
        session.add(row)
        before = None
    else:
        before = _told_of(_way(row))
        row.name, row.name_zh, row.source, row.source_zh = name.en, name.zh, source.en, source.zh
        row.typed, row.dated = typed, dated
        row.version, row.updated_at = row.version + 1, now()
    await session.flush()
    kept = _way(row)
    await record(session, shop.id, actor, "live.way", row.id, before=before, after=_told_of(kept))
    return kept


def _words(form: Mapping[str, str], name: str, longest: int) -> Words:
    """A text in both languages; one of them is enough."""
    return Words(form.get(name, "").strip()[:longest], form.get(f"{name}_zh", "").strip()[:longest])


def _told_of(way: Way) -> dict[str, str]:
    """A way as it stands in the record."""
    texts = {
        "name": way.name.en, "name_zh": way.name.zh, "source": way.source.en, "source_zh": way.source.zh,
    }  # fmt: skip
    return {**{name: text for name, text in texts.items() if text}, **way.typed, "dated": way.dated.isoformat()}


async def remove_way(session: AsyncSession, shop: Shop, actor: Actor, way_id: str) -> None:
    """Take an entry out. NotFound."""
    row = await _row(session, shop.id, way_id)
    await session.execute(delete(LiveWayRow).where(LiveWayRow.id == row.id))
    await record(session, shop.id, actor, "live.way", way_id, before=_told_of(_way(row)), after=None)


async def told(session: AsyncSession, shop: Shop, show_ids: Sequence[str]) -> list[Told]:
    """What platforms told of these shows, in the shop's currency."""
    rows = await session.scalars(
        select(LiveToldRow).where(
            LiveToldRow.shop_id == shop.id,
            LiveToldRow.currency == shop.currency,
            LiveToldRow.show_id.in_(list(show_ids)),
        )
    )
    return [
        Told(
            show_id=row.show_id, platform=row.platform, orders=row.orders, sales=Money(row.sales_minor, row.currency),
            refund=None if row.refund_minor is None else Money(row.refund_minor, row.currency), source=row.source,
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip


async def import_told(session: AsyncSession, shop: Shop, actor: Actor, text: str, name: str) -> int:
    """Take in a table of what platforms told: columns show (its short name), platform, orders, sales, and refunds where they
    are told; one row for each show and platform, which replaces what stood for it. How many rows. Invalid, and nothing is
    changed, with a problem for each row that cannot be used."""
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    if not rows or len(rows) > MOST_ROWS:
        raise Invalid(
            "The table has no rows, or too many.", remedy=f"Send 1 to {MOST_ROWS} rows with a line of heads.",
            zh=f"表格没有数据行，或超过 {MOST_ROWS} 行。",
        )  # fmt: skip
    shows = await session.execute(select(LiveShowRow.slug, LiveShowRow.id).where(LiveShowRow.shop_id == shop.id))
    ids = {str(slug): str(id_) for slug, id_ in shows}
    problems, read = list[Problem](), list[dict[str, object]]()
    for line, row in enumerate(rows, start=2):
        try:
            read.append(_told_row(row, ids, shop.currency))
        except (Invalid, MoneyError) as error:
            remedy, zh = "Mend the row or leave it out.", error.zh or "金额有误。"
            problems.append(Problem(file=name, line=line, message=error.message, remedy=remedy, zh=zh))
    if problems:
        raise Invalid("The table cannot be used; nothing was changed.", problems=problems, zh="表格有误，未作改动。")
    for one in read:
        values = one | {"source": name[:300], "recorded_at": now()}
        made = insert(LiveToldRow).values(id=new_id("ltd"), shop_id=shop.id, **values)
        kept = {key: value for key, value in values.items() if key not in ("show_id", "platform", "currency")}
        await session.execute(made.on_conflict_do_update(index_elements=["show_id", "platform", "currency"], set_=kept))
    await record(session, shop.id, actor, "live.told", "shows", after={"rows": len(read), "file": name[:300]})
    return len(read)


def _told_row(row: Mapping[str, str | None], ids: Mapping[str, str], currency: str) -> dict[str, object]:
    cells = {(key or "").strip().casefold(): (value or "").strip() for key, value in row.items()}
    slug = cells.get("show") or cells.get("直播") or ""
    platform = (cells.get("platform") or cells.get("平台") or "")[:40]
    if slug not in ids:
        raise Invalid(f"There is no show '{slug}'.", zh=f"没有直播“{slug}”。")
    if not platform:
        raise Invalid("The platform is missing.", zh="缺少平台名称。")
    orders = cells.get("orders") or cells.get("订单") or ""
    if not orders.isdecimal() or len(orders) > 9:
        raise Invalid(f"'{orders}' is not a number of orders.", zh=f"“{orders}”不是订单数。")
    sales = Money.from_major((cells.get("sales") or cells.get("销售额") or "").replace(",", ""), currency)
    refunds = (cells.get("refunds") or cells.get("退款") or "").replace(",", "")
    refund = Money.from_major(refunds, currency) if refunds else None
    if sales.minor < 0 or (refund is not None and not 0 <= refund.minor <= sales.minor):
        raise Invalid("Sales are below nothing, or more was refunded than sold.", zh="销售额为负，或退款多于销售额。")
    return {
        "show_id": ids[slug], "platform": platform, "currency": currency, "orders": int(orders),
        "sales_minor": sales.minor, "refund_minor": refund.minor if refund else None,
    }  # fmt: skip


async def _row(session: AsyncSession, shop_id: str, way_id: str) -> LiveWayRow:
    row = await session.scalar(select(LiveWayRow).where(LiveWayRow.shop_id == shop_id, LiveWayRow.id == way_id))
    if row is None:
        raise NotFound("There is no such way.")
    return row


def _way(row: LiveWayRow) -> Way:
    return Way(
        id=row.id, kind=cast(WayKind, row.kind), name=Words(row.name, row.name_zh), currency=row.currency,
        typed={str(key): str(value) for key, value in row.typed.items()}, source=Words(row.source, row.source_zh),
        dated=row.dated, version=row.version,
    )  # fmt: skip
