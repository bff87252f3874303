"""The demo shop's costs and promotions: four sets in force, proved and published by two people, and a draft that falls below
the floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.i18n import Words
from mercery.demo.reading import content, mapping, rows, words
from mercery.demo.rules import PARIS
from mercery.demo.talk import CLAIRE, STAFF, OneTransaction
from mercery.promotions.publishing import service
from mercery.promotions.publishing.service import PromotionSettings, SetDraft
from mercery.promotions.publishing.together import publish_together
from mercery.promotions.rules.policy import Fees, Floor
from mercery.promotions.shop_goods import tags_of

_FILE: Final = "promotions.yaml"
HUGO: Final = STAFF["Hugo"]
"""Who writes them; Claire publishes."""
_LEATHERS: Final = ("leather", "calfskin", "lambskin", "suede")
_SPREAD: Final = 300
"""Costs of pieces of one kind differ by so many basis points, up and down."""


async def promote(session: AsyncSession, shop: Shop, products: Sequence[Product], now: datetime) -> tuple[int, int]:
    """Record the costs, publish what is in force and keep the draft, checked. How many sets of each."""
    file = content(_FILE)
    await record_costs(session, shop.id, list(demo_costs(products)), SYSTEM, reason="Seeded with the demo shop")
    await service.save_settings(session, shop.id, SYSTEM, _settings(mapping(file["settings"])))
    today = now.astimezone(PARIS).date()
    leather = sorted(_leather_tags(products))
    with clock.at(now - timedelta(days=5)):
        made = [
            await service.create(session, shop, HUGO, _draft(node, today, leather)) for node in rows(file["published"])
        ]
    reason = "The calendar of the winter"
    with clock.at(now - timedelta(days=3)):
        await publish_together(session, shop, HUGO, CLAIRE, [one.id for one in made], reason=reason)
    drafts = [await service.create(session, shop, HUGO, _draft(node, today, leather)) for node in rows(file["drafts"])]
    for one in drafts:
        check = await service.begin(session, shop, HUGO, one.id, at_once=True)
        await service.work(OneTransaction(session), shop.id, check)
    return len(made), len(drafts)


def demo_costs(products: Sequence[Product]) -> Iterator[GoodsCost]:
    """What each variant costs the house, in each currency it is sold in."""
    shares = cast("dict[str, int]", mapping(content(_FILE)["costs"]))
    for product in products:
        share = shares["leather"] if _is_leather(product) else shares[_top(product)]
        share += sum(map(ord, product.key)) % (2 * _SPREAD + 1) - _SPREAD
        for variant in product.variants:
            full: dict[str, int] = {}
            for row in variant.prices:
                code = row.amount.currency
                full[code] = max(full.get(code, 0), row.amount.minor, row.was.minor if row.was else 0)
            for code, minor in full.items():
                yield GoodsCost(sku=variant.sku, currency=code, cost=minor * share // 10_000)


def _top(product: Product) -> str:
    return next(tag for tag in sorted(tags_of(product), key=len) if tag.startswith("category:")).removeprefix(
        "category:"
    )


def _leather_tags(products: Sequence[Product]) -> set[str]:
    """Calfskin, lambskin, suede: what the leathers of the house are at bottom."""
    return {tag for product in products for tag in tags_of(product) if _says_leather(tag) and "-" not in tag}


def _is_leather(product: Product) -> bool:
    return any(_says_leather(tag) for tag in tags_of(product))


def _says_leather(tag: str) -> bool:
    return tag.startswith("material:") and any(word in tag for word in _LEATHERS)


def _settings(node: Mapping[str, object]) -> PromotionSettings:
    fees = cast("dict[str, dict[str, int]]", mapping(node["fees"]))
    return PromotionSettings(
        floor=Floor(margin_bps=cast(int, node["floor_bps"])),
        fees={code: Fees(**given) for code, given in fees.items()},
        most_units=5,
        most_lines=8,
    )


def _draft(node: Mapping[str, object], today: date, leather: Sequence[str]) -> SetDraft:
    name = words(node["name"])
    return SetDraft(
        name=name,
        note=str(node.get("note", "")),
        currency=str(node.get("currency", "")),
        watch=cast("dict[str, int]", mapping(node.get("watch"))),
        rules=[_rule(rule, name, today, leather) for rule in rows(node["rules"])],
    )


def _rule(node: Mapping[str, object], name: Words, today: date, leather: Sequence[str]) -> dict[str, Any]:
    rule: dict[str, Any] = {key: value for key, value in node.items() if key not in ("from", "to")}
    scope = dict(mapping(rule.get("scope")))
    if scope.pop("leather", False):
        scope["tags"] = list(leather)
    if scope:
        rule["scope"] = scope
    return rule | {
        "name": {"en": name.en, "zh": name.zh},
        "starts": _midnight(today + timedelta(days=cast(int, node["from"]))),
        "ends": _midnight(today + timedelta(days=cast(int, node["to"]))),
    }


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), tzinfo=PARIS).isoformat()
