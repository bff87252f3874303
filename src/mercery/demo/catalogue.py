"""The demo shop's products, built from `content/products/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from mercery.catalog.picture_copies import PictureCopy
from mercery.catalog.product import Attribute, Audience, Media, Option, PriceRow, Product, Variant
from mercery.claims.values import MaterialPart, Materials, Quantity, Stock
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.demo.art.palette import colour_name
from mercery.demo.labels import LABELS
from mercery.demo.pictures import ArtNotes, Picture, pictures
from mercery.demo.reading import Node, content, mapping, rows, stock, value, words

FILES = ("bags", "watches", "scarves", "shoes", "fragrance", "jewellery", "eyewear", "home")
_COLOUR = Words("Colour", "颜色")
_SIZE = Words("Size", "尺码")
_VOLUME = Words("Volume", "容量")
_ZONE = ZoneInfo("Europe/Paris")
_REDUCED_SINCE = 9
"""Days before the first one on which reductions with an end began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProduct:
    """A product and the pictures drawn for it, by file name."""

    product: Product
    pictures: tuple[Picture, ...] = field(repr=False)

    def copies(self) -> Iterator[tuple[str, PictureCopy]]:
        """Each picture's source with the file drawn for it."""
        for media, picture in zip(self.product.media, self.pictures, strict=True):
            yield (
                media.source,
                PictureCopy(path=picture.file, mime="image/svg+xml", width=picture.width, height=picture.height),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCollection:
    """A collection and the keys of its products."""

    handle: str
    name: Words
    description: Words
    products: tuple[str, ...]


@cache
def demo_collections() -> tuple[DemoCollection, ...]:
    """The collections, in the order of the front page."""
    return tuple(
        DemoCollection(
            handle=str(node["handle"]),
            name=words(node["name"]),
            description=words(node.get("description", "")),
            products=tuple(cast("list[str]", node["products"])),
        )
        for node in rows(content("collections.yaml")["collections"])
    )


def demo_products(today: date) -> Iterator[DemoProduct]:
    """All products of the demo shop; stock dates count from `today`."""
    for name in FILES:
        file = content(f"products/{name}.yaml")
        for node in rows(file["products"]):
            yield _product({**mapping(file.get("defaults")), **node}, words(file["category"]), today)


def _product(node: Node, category: Words, today: date) -> DemoProduct:
    key = str(node["key"])
    drawn = pictures(ArtNotes(key=key, title=words(node["title"]), node=node))
    variants = tuple(_variants(node, key, today))
    days = _replacement_days(node)
    return DemoProduct(
        pictures=drawn,
        product=Product(
            key=key,
            handle=key,
            title=words(node["title"]),
            description=words(node["text"]),
            brand=str(node["brand"]),
            category=(category, words(node["group"])),
            audience=cast(Audience, node.get("audience")),
            attributes=tuple(_attributes(node)),
            options=_options(variants),
            variants=variants,
            media=tuple(_media(key, picture) for picture in drawn),
            collections=tuple(one.handle for one in demo_collections() if key in one.products),
            tags=tuple(str(tag) for tag in cast(list[object], node.get("tags", []))),
            durable=node.get("durable") is not False,
            replacement_days=days,
        ),
    )


def _media(key: str, picture: Picture) -> Media:
    return Media(
        source=f"demo:{key}/{picture.view}/{picture.colour}",
        alt=picture.alt,
        variant_skus=picture.variant_skus,
    )


def _attributes(node: Node) -> Iterator[Attribute]:
    if parts := mapping(node.get("materials")):
        yield Attribute(name="material", label=LABELS["material"], value=_materials(parts))
    own = {name: node[name] for name in ("origin", "warranty", "care") if name in node}
    for name, raw in {**mapping(node.get("attributes")), **own}.items():
        if name != "replacement" and not (name in own and name in mapping(node.get("attributes"))):
            yield Attribute(name=name, label=LABELS[name], value=value(raw))


def _materials(parts: Node) -> Materials:
    made: list[MaterialPart] = []
    for part, raw in parts.items():
        pair = cast(list[object], raw)
        share = Decimal(str(pair[2])) if len(pair) > 2 else None
        made.append(MaterialPart("main" if part == "blend" else part, words(pair[:2]), share))
    return Materials(tuple(made))


def _replacement_days(node: Node) -> int | None:
    raw = mapping(node.get("attributes")).get("replacement")
    if raw is not None:
        amount = value(raw)
        return int(amount.low) if isinstance(amount, Quantity) else None
    durable = node.get("durable")
    return durable if isinstance(durable, int) and not isinstance(durable, bool) else None


def _variants(node: Node, key: str, today: date) -> Iterator[Variant]:
    if sizes := mapping(node.get("sizes")):
        for size, raw in sizes.items():
            own = mapping(raw)
            yield _variant(
                key,
                {"volume": Words(size, size.replace(" ml", " 毫升"))},
                own["stock"],
                _prices(own, own, today),
                today,
            )
        return
    for colour, left in mapping(node["colours"]).items():
        tint = Words(colour_name(colour, "en"), colour_name(colour, "zh"))
        if isinstance(left, dict):
            for size, pieces in left.items():
                yield _variant(
                    key,
                    {"colour": tint, "size": Words(str(size), str(size))},
                    pieces,
                    _prices(node, node, today),
                    today,
                )
        else:
            yield _variant(key, {"colour": tint}, left, _prices(node, node, today), today)


def _variant(
    key: str, options: Mapping[str, Words], left: object, prices: tuple[PriceRow, ...], today: date
) -> Variant:
    chosen = "-".join(option.en.replace(" ", "") for option in options.values())
    pieces: Stock = stock(left, today)
    return Variant(sku=f"{key}-{chosen}".upper(), options=options, prices=prices, stock=pieces)


def _prices(node: Node, before: Node, today: date) -> tuple[PriceRow, ...]:
    """The list prices, the ones in force first; a reduction with `until` gives way to the price before it after so many days."""
    was, days = mapping(before.get("was")), before.get("until")
    rows: list[PriceRow] = []
    for currency, amount in mapping(node["price"]).items():
        asked = Money.from_major(str(amount), currency)
        earlier = Money.from_major(str(was[currency]), currency) if currency in was else None
        if earlier is None or not isinstance(days, int):
            rows.append(PriceRow(amount=asked, was=earlier))
            continue
        begins, ends = (_midnight(today + timedelta(days=shift)) for shift in (-_REDUCED_SINCE, days + 1))
        rows.append(PriceRow(amount=asked, was=earlier, valid_from=begins, valid_to=ends))
        rows.append(PriceRow(amount=earlier))
    return tuple(rows)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, _ZONE)


def _options(variants: tuple[Variant, ...]) -> tuple[Option, ...]:
    labels = {"colour": _COLOUR, "size": _SIZE, "volume": _VOLUME}
    found: dict[str, dict[Words, None]] = {}
    for variant in variants:
        for name, chosen in variant.options.items():
            found.setdefault(name, {})[chosen] = None
    return tuple(Option(name=name, label=labels[name], values=tuple(values)) for name, values in found.items())
