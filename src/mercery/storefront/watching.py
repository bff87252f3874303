"""Videos as the shop's pages and its player show them: films from the studio, prices and stock of this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import quote

from mercery.catalog import service as catalog
from mercery.catalog.product import Product, Variant
from mercery.claims.values import Stock
from mercery.core.clock import now
from mercery.promotions.price import VariantPrice
from mercery.promotions.service import price_products
from mercery.storefront.seo import SCHEMA, breadcrumb_json_ld, script_json
from mercery.storefront.speech import capital, until_text
from mercery.storefront.visit import Head, NoSuchPage, Visit, head_of, site
from mercery.storefront.wares import ground_of, pictures, product_url, stock_text
from mercery.studio.pictures.labelling import SOURCE_TYPES
from mercery.studio.shown_videos import ShownVideo, shown_videos, tags_of_film
from mercery.studio.video.sidecars import Cue
from mercery.ui.formats import date_text, money_text, zone_named

MOST: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A piece that can be touched in a video, as it can be had now."""

    key: str
    """Product and variant as the film's tags name them."""
    tag: str
    """The first tag that shows it."""
    product_id: str
    sku: str
    """What goes into the bag; empty where that cannot be said without a choice, or nothing is to be had."""
    name: str
    options: str
    url: str
    price: str
    was: str
    until: str
    stock: str
    available: bool
    picture: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoTile:
    """One video in the feed."""

    title: str
    url: str
    poster: str
    seconds: str
    goods: tuple[str, ...]
    day: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VideosPage:
    """The feed, the last published first."""

    head: Head
    heading: str
    videos: tuple[VideoTile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One file."""

    format: str
    url: str
    poster: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Captions in one language."""

    lang: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPage:
    """One video with what is in it."""

    head: Head
    crumbs: tuple[tuple[str, str], ...]
    title: str
    day: str
    label: str
    films: tuple[Film, ...]
    tracks: tuple[Track, ...]
    source: str
    """Where the player asks what is in it."""
    action: str
    """Where a piece is put into the bag."""
    said: tuple[str, ...]
    """What is said, shot by shot."""
    goods: tuple[Good, ...]
    others: tuple[VideoTile, ...]


async def videos_page(visit: Visit) -> VideosPage:
    """What can be watched in the visitor's language."""
    found = await shown_videos(visit.session, visit.shop, lang=visit.lang, limit=MOST, currency=visit.currency)
    heading = visit.say("Videos", "视频")
    said = visit.say(
        f"Short films of pieces from {visit.shop.name.text('en')}: touch a piece to see its price and stock of this moment.",
        f"{visit.shop.name.text('zh')}的商品短片，轻触商品即见此刻的价格与库存。",
    )
    head = head_of(visit, heading, said, path=visit.url("/videos"), index=bool(found))
    return VideosPage(head=head, heading=heading, videos=tuple(tile_of(visit, one) for one in found))


async def video_at(visit: Visit, slug: str) -> ShownVideo:
    """The video at that address; 404 where none is, or none of it may be shown now."""
    found = await shown_videos(
        visit.session, visit.shop, lang=visit.lang, slug=slug[:200], limit=1, currency=visit.currency
    )
    if not found:
        raise NoSuchPage
    return found[0]


async def watch_page(visit: Visit, slug: str) -> WatchPage:
    """The page of one video."""
    video = await video_at(visit, slug)
    tile, path = tile_of(visit, video), visit.url(f"/videos/{quote(slug)}")
    goods = goods_of(visit, video)
    films = films_of(video)
    crumbs = ((visit.say("Videos", "视频"), visit.url("/videos")), (tile.title, ""))
    others = await shown_videos(visit.session, visit.shop, lang=visit.lang, limit=7, currency=visit.currency)
    described = " ".join(_said(video)[:2]) or tile.title
    head = head_of(
        visit, tile.title, described, path=path, image=tile.poster, kind="video.other",
        json_ld=(_json_ld(visit, video, films, described, path), breadcrumb_json_ld(visit, [(crumbs[0][0], crumbs[0][1]), (tile.title, path)])),
    )  # fmt: skip
    return WatchPage(
        head=head,
        crumbs=crumbs,
        title=tile.title,
        day=tile.day,
        label=tile.label,
        films=films,
        tracks=tuple(
            Track(lang=one["lang"], label="中文" if one["lang"] == "zh" else "English", url=video.folder + one["file"])
            for one in video.data["captions"]
        ),
        source=source_of(visit, video),
        action=visit.url(f"/videos/{quote(slug)}/bag"),
        said=_said(video),
        goods=goods,
        others=tuple(tile_of(visit, one) for one in others if one.slug != video.slug)[:4],
    )


def source_of(visit: Visit, video: ShownVideo) -> str:
    """Where a player asks what is in a video; without host, so that it serves the shop's own pages."""
    return f"/api/player/{visit.lang}/{quote(video.slug)}"


def tile_of(visit: Visit, video: ShownVideo) -> VideoTile:
    """The video in the feed."""
    films, lang = films_of(video), visit.lang
    at, seconds = video.served.line.published_at, round(float(video.data["seconds"]))
    return VideoTile(
        title=str(video.data["title"]) or video.served.piece.title or video.served.products[0].title.text(lang),
        url=visit.url(f"/videos/{quote(video.slug)}"),
        poster=films[0].poster if films else "",
        seconds=f"{seconds // 60}:{seconds % 60:02d}",
        goods=tuple(dict.fromkeys(str(tag["label"]) for tag in video.data["tags"]))[:3],
        day=date_text(at, lang, zone_named(visit.shop.timezone)) if at else "",
        label=str(video.data.get("label") or ""),
    )


def films_of(video: ShownVideo) -> tuple[Film, ...]:
    """Its files, the upright one first."""
    films = [
        Film(
            format=str(one["format"]),
            url=video.folder + str(one["file"]),
            poster=video.folder + str(one["poster"]),
            width=int(one["width"]),
            height=int(one["height"]),
        )
        for one in video.data["videos"]
    ]
    return tuple(sorted(films, key=lambda film: film.format != "portrait"))


async def goods_at(visit: Visit, slug: str) -> tuple[Good, ...]:
    """The same for the video at that address, with nothing read but prices and stock: players ask often."""
    tags = await tags_of_film(visit.session, visit.shop, visit.lang, slug[:200])
    ids = list(dict.fromkeys(str(tag["product"]) for tag in tags))
    products = await catalog.products(visit.session, visit.shop.id, ids) if ids else []
    return _goods(visit, slug, tags, products)


def goods_of(visit: Visit, video: ShownVideo) -> tuple[Good, ...]:
    """Each piece its tags show, with price and stock of this moment. A piece that has left the shop is not among them."""
    return _goods(visit, video.slug, video.data["tags"], video.served.products)


def _goods(visit: Visit, slug: str, tags: Sequence[Mapping[str, Any]], products: Sequence[Product]) -> tuple[Good, ...]:
    by_id = {product.id: product for product in products if product.status == "active"}
    prices = price_products(visit.shop, by_id.values(), currency=visit.currency, at=now())
    found: dict[str, Good] = {}
    for tag in tags:
        product = by_id.get(str(tag["product"]))
        key = f"{tag['product']}/{tag['variant']}"
        if product is not None and key not in found:
            found[key] = _good(visit, product, product.variant(str(tag["variant"])), prices, key, str(tag["id"]), slug)
    return tuple(found.values())


def _good(
    visit: Visit,
    product: Product,
    shown: Variant | None,
    prices: Mapping[str, VariantPrice],
    key: str,
    tag: str,
    slug: str,
) -> Good:
    """Without a variant on the picture: the price from which on there is one, and no choice made for the shopper."""
    lang, variants = visit.lang, ((shown,) if shown else product.variants)
    sold = sorted(
        (one for one in variants if one.id in prices), key=lambda one: (prices[one.id].price.amount.minor, one.sku)
    )
    can_be_had = [one for one in sold if one.stock.available]
    first = next(iter(can_be_had or sold), None)
    priced = prices[first.id] if first else None
    amount = money_text(priced.price.amount, lang) if priced else ""
    varies = len({prices[one.id].price.amount.minor for one in (can_be_had or sold)}) > 1
    one = first if first is not None and len(variants) == 1 else None
    pictured = pictures(product, shown, lang)
    return Good(
        key=key,
        tag=tag,
        product_id=product.id,
        sku=one.sku if one and can_be_had else "",
        name=product.title.text(lang),
        options=capital(shown.title(lang)) if shown else "",
        url=visit.url(f"/videos/{quote(slug)}/go/{quote(tag)}"),
        price=visit.say(f"From {amount}", f"{amount} 起") if varies else amount,
        was=money_text(priced.price.was, lang) if priced and priced.price.was and not varies else "",
        until=until_text(priced.valid_to, lang, visit.shop.timezone) if priced and priced.price.was else "",
        stock=_stock(visit, sold, can_be_had, one),
        available=bool(can_be_had),
        picture=pictured[0].url if pictured else "",
        ground=ground_of(product),
    )


def _stock(visit: Visit, sold: Sequence[Variant], can_be_had: Sequence[Variant], one: Variant | None) -> str:
    if not sold:
        return visit.say(f"Not sold in {visit.currency} at the moment", f"目前不以 {visit.currency} 出售")
    if one is not None:
        return stock_text(one.stock, visit.lang, visit.shop.timezone)
    return stock_text(Stock(None) if can_be_had else Stock(0), visit.lang, visit.shop.timezone)


def player_json(visit: Visit, video: ShownVideo, captions: Mapping[str, Sequence[Cue]]) -> dict[str, Any]:
    """Everything the player needs; addresses are whole, since it may stand on a page of another site."""
    base = site(visit.request, visit.shop)
    goods = goods_of(visit, video)
    there = {one.key for one in goods}
    return {
        "format": video.data["format"],
        "id": video.served.line.id,
        "title": tile_of(visit, video).title,
        "lang": video.data["lang"],
        "seconds": video.data["seconds"],
        "label": str(video.data.get("label") or ""),
        "page": base + visit.url(f"/videos/{quote(video.slug)}"),
        "films": [
            {**asdict(film), "url": base + film.url, "poster": base + film.poster} for film in films_of(video)
        ],
        "captions": [{"lang": lang, "cues": [[cue.start, cue.end, cue.text] for cue in cues]} for lang, cues in captions.items()],
        "tags": [
            {
                "id": tag["id"], "good": key, "label": tag["label"], "start": tag["start"], "end": tag["end"],
                "keys": tag["keys"], "url": base + visit.url(f"/videos/{quote(video.slug)}/go/{quote(str(tag['id']))}"),
            }
            for tag in video.data["tags"]
            if (key := f"{tag['product']}/{tag['variant']}") in there
        ],
        **goods_json(visit, goods),
    }  # fmt: skip


def goods_json(visit: Visit, goods: Sequence[Good]) -> dict[str, Any]:
    """Prices and stock of this moment, by piece."""
    base = site(visit.request, visit.shop)
    return {
        "at": now().isoformat(),
        "goods": {
            one.key: {
                "name": one.name, "options": one.options, "price": one.price, "was": one.was, "until": one.until,
                "stock": one.stock, "available": one.available, "product_id": one.product_id, "sku": one.sku,
                "picture": base + one.picture if one.picture.startswith("/") else one.picture,
            }
            for one in goods
        },
    }  # fmt: skip


def tagged(video: ShownVideo, tag_id: str) -> tuple[Product, Variant | None]:
    """What a tag shows; 404 where it shows nothing of the shop."""
    tag = next((one for one in video.data["tags"] if one["id"] == tag_id), None)
    product = next((one for one in video.served.products if tag and one.id == tag["product"]), None)
    if tag is None or product is None or product.status != "active":
        raise NoSuchPage
    return product, product.variant(str(tag["variant"]))


def tag_url(visit: Visit, product: Product, variant: Variant | None) -> str:
    """The page of what a tag shows."""
    return product_url(product, visit.lang, variant.sku if variant else "")


def _said(video: ShownVideo) -> tuple[str, ...]:
    piece = video.served.piece
    texts = (one.text(piece.lang) for one in piece.passages if one.kind == "narration")
    return tuple(text for text in texts if text)


def _json_ld(visit: Visit, video: ShownVideo, films: Sequence[Film], described: str, path: str) -> str:
    """schema.org/VideoObject: what is shown, never what it costs."""
    base, at = site(visit.request, visit.shop), video.served.line.published_at
    film = films[0]
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "VideoObject",
        "name": tile_of(visit, video).title,
        "description": described,
        "url": base + path,
        "contentUrl": base + film.url,
        "thumbnailUrl": [base + film.poster],
        "duration": f"PT{round(float(video.data['seconds']))}S",
        "inLanguage": "zh-CN" if visit.lang == "zh" else "en",
        "width": film.width,
        "height": film.height,
    }
    if at:
        found["uploadDate"] = at.isoformat()
    if video.served.by_model:
        found["digitalSourceType"] = f"{SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia"
    return script_json(found)
