"""The rules of a shop at this moment, and the calendar they make with its goods.

What is in force is one row of the database, read whole: nobody meets half a calendar. A process keeps what it read for as
long as the shop's stamp is the same; a shop without published rules costs one question to an empty table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.costs import costs_of
from mercery.catalog.product import Product
from mercery.core import statements
from mercery.core.as_json import read
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.statements import Statement
from mercery.promotions.publishing.counting import spent_in_all, used_in_all
from mercery.promotions.publishing.overtaken import overtaken, without_goods
from mercery.promotions.publishing.settings import DEFAULTS, PromotionSettings, settings_of
from mercery.promotions.publishing.tables import PriceCertificateRow, PromotionReleaseRow, PromotionSettingsRow
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.notation import rule_from
from mercery.promotions.rules.policy import Fees
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_goods import skus_of


class Drafted(Protocol):
    """A set of rules that is looked at together with those in force; one with the id of a set in force stands for it."""

    @property
    def id(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def rules(self) -> Sequence[Rule]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SetInForce:
    """A published set: its rules that are not stopped and not used up."""

    id: str
    version: int
    name: Words
    currency: str
    """In which its amounts are; empty: rates alone, for every currency."""
    rules: tuple[Rule, ...]
    watch: Mapping[str, int] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    used_up: tuple[str, ...] = ()
    whole: tuple[Rule, ...] = ()
    """Its rules that are not stopped, with all of their money, those used up with them: a cancelled order may give uses and
    money back at any moment, so this is what is proved."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all its rules, those that are stopped or used up with them: they may be in force again."""
        return tuple(dict.fromkeys([*(rule.id for rule in self.rules), *self.stopped, *self.used_up]))


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What was published and still stands, as one."""

    release: int = 0
    """Its number; 0: nothing was ever published."""
    sets: tuple[SetInForce, ...] = ()
    certificates: Mapping[str, str] = field(default_factory=dict)
    """The proof, by currency."""
    settings: PromotionSettings = DEFAULTS
    proved_at: Mapping[str, datetime] = field(default_factory=dict)
    """The moment whose list prices each proof is about, by currency."""

    def rules(self, currency: str, without: Collection[str] = ()) -> tuple[Rule, ...]:
        """Those that hold for carts in `currency`, whatever their times, but for the sets `without`. None in a currency that
        was not proved, as one the shop has begun to sell in since."""
        if currency not in self.certificates:
            return ()
        mine = (one for one in self.sets if one.id not in without and one.currency in ("", currency))
        return tuple(rule for one in mine for rule in one.rules)

    def to_prove(self, currency: str, without: Collection[str] = ()) -> tuple[Rule, ...]:
        """Those that may be in force in `currency`, proved or not, but for the sets `without`: whole, and with what is used
        up now."""
        mine = (one for one in self.sets if one.id not in without and one.currency in ("", currency))
        return tuple(rule for one in mine for rule in one.whole)

    def set_of(self, rule: str) -> SetInForce | None:
        """The set a rule belongs to, also when it is stopped or used up."""
        return next((one for one in self.sets if rule in one.ids), None)


NOTHING: Final = InForce()
_kept: dict[str, tuple[int, InForce]] = {}
"""By shop, with the stamp it was read at."""


_STAMP: Final = Statement(
    select(PromotionSettingsRow.stamp).where(PromotionSettingsRow.shop_id == bindparam("shop")), lambda row: row.stamp
)


async def rules_in_force(session: AsyncSession, shop_id: str) -> InForce:
    """What is in force, from memory where nothing changed."""
    stamp = await statements.first(session, _STAMP.of(shop=shop_id))
    if stamp is None:
        return NOTHING
    known = _kept.get(shop_id)
    if known is None or known[0] != stamp:
        known = (stamp, await _read(session, shop_id))
        _kept[shop_id] = known
    return known[1]


async def rules_at(session: AsyncSession, shop_id: str, moment: datetime) -> InForce:
    """What was in force at a moment of the past, without regard to what was used up since."""
    row = await session.scalar(
        select(PromotionReleaseRow)
        .where(PromotionReleaseRow.shop_id == shop_id, PromotionReleaseRow.at <= moment)
        .order_by(PromotionReleaseRow.number.desc())
        .limit(1)
    )
    return InForce(settings=await settings_of(session, shop_id)) if row is None else await _of(session, row)


async def release_numbered(session: AsyncSession, shop_id: str, number: int) -> InForce:
    """What a release put into force; NotFound."""
    return await _of(session, await release_row(session, shop_id, number))


async def release_row(session: AsyncSession, shop_id: str, number: int) -> PromotionReleaseRow:
    """The stored release of that number; NotFound."""
    row: PromotionReleaseRow | None = await session.scalar(
        select(PromotionReleaseRow).where(PromotionReleaseRow.shop_id == shop_id, PromotionReleaseRow.number == number)
    )
    if row is None:
        raise NotFound(f"There is no release number {number} of promotions.", zh=f"没有第 {number} 次促销发布。")
    return row


async def _read(session: AsyncSession, shop_id: str) -> InForce:
    row = await newest_release(session, shop_id)
    if row is None:
        return InForce(settings=await settings_of(session, shop_id))
    every = [rule for one in row.sets for rule in one["rules"]]
    limited = {rule["id"]: int(rule["total"]) for rule in every if rule.get("total")}
    used = await used_in_all(session, shop_id, limited)
    funded = {rule["id"]: int(rule["budget"]) for rule in every if rule.get("budget") is not None}
    spent = await spent_in_all(session, shop_id, funded)
    left = {rule: most - used.get(rule, 0) for rule, most in limited.items()}
    return await _of(session, row, left, {rule: most - spent.get(rule, 0) for rule, most in funded.items()})


async def newest_release(session: AsyncSession, shop_id: str) -> PromotionReleaseRow | None:
    """The row that is in force."""
    found: PromotionReleaseRow | None = await session.scalar(
        select(PromotionReleaseRow)
        .where(PromotionReleaseRow.shop_id == shop_id)
        .order_by(PromotionReleaseRow.number.desc())
        .limit(1)
    )
    return found


async def _of(
    session: AsyncSession,
    row: PromotionReleaseRow,
    uses: Mapping[str, int] = MappingProxyType({}),
    money: Mapping[str, int] = MappingProxyType({}),
) -> InForce:
    """What the row says, with the uses and the money that rules with a limit have left, by rule."""
    return InForce(
        release=row.number,
        sets=tuple(_set(one, uses, money) for one in row.sets),
        certificates=dict(row.certificates),
        settings=await settings_of(session, row.shop_id),
        proved_at=await _proved_at(session, row),
    )


async def _proved_at(session: AsyncSession, row: PromotionReleaseRow) -> dict[str, datetime]:
    made = await session.execute(
        select(PriceCertificateRow.currency, PriceCertificateRow.made_at).where(
            PriceCertificateRow.shop_id == row.shop_id, PriceCertificateRow.id.in_(list(row.certificates.values()))
        )
    )
    return {row.currency: row.made_at for row in made}


def _set(data: Mapping[str, Any], uses: Mapping[str, int], money: Mapping[str, int]) -> SetInForce:
    stopped = tuple(data.get("stopped", ()))
    written = rules_from(data["rules"])
    every = tuple(replace(rule, budget=max(0, money[rule.id])) if rule.id in money else rule for rule in written)
    used_up = tuple(rule.id for rule in every if uses.get(rule.id, 1) <= 0 or rule.budget == 0)
    return SetInForce(
        id=data["id"],
        version=data["version"],
        name=read(Words, data["name"]),
        currency=data["currency"],
        rules=tuple(rule for rule in every if rule.id not in stopped and rule.id not in used_up),
        watch=data.get("watch", {}),
        stopped=stopped,
        used_up=used_up,
        whole=tuple(rule for rule in written if rule.id not in stopped),
    )


def rules_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Rules of the notation as a shop uses them: codes in capitals, as they are compared with what a buyer enters."""
    return tuple(
        replace(rule, code=rule.code.strip().upper()) if rule.code else rule
        for rule in (rule_from(row) for row in rows)
    )


async def calendar_of(
    session: AsyncSession,
    shop: Shop,
    *,
    at: datetime,
    currency: str,
    drafts: Sequence[Drafted] = (),
    products: Sequence[Product] | None = None,
    within: InForce | None = None,
    proving: bool = False,
) -> Calendar:
    """The calendar of all published rules and `drafts` over the shop's goods at the list prices of `at`.

    Rules that have ended by then are left out, those to come are in it. `products`: these goods alone (with what rules
    give away), for quoting a cart. `within` stands in the place of what is in force now. `proving`: with all that may be in
    force (`InForce.to_prove`); else with what is, and no rule for a piece whose price the proof does not know.
    """
    held = within or await rules_in_force(session, shop.id)
    replaced = {draft.id for draft in drafts}
    published = held.to_prove(currency, replaced) if proving else held.rules(currency, replaced)
    drafted = (rule for draft in drafts if draft.currency in ("", currency) for rule in draft.rules)
    rules = tuple(rule for rule in (*published, *drafted) if rule.ends is None or rule.ends > at)
    goods = await _goods(session, shop, rules, products)
    skus = None if products is None else [variant.sku for product in goods for variant in product.variants]
    costs = await costs_of(session, shop.id, currency, skus)
    proved = held.proved_at.get(currency)
    if not proving and proved and (late := overtaken(goods, currency, proved, at)):
        rules = without_goods(rules, late)
    settings = held.settings
    return Calendar(
        skus=skus_of(goods, currency=currency, at=at, costs=costs),
        rules=rules,
        policy=settings.policy,
        currency=currency,
        shipping=settings.shipping.get(currency, 0),
        fees=settings.fees.get(currency, Fees()),
        floor=settings.floor,
        most_units=settings.most_units,
        most_lines=settings.most_lines,
    )


async def _goods(
    session: AsyncSession, shop: Shop, rules: Sequence[Rule], products: Sequence[Product] | None
) -> Sequence[Product]:
    if products is None:
        ids = await catalog.all_product_ids(session, shop.id)
        return await catalog.products(session, shop.id, ids)
    gifts = {rule.benefit.gift for rule in rules if isinstance(rule.benefit, Gift)}
    lacking = gifts - {variant.sku for product in products for variant in product.variants}
    if not lacking:
        return products
    ids = sorted(set((await catalog.product_ids_of_skus(session, shop.id, lacking)).values()))
    return [*products, *await catalog.products(session, shop.id, ids)]


def lacking_costs(calendar: Calendar) -> Collection[str]:
    """Article numbers of goods whose cost nobody has told: a proof counts them as costing nothing."""
    return [sku.id for sku in calendar.skus.values() if sku.cost == 0]
