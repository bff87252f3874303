"""How a shop reads its sales: where its week begins, and the tax its prices contain where orders do not tell it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.orders.tables import SalesBookRow

WEEKDAYS: Final = (
    Words("Monday", "星期一"), Words("Tuesday", "星期二"), Words("Wednesday", "星期三"), Words("Thursday", "星期四"),
    Words("Friday", "星期五"), Words("Saturday", "星期六"), Words("Sunday", "星期日"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesBook:
    """The choices."""

    week_start: int = 0
    """0 Monday … 6 Sunday."""
    tax_bps: int | None = None
    """Rate on the net price (2000 = 20 %); None: not known."""

    @property
    def tax_text(self) -> str:
        """The rate in per cent as it is typed; empty: not known."""
        return "" if self.tax_bps is None else f"{Decimal(self.tax_bps) / 100:f}".rstrip("0").rstrip(".") or "0"


async def sales_book(session: AsyncSession, shop_id: str) -> SalesBook:
    """The shop's choices, or the defaults."""
    row = await session.get(SalesBookRow, shop_id, populate_existing=True)
    return SalesBook(week_start=row.week_start, tax_bps=row.tax_bps) if row else SalesBook()


def read_book(week_start: str, tax: str) -> SalesBook:
    """The choices as they were typed. Invalid, with a problem for each field."""
    problems = []
    if not (week_start.isdecimal() and int(week_start) < len(WEEKDAYS)):
        said = "This is no day of the week."
        problems.append(Problem(field="week_start", message=said, remedy="Choose one.", zh="请选择一周从哪天开始。"))
    bps: int | None = None
    try:
        if tax.strip():
            exact = Decimal(tax.strip().rstrip("%").replace(",", ".")) * 100
            bps = int(exact)
            if bps != exact or not 0 <= bps <= 10_000:
                raise InvalidOperation
    except (InvalidOperation, ValueError):
        remedy = "Write a rate from 0 to 100 per cent, or leave it empty."
        said, zh = f"'{tax}' is not a rate of tax.", "请填写 0 至 100 的税率；未知则留空。"
        problems.append(Problem(field="tax", message=said, remedy=remedy, zh=zh))
    if problems:
        raise Invalid("The choices are not kept.", problems=problems, zh="未保存，请修改标出的各项。")
    return SalesBook(week_start=int(week_start), tax_bps=bps)


async def keep_book(session: AsyncSession, shop_id: str, actor: Actor, book: SalesBook) -> None:
    """Keep the choices; the record says what they were."""
    before = await sales_book(session, shop_id)
    if before == book:
        return
    values = {"week_start": book.week_start, "tax_bps": book.tax_bps}
    row = insert(SalesBookRow).values(shop_id=shop_id, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["shop_id"], set_=values))
    await record(
        session, shop_id, actor, "sales.settings", "sales",
        before={"week_start": before.week_start, "tax_bps": before.tax_bps}, after=values,
    )  # fmt: skip
