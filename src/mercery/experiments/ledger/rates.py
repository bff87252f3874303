"""The prices a shop gives for kinds, and what a day may cost before its people are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Invalid, Problem
from mercery.core.money import Money, MoneyError
from mercery.experiments.ledger.kinds import KINDS
from mercery.experiments.ledger.prices import EXCHANGE, Rate, Tariff, tariff_of
from mercery.experiments.tables import CostLimitRow, CostRateRow

MOST: Final = Decimal(1_000_000)
ALL: Final = ""
"""The limit of all features together."""


async def tariff(session: AsyncSession, shop: Shop) -> Tariff:
    """Every price the shop gave, in its own currency."""
    rows = await session.scalars(select(CostRateRow).where(CostRateRow.shop_id == shop.id).order_by(CostRateRow.id))
    rates = [
        Rate(kind=row.kind, micros=row.micros, currency=row.currency, valid_from=row.valid_from) for row in rows
    ]  # fmt: skip
    return tariff_of(shop.currency, rates)


async def set_rate(
    session: AsyncSession, shop: Shop, actor: Actor, kind: str, amount: str, *, from_now: bool = True, reason: str = ""
) -> bool:
    """Give the price of a kind, in the shop's currency for one measure; empty: it is not known any more. The first price of a
    kind holds for what was used before, too, unless `from_now`. Whether it is another than before. Invalid."""
    micros = read_amount(kind, amount)
    held = await tariff(session, shop)
    before = held.now(kind)
    if (before.micros if before else None) == micros:
        return False
    first = before is None
    session.add(
        CostRateRow(
            shop_id=shop.id, kind=kind, micros=micros, currency=shop.currency,
            valid_from=None if first and not from_now else now(), recorded_at=now(), recorded_by=f"{actor.kind}:{actor.id}",
        )
    )  # fmt: skip
    await record(
        session, shop.id, actor, "costs.price", kind, before={"micros": before.micros if before else None},
        after={"micros": micros, "currency": shop.currency, "since": "now" if from_now or not first else "the beginning"},
        reason=reason or None,
    )  # fmt: skip
    await session.flush()
    return True


def read_amount(kind: str, amount: str) -> int | None:
    """A price as it was typed, in millionths; None: empty. Invalid."""
    if kind not in KINDS and not (kind.startswith(EXCHANGE) and len(kind) == len(EXCHANGE) + 3):
        raise Invalid(f"There is no kind of cost '{kind}'.", zh="没有这类成本。")
    if not amount.strip():
        return None
    try:
        exact = Decimal(amount.strip().replace(",", "."))
        micros = exact * 1_000_000
        if not micros.is_finite() or micros != micros.to_integral_value() or not 0 <= exact <= MOST:
            raise InvalidOperation
    except InvalidOperation:
        message = f"'{amount}' is not a price."
        remedy = "Write an amount of 0 or more with at most six decimals, or leave it empty where it is not known."
        zh = "请填写不小于 0 的金额，至多六位小数；未知则留空。"
        raise Invalid(message, problems=[Problem(field=kind, message=message, remedy=remedy, zh=zh)], zh=zh) from None
    return int(micros)


async def limits(session: AsyncSession, shop: Shop) -> Mapping[str, Money]:
    """What a day may cost, by feature; `ALL` for all of them. Those in another currency are out of force."""
    rows = await session.scalars(
        select(CostLimitRow).where(CostLimitRow.shop_id == shop.id, CostLimitRow.currency == shop.currency)
    )
    return {row.feature: Money(row.minor, row.currency) for row in rows}


async def set_limit(session: AsyncSession, shop: Shop, actor: Actor, feature: str, amount: str) -> bool:
    """Set what a day of a feature may cost before the shop's people are told; empty: no limit. Invalid."""
    before = (await limits(session, shop)).get(feature)
    after: Money | None = None
    if amount.strip():
        try:
            after = Money.from_major(amount.strip().replace(",", "."), shop.currency)
        except MoneyError as error:
            zh = "请填写金额；留空为不设上限。"
            raise Invalid(error.message, problems=[_limit_problem(feature, error.message, zh)], zh=zh) from None
        if after.minor <= 0:
            message = "A limit is more than nothing."
            raise Invalid(
                message,
                problems=[_limit_problem(feature, message, "上限须大于 0；留空为不设上限。")],
                zh="上限须大于 0；留空为不设上限。",
            )
    if before == after:
        return False
    if after is None:
        await session.execute(
            delete(CostLimitRow).where(CostLimitRow.shop_id == shop.id, CostLimitRow.feature == feature)
        )
    else:
        values = {"minor": after.minor, "currency": after.currency}
        row = insert(CostLimitRow).values(shop_id=shop.id, feature=feature, **values)
        await session.execute(row.on_conflict_do_update(index_elements=["shop_id", "feature"], set_=values))
    await record(
        session, shop.id, actor, "costs.limit", feature or "all", before={"minor": before.minor if before else None},
        after={"minor": after.minor if after else None, "currency": shop.currency},
    )  # fmt: skip
    return True


def _limit_problem(feature: str, message: str, zh: str) -> Problem:
    remedy = "Write an amount, or leave it empty for no limit."
    return Problem(field=f"limit_{feature}", message=message, remedy=remedy, zh=zh)


async def history(session: AsyncSession, shop: Shop) -> Sequence[tuple[Rate, datetime, str]]:
    """Every price ever given, the newest first, with when and by whom."""
    rows = await session.scalars(
        select(CostRateRow).where(CostRateRow.shop_id == shop.id).order_by(CostRateRow.id.desc()).limit(50)
    )
    return [
        (
            Rate(kind=row.kind, micros=row.micros, currency=row.currency, valid_from=row.valid_from),
            row.recorded_at, row.recorded_by,
        )
        for row in rows
    ]  # fmt: skip
