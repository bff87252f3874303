"""Promotions as surfaces tell them: the facts of those in force, and which do not go together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.deals import Promotion
from mercery.claims.facts import Fact
from mercery.claims.values import Statement
from mercery.promotions.in_force import InForce, rules_at, rules_in_force
from mercery.promotions.rule_facts import rule_facts
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import Policy
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_goods import skus_of
from mercery.promotions.shop_names import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be told at one moment."""

    facts: tuple[Fact, ...] = ()
    """One for each promotion, in the shop's order."""
    apart: frozenset[frozenset[str]] = frozenset()
    """Pairs of fact ids of promotions of which one counts."""
    released: bool = False
    """Whether the shop has published promotions at all, also if none holds at this moment."""
    takes_codes: bool = False
    """Whether one of them asks for a coupon code. Of those that are not told nothing else leaves here, not even a name:
    what nobody knows nobody confirms."""


async def promotions_told(
    session: AsyncSession,
    shop: Shop,
    *,
    at: datetime,
    currency: str,
    products: Sequence[Product] = (),
    codes: Collection[str] = (),
    everything: bool = False,
    within: InForce | None = None,
) -> Told:
    """The promotions in force, or in `within`. One with a coupon code only to who names the code in `codes` (in capitals), or where
    `everything` is for the shop's own eyes. `products`: of these it is said whether a promotion is for them."""
    held = within or await rules_in_force(session, shop.id)
    rules = [
        rule
        for rule in held.rules(currency)
        if rule.holds_at(at) and (everything or not rule.code or rule.code in codes)
    ]
    released = bool(held.release)
    takes_codes = any(rule.code for rule in held.rules(currency))
    if not rules:
        return Told(released=released, takes_codes=takes_codes)
    names = await names_of(session, shop, rules, currency=currency)
    facts = rule_facts(
        rules,
        names,
        at=at,
        release=held.release,
        certificate=certificate_of(held, currency),
        goods=articles(products, currency=currency, at=at),
    )
    return Told(
        facts=tuple(facts),
        apart=_apart(rules, facts, held.settings.policy),
        released=released,
        takes_codes=takes_codes,
    )


async def promotions_then(session: AsyncSession, shop: Shop, moment: datetime) -> list[Fact]:
    """What was published at a moment of the past, as statements of the shop; nothing where nothing ever was."""
    if not (await rules_in_force(session, shop.id)).release:
        return []
    held = await rules_at(session, shop.id, moment)
    found: dict[str, Fact] = {}
    for currency in dict.fromkeys((shop.currency, *shop.currencies)):
        told = await promotions_told(session, shop, at=moment, currency=currency, everything=True, within=held)
        found |= {fact.id: _as_statement(fact) for fact in told.facts if fact.id not in found}
    return list(found.values())


def _as_statement(fact: Fact) -> Fact:
    assert isinstance(fact.value, Promotion)
    return replace(fact, label=fact.subject.name, value=Statement(fact.value.words))


async def gives_codes(session: AsyncSession, shop_id: str, currency: str) -> bool:
    """Whether a promotion of the shop asks for a coupon code."""
    held = await rules_in_force(session, shop_id)
    return any(rule.code for rule in held.rules(currency))


def certificate_of(held: InForce, currency: str) -> str:
    """The proof the promotions were published with."""
    return held.certificates.get(currency, "")


def articles(products: Sequence[Product], *, currency: str, at: datetime) -> dict[str, list[Sku]]:
    """The articles of each product, as rules see them."""
    known = skus_of(products, currency=currency, at=at, costs={})
    return {
        product.id: [known[variant.sku] for variant in product.variants if variant.sku in known] for product in products
    }


def _apart(rules: Sequence[Rule], facts: Sequence[Fact], policy: Policy) -> frozenset[frozenset[str]]:
    ids: Mapping[str, str] = {fact.subject.id: fact.id for fact in facts}
    return frozenset(
        frozenset((ids[one.id], ids[other.id]))
        for one, other in combinations(rules, 2)
        if one_counts(one, other, policy)
    )


def one_counts(one: Rule, other: Rule, policy: Policy) -> bool:
    """Whether of two rules one is used at most."""
    same_level = one.level == other.level
    grouped = (
        one.group is not None
        and one.group == other.group
        and (one.level == "line") == (other.level == "line")
        and policy.group_most.get(one.group, 1) < 2
    )
    alone = same_level and (one.exclusive or other.exclusive)
    shut_out = bool(
        one.excludes & {other.id, other.group or ""} - {""} or other.excludes & {one.id, one.group or ""} - {""}
    )
    return grouped or alone or shut_out
