"""A small shop with two products, their pictures drawn here, and a piece for a video, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Media, Product, Variant
from mercery.claims.facts import Fact, Subject
from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Price, Quantity
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told
from mercery.studio.video.shot import Format

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SHOP = Shop(id="shp", slug="halden", name=Words("Halden"))
SMALL = Format(name="portrait", width=108, height=192)
LYING = Format(name="landscape", width=192, height=108)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1120" viewBox="0 0 900 1120">'
    '<rect width="900" height="1120" fill="#CFD8CC"/><rect y="830" width="900" height="290" fill="#BAC6B8"/>'
    '<rect x="250" y="420" width="400" height="420" fill="#7A1E2C"/></svg>'
)


def weight(grams: int) -> Attribute:
    from decimal import Decimal

    return Attribute(name="weight", label=Words("Weight", "重量"), value=Quantity(Decimal(grams), "g"))


def product(key: str, title: str, *pictures: str, skus: tuple[str, ...] = ("ONE",)) -> Product:
    """A product whose pictures lie at these paths; the second shows the second variant."""
    media = tuple(
        Media(source=path, path=path, variant_skus=(skus[index],) if len(skus) > 1 and index < len(skus) else ())
        for index, path in enumerate(pictures)
    )
    variants = tuple(Variant(sku=sku) for sku in skus)
    return Product(
        key=key,
        id=key,
        handle=key,
        title=Words(title, title),
        media=media,
        variants=variants,
        attributes=(weight(780),),
    )


BAG = product("saddle-bag", "Saddle bag", "bag/one.svg", "bag/two.jpg", skus=("BAG-RED", "BAG-BLACK"))
BELT = product("belt", "Belt", "belt/one.png")


def price(of: Product) -> Fact:
    return Fact(
        subject=Subject(kind="product", id=of.id, name=of.title), attribute="price", label=Words("Price"),
        value=Price(Money(148000, "EUR")), source=Words("price list"), version=1, recorded_at=NOW,
    )  # fmt: skip


MATERIALS = Materials(
    shop=SHOP, products=(BAG, BELT), facts=(*product_facts(BAG), *product_facts(BELT), price(BAG)), now=NOW
)


def media_folder(folder: Path) -> Path:
    """The pictures: a drawing, a photograph on a dark ground, a transparent one."""
    for name in ("bag", "belt"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "bag/one.svg").write_text(SVG)
    dark = Image.fromarray(np.full((300, 400, 3), (24, 24, 26), np.uint8))
    ImageDraw.Draw(dark).ellipse([120, 60, 280, 240], fill=(190, 150, 70))
    dark.save(folder / "bag/two.jpg", quality=90)
    clear = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle([40, 30, 160, 70], fill=(20, 90, 70, 255))
    clear.save(folder / "belt/one.png")
    return folder


def told(text: str, *fact_ids: str, blocked: str = "") -> Told:
    spans = tuple(Span(start=0, end=len(text), fact_id=key) for key in fact_ids)
    return Told(sentence=Sentence(text=text, spans=spans), blocked=Words(blocked))


def shot(number: int, caption: str, narration: Told | str = "", about: str = "") -> tuple[Passage, ...]:
    """The passages of one shot."""
    found = [Passage(kind="caption", told=(told(caption),), place=f"shot/{number}", about=about)] if caption else []
    if narration:
        said = narration if isinstance(narration, Told) else told(narration)
        found.append(Passage(kind="narration", told=(said,), place=f"shot/{number}", about=about))
    return tuple(found)


def piece(*shots: tuple[Passage, ...], title: str = "The saddle bag", lang: Lang = "en", label: str = "") -> Piece:
    """A piece of channel `video`."""
    ends = (Passage(kind="label", told=(told(label),)),) if label else ()
    passages = (Passage(kind="title", told=(told(title),)), *(one for each in shots for one in each), *ends)
    return Piece(channel="video", lang=lang, product_ids=(BAG.id, BELT.id), passages=passages)
