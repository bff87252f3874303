"""What a shop decides for all its promotions alike: policy, fees, floor, limits, and what is done when prices move."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.as_json import plain, read
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, Problem
from mercery.promotions.publishing.tables import PromotionSettingsRow
from mercery.promotions.rules.policy import Fees, Floor, Policy

OnPriceChange = Literal["hold", "tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionSettings:
    """The defaults are those of a careful shop."""

    policy: Policy = field(default_factory=Policy)
    fees: Mapping[str, Fees] = field(default_factory=dict)
    """By currency: their amounts are in it."""
    floor: Floor = field(default_factory=Floor)
    shipping: Mapping[str, int] = field(default_factory=dict)
    """What delivery of an order costs the customer before rules, by currency, in minor units. Without an entry it is not
    part of what is quoted."""
    most_units: int = 20
    """Units of one article an order may have, where it has no limit of its own."""
    most_lines: int | None = None
    everyone_is_member: bool = False
    """Whether each signed-in customer counts as a member; else those with the tag `member`."""
    on_price_change: OnPriceChange = "hold"
    """When a new price or cost breaks the floor under rules in force: `hold` stops the rules at fault, `tell` only says so."""
    least_uses: int = 30
    velocity_times: int = 20
    """A rule without a limit of its own is stopped once it was used within an hour `velocity_times` as often as the shop
    usually has orders in an hour, and at least `least_uses` times."""
    underpaid_orders: int = 3
    """So many orders of an hour that pay less than the rules ask stop the rule behind them, though they keep the floor."""
    proof_seconds: int = 20
    """How long one currency's proof may take; what is then still open is an interval, not a proof."""
    version: int = 0


DEFAULTS: Final = PromotionSettings()


async def settings_of(session: AsyncSession, shop_id: str) -> PromotionSettings:
    """The shop's settings, or the defaults."""
    row = (
        await session.execute(
            select(PromotionSettingsRow.values, PromotionSettingsRow.version).where(
                PromotionSettingsRow.shop_id == shop_id
            )
        )
    ).one_or_none()
    return DEFAULTS if row is None else replace(read(PromotionSettings, row.values), version=row.version)


async def save_settings(
    session: AsyncSession, shop_id: str, actor: Actor, changed: PromotionSettings, *, reason: str = ""
) -> PromotionSettings:
    """Store them. Conflict when `changed.version` is not the newest; Invalid with the fields that cannot be used."""
    if problems := list(_problems(changed)):
        raise Invalid(
            "The settings cannot be used.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="设置有误，请修改标出的字段。",
        )
    await one_writer(session, shop_id)
    before = await settings_of(session, shop_id)
    if before.version != changed.version:
        raise Conflict(
            "The settings were changed meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="设置已由他人更改，请刷新页面后重新修改。",
        )
    values = plain(replace(changed, version=0))
    fresh = _fresh_stamp()
    statement = insert(PromotionSettingsRow).values(shop_id=shop_id, values=values, version=1, stamp=fresh)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["shop_id"],
            set_={"values": values, "version": before.version + 1, "stamp": fresh, "updated_at": now()},
        )
    )  # fmt: skip
    old = plain(replace(before, version=0))
    differing = [name for name in values if values[name] != old[name]]
    await record(
        session, shop_id, actor, "promotion.settings", "promotions",
        before={name: old[name] for name in differing}, after={name: values[name] for name in differing},
        reason=reason or None,
    )  # fmt: skip
    return await settings_of(session, shop_id)


def _fresh_stamp() -> int:
    """A number that was never used: one that counts up would come again after a transaction that was taken back, and what a
    process has read within it would be taken for what is in force."""
    return secrets.randbits(62)


def _problems(asked: PromotionSettings) -> list[Problem]:
    shares = {"floor.margin_bps": asked.floor.margin_bps}
    for code, fees in asked.fees.items():
        shares |= {f"fees.{code}.{name}": getattr(fees, f"{name}_bps") for name in ("commission", "payment", "tax")}
    found = [
        Problem(
            field=name,
            message=f"{share} is no share.",
            remedy="Write basis points from 0 to 9999; 1500 is 15 %.",
            zh=f"“{share}”不是比例，请填写 0 至 9999 的基点数，1500 即 15%。",
        )
        for name, share in shares.items()
        if not 0 <= share < 10_000
    ]
    counts = {"most_units": asked.most_units, "least_uses": asked.least_uses, "velocity_times": asked.velocity_times,
              "proof_seconds": asked.proof_seconds, "underpaid_orders": asked.underpaid_orders, "most_lines": asked.most_lines or 1}  # fmt: skip
    found += [
        Problem(
            field=name,
            message=f"{count} is too small.",
            remedy="Write 1 or more.",
            zh=f"“{count}”过小，请填写 1 或以上的数。",
        )
        for name, count in counts.items()
        if count < 1
    ]
    amounts = {f"shipping.{code}": amount for code, amount in asked.shipping.items()}
    amounts |= {f"fees.{code}.parcel": fees.parcel for code, fees in asked.fees.items()}
    amounts |= {f"fees.{code}.payment_fixed": fees.payment_fixed for code, fees in asked.fees.items()}
    return found + [
        Problem(
            field=name,
            message="A fee cannot be less than 0.",
            remedy="Write 0 or more.",
            zh="费用不能小于 0，请填写 0 或以上的数。",
        )
        for name, amount in amounts.items()
        if amount < 0
    ]


async def one_writer(session: AsyncSession, shop_id: str) -> None:
    """Let nobody else change what is in force at this shop until the transaction ends."""
    name = {"name": f"promotions:{shop_id}"}
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), name)


async def raise_stamp(session: AsyncSession, shop_id: str) -> None:
    """Have every process read anew what is in force."""
    fresh = _fresh_stamp()
    statement = insert(PromotionSettingsRow).values(
        shop_id=shop_id, values=plain(replace(DEFAULTS, version=0)), version=0, stamp=fresh
    )
    await session.execute(
        statement.on_conflict_do_update(index_elements=["shop_id"], set_={"stamp": fresh, "updated_at": now()})
    )
