"""Goods of the demo shop as materials, with pieces written by hand, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.claims.facts import Fact, Subject
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import Price, Statement
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.demo.catalogue import demo_products
from mercery.studio.brief import Channel
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, PassageKind, Piece, Told

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)
SHOP = Shop(id="shp", slug="aurelle", name=Words("Maison Aurelle"), wordmark="MAISON AURELLE")


@cache
def goods() -> dict[str, Product]:
    """Every product of the demo shop by its key, which is its id here; pictures lie where the demo puts them."""
    found = {}
    for one in demo_products(TODAY):
        media = tuple(
            replace(media, path=copy.path, mime=copy.mime, width=copy.width, height=copy.height)
            for media, (_, copy) in zip(one.product.media, one.copies(), strict=True)
        )
        found[one.product.key] = replace(one.product, id=one.product.key, media=media, updated_at=NOW)
    return found


def policy(key: str, topic: str, en: str, zh: str) -> Fact:
    """A rule of the shop."""
    return Fact(
        subject=Subject(kind="policy", id=key, name=Words(key)), attribute=topic, label=Words(key), value=Statement(Words(en, zh)),
        source=Words(f"policy {key}"), version=1, recorded_at=NOW,
    )  # fmt: skip


RULES = (
    policy("returns", "returns", "You may return an unworn piece within 30 days.", "未使用的商品可在 30 天内退回。"),
    policy("express", "delivery", "Express delivery costs €20.", "加急配送 20 欧元。"),
)


def price(product: Product) -> Fact:
    """What a piece costs today."""
    return Fact(
        subject=Subject(kind="product", id=product.id, name=product.title), attribute="price", label=Words("Price"),
        value=Price(Money(148000, "EUR")), source=Words("price list"), version=1, recorded_at=NOW,
    )  # fmt: skip


def materials(key: str, *neighbours: str) -> Materials:
    """What a piece on that product is written from."""
    product = goods()[key]
    return Materials(
        shop=SHOP, products=(product,), facts=(*product_facts(product), price(product), *RULES),
        neighbours=tuple(goods()[one] for one in neighbours), now=NOW,
    )  # fmt: skip


def fact(held: Materials, attribute: str) -> Fact:
    """The product's own fact."""
    return next(one for one in held.facts if one.attribute == attribute and one.subject.kind == "product")


def passage(kind: PassageKind, place: str, *sentences: Sentence | Told) -> Passage:
    """Sentences in a block."""
    told = tuple(one if isinstance(one, Told) else Told(sentence=one) for one in sentences)
    return Passage(kind=kind, place=place, told=told)


def piece(held: Materials, lang: Lang, *passages: Passage, channel: Channel = "detail_page") -> Piece:
    """A piece on the product of the materials."""
    return Piece(channel=channel, lang=lang, product_ids=(held.products[0].id,), passages=passages)


def saddle_bag(lang: Lang = "en") -> tuple[Piece, Materials]:
    """A small detail page."""
    held = materials("saddle-bag", "work-tote", "saddle-bag-mini")
    weight = fact(held, "weight")
    if lang == "zh":
        title = Line().say("一整张皮，裁一只马鞍包").done()
        size = Line().say("重 ").fact(weight, "780 克").say("。").done()
    else:
        title = Line().say("A saddle bag cut from one hide").done()
        size = Line().say("It weighs ").fact(weight, "780 g").say(".").done()
    return piece(held, lang, passage("title", "hero", title), passage("paragraph", "size", size)), held
