"""What a shop calls the goods its rules name by tags and article numbers, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.names import category_names
from mercery.catalog.product import Product
from mercery.claims.vocabulary import translated
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import BuyGet, Fix, Gift
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import Names

_PLAIN: Mapping[str, Words] = {
    "reduced:yes": Words("reduced pieces", "特价商品"),
    "audience:women": Words("pieces for women", "女款"),
    "audience:men": Words("pieces for men", "男款"),
    "audience:kids": Words("pieces for children", "童款"),
    "audience:unisex": Words("pieces for everybody", "中性款"),
}


async def names_of(session: AsyncSession, shop: Shop, rules: Sequence[Rule], *, currency: str) -> Names:
    """The names of everything the rules speak of."""
    tags = sorted({tag for rule in rules for one in _scopes(rule) for tag in one.tags | one.not_tags})
    skus = sorted({sku for rule in rules for sku in _skus(rule)})
    return Names(
        currency=currency,
        zone=ZoneInfo(shop.timezone),
        skus=await _sku_names(session, shop, skus),
        tags=await tag_names(session, shop, tags),
        rules={rule.id: rule.name for rule in rules if rule.name.text("en")},
    )


def sku_names(products: Iterable[Product]) -> dict[str, Words]:
    """Article numbers with the product's name and the chosen options."""
    found = {}
    for product in products:
        for variant in product.variants:
            title, en, zh = product.title, variant.title("en"), variant.title("zh")
            named = Words(f"{title.text('en')}, {en}", f"{title.text('zh')}（{zh}）") if en else title
            found[variant.sku] = named
    return found


def _scopes(rule: Rule) -> list[Scope]:
    earned = rule.benefit.get if isinstance(rule.benefit, BuyGet) else None
    return [one for one in (rule.scope, rule.need_scope, earned) if one is not None]


def _skus(rule: Rule) -> set[str]:
    found = {sku for one in _scopes(rule) for sku in one.skus | one.not_skus}
    if isinstance(rule.benefit, Gift):
        found.add(rule.benefit.gift)
    if isinstance(rule.benefit, Fix):
        found |= set(rule.benefit.prices)
    return found


async def _sku_names(session: AsyncSession, shop: Shop, skus: Sequence[str]) -> dict[str, Words]:
    if not skus:
        return {}
    ids = await catalog.product_ids_of_skus(session, shop.id, skus)
    known = sku_names(await catalog.products(session, shop.id, sorted(set(ids.values()))))
    return {sku: known[sku] for sku in skus if sku in known}


async def tag_names(session: AsyncSession, shop: Shop, tags: Sequence[str]) -> dict[str, Words]:
    """What the shop calls these tags."""
    kinds = {tag.partition(":")[0] for tag in tags}
    known: dict[str, Words] = dict(_PLAIN)
    if "category" in kinds:
        handles = {tag.partition(":")[2] for tag in tags if tag.startswith("category:")}
        named = await category_names(session, shop.id, handles)
        known |= {f"category:{handle}": name for handle, name in named.items()}
    if "collection" in kinds:
        known |= {f"collection:{one.handle}": one.name for one in await catalog.collections(session, shop.id)}
    found = {}
    for tag in tags:
        kind, _, value = tag.partition(":")
        if tag in known:
            found[tag] = known[tag]
        elif kind == "product":
            found[tag] = await _product_name(session, shop, value)
        else:
            found[tag] = in_words(value, brand=kind == "brand")
    return found


async def _product_name(session: AsyncSession, shop: Shop, handle: str) -> Words:
    try:
        return (await catalog.product(session, shop.id, handle=handle)).title
    except NotFound:
        return in_words(handle)


def in_words(value: str, *, brand: bool = False) -> Words:
    """`grained-calfskin` as a person says it; in Chinese where every word of it is known."""
    english = (value or "").replace("-", " ")
    if brand:
        return Words(english.title(), "")
    return Words(english, translated(Words(english), "zh") if english else "")
