"""The home page: one piece as the hero, the shop's own collections, what is reduced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog import service as catalog
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.promotions.offer import Offer
from mercery.promotions.service import offers, offers_of
from mercery.search.service import listed
from mercery.storefront.ask_band import AskBand, ask_band
from mercery.storefront.live_announced import LiveBand, live_band
from mercery.storefront.recommended import PER_ROW, Rows, recommended_rows
from mercery.storefront.seo import shop_json_ld
from mercery.storefront.speech import Said, capital, said
from mercery.storefront.visit import Head, Visit, head_of
from mercery.storefront.wares import Picture, Tile, main_material, pictures, price_from, product_url, tile
from mercery.ui.formats import money_text

HERO: Final = "hero"
"""Handle of the collection whose first product is the hero and whose description is its headline."""
PER_BAND: Final = 4
MOST_BANDS: Final = 4
_EXAMPLE_LIMITS: Final = {"EUR": "€150", "GBP": "£150", "USD": "$150", "CNY": "¥1,000"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of a sentence; with `claim`, it is stitched."""

    text: str
    claim: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hero:
    """The piece the page opens with."""

    name: str
    headline: tuple[str, ...]
    """Lines, broken by hand where the shop wrote them."""
    sentence: tuple[Fragment, ...]
    url: str
    picture: Picture | None
    price: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A row of products under a heading."""

    title: str
    tiles: tuple[Tile, ...]
    url: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Everything the home page shows."""

    head: Head
    hero: Hero | None
    bands: tuple[Band, ...]
    ask: AskBand | None
    live: LiveBand | None
    recommended: Rows
    asked: tuple[str, ...]
    """Searches to start from."""
    search_url: str
    total: int


async def home_page(visit: Visit) -> HomePage:
    """The home page of the shop."""
    session, shop, lang = visit.session, visit.shop, visit.lang
    collections = await catalog.collections(session, shop.id)
    shown = [one for one in collections if one.handle != HERO][:MOST_BANDS]
    total, everything = await listed(session, shop, {}, limit=400)
    ids = {
        one.handle: (await listed(session, shop, {"collection": (one.handle,)}, limit=PER_BAND + PER_ROW))[1]
        for one in shown
    }
    hero_ids = (await listed(session, shop, {"collection": (HERO,)}, limit=1))[1] or everything[:1]
    found = await offers(session, shop, everything, currency=visit.currency)
    seen = {*hero_ids, *(one for some in ids.values() for one in some[:PER_BAND])}
    reduced = [one for one in everything if one in found and found[one].on_sale and one not in seen]
    first = [one for one in everything if one not in hero_ids] if not shown else []
    chosen = await recommended_rows(
        visit, "home", leave_out=hero_ids, gives_way={*seen, *reduced[:PER_BAND], *first[:PER_BAND]}
    )
    twice = chosen.product_ids if chosen.personal else ()
    ids = {handle: [one for one in some if one not in twice][:PER_BAND] for handle, some in ids.items()}
    reduced, first = ([one for one in some if one not in twice][:PER_BAND] for some in (reduced, first))
    wanted = [*hero_ids, *(one for some in ids.values() for one in some), *reduced, *first]
    products = {one.id: one for one in await catalog.products(session, shop.id, list(dict.fromkeys(wanted)))}
    offered = {**found, **offers_of(shop, products.values(), currency=visit.currency)}

    bands = _bands(visit, products, offered, shown, ids, first, reduced, total)
    headline = next((one.description.text(lang) for one in collections if one.handle == HERO), "")
    heroes = [products[one] for one in hero_ids if one in products]
    hero = next((_hero(visit, one, offered.get(one.id), headline) for one in heroes), None)
    category = next((one.category[0].text(lang) for one in products.values() if one.category), "")
    return HomePage(
        head=_head(visit, hero),
        hero=hero,
        bands=tuple(bands),
        ask=await ask_band(visit, piece) if (piece := next(iter(heroes), None)) else None,
        live=await live_band(visit),
        recommended=chosen,
        asked=_asked(visit, category),
        search_url=visit.url("/search"),
        total=total,
    )


def _bands(
    visit: Visit,
    products: Mapping[str, Product],
    offered: Mapping[str, Offer],
    collections: Sequence[catalog.Collection],
    ids: Mapping[str, list[str]],
    first: list[str],
    reduced: list[str],
    total: int,
) -> list[Band]:
    """The rows of the page: collections, else the first pieces of all `total`; then what is reduced."""

    def band(title: str, some: list[str], url: str, more: str) -> Band:
        pieces = [products[one] for one in some if one in products]
        return Band(title=title, tiles=_tiles(visit, pieces, offered), url=visit.url(url), more=more)

    see_all = visit.say("See all", "查看全部")
    bands = [
        band(one.name.text(visit.lang), ids[one.handle], f"/collections/{one.handle}", see_all)
        for one in collections
        if ids[one.handle]
    ]
    if first:
        every = visit.say(f"All {total} pieces", f"全部 {total} 件")
        bands.append(band(visit.say("Pieces", "商品"), first, "/search", every))
    if reduced:
        every = visit.say("All reduced pieces", "全部优惠")
        bands.append(band(visit.say("Reduced", "优惠中"), reduced, "/search?sale=1", every))
    return bands


def _tiles(visit: Visit, products: list[Product], offered: Mapping[str, Offer]) -> tuple[Tile, ...]:
    return tuple(tile(one, offered.get(one.id), visit.shop, visit.lang, currency=visit.currency) for one in products)


def _hero(visit: Visit, product: Product, offer: Offer | None, headline: str) -> Hero:
    title = product.title.text(visit.lang)
    shown = pictures(product, product.variants[0] if product.variants else None, visit.lang)
    return Hero(
        name=title,
        headline=tuple(line for line in (headline or title).split("\n") if line.strip()),
        sentence=tuple(_sentence(visit, product)),
        url=product_url(product, visit.lang),
        picture=shown[0] if shown else None,
        price=price_from(offer, visit.lang) if offer else "",
        was=money_text(offer.was, visit.lang) if offer and offer.was and not offer.varies else "",
    )


def _sentence(visit: Visit, product: Product) -> list[Fragment]:
    """`Calfskin, made in Pontassieve, Italy. In bordeaux and black.` from facts."""
    facts = {fact.attribute: fact for fact in product_facts(product, visit.shop) if fact.subject.kind == "product"}
    parts: list[Fragment] = []
    material, origin = facts.get("material"), facts.get("origin")
    if material is not None:
        claim = said(material, visit.lang, visit.shop.timezone)
        parts.append(Fragment(text=capital(main_material(product, visit.lang) or claim.text), claim=claim))
    if origin is not None:
        claim = said(origin, visit.lang, visit.shop.timezone)
        parts.append(Fragment(text=visit.say(", made in " if parts else "Made in ", "，产自" if parts else "产自")))
        parts.append(Fragment(text=claim.text, claim=claim))
    if parts:
        parts.append(Fragment(text=visit.say(".", "。")))
    colours = next((option for option in product.options if option.name in ("colour", "color")), None)
    if colours is not None and len(colours.values) > 1:
        names = [value.text(visit.lang) for value in colours.values]
        parts.append(Fragment(text=visit.say(f" In {_joined(names)}.", f"有{'、'.join(names)}可选。")))
    return parts


def _joined(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1]


def _asked(visit: Visit, category: str) -> tuple[str, ...]:
    """Searches to start from, in the shop's own words and the visitor's currency."""
    limit = _EXAMPLE_LIMITS.get(visit.currency)
    found = [visit.say(f"a gift under {limit}", f"{limit} 以内的礼物")] if limit else []
    if category:
        found.append(visit.say(f"{category.lower()} in stock", f"有货的{category}"))
    return (*found, visit.say("what is on sale", "正在打折的商品"))


def _head(visit: Visit, hero: Hero | None) -> Head:
    shop = visit.shop
    name = shop.name.text(visit.lang)
    tagline = shop.tagline.text(visit.lang)
    return head_of(
        visit,
        tagline or visit.say("Home", "首页"),
        tagline or name,
        path=visit.url(),
        image=hero.picture.url if hero and hero.picture else "",
        json_ld=(shop_json_ld(visit),),
    )
