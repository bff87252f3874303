"""Products of an invented shop, for tests."""

from __future__ import annotations

from dataclasses import replace

from mercery.accounts.shop import Shop
from mercery.accounts.tables import ShopRow
from mercery.catalog.product import Attribute, Media, Option, PriceRow, Product, Variant
from mercery.claims.values import MaterialPart, Materials, Stock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money

SHOP = Shop(id="shp_test", slug="orme", name=Words("Atelier Orme", "欧姆工坊"), currency="EUR")


async def add_shop(database: Database, shop: Shop = SHOP) -> Shop:
    """The shop's row alone, so that catalogue rows may refer to it."""
    async with database.session() as session:
        session.add(
            ShopRow(
                id=shop.id, slug=shop.slug, name={"en": shop.name.en, "zh": shop.name.zh}, default_language="en",
                languages=["en", "zh"], currency=shop.currency, currencies=[shop.currency], timezone=shop.timezone,
                tax_included=True, colour=shop.colour, wordmark="", tagline={}, assistant_name={}, embed_origins=[],
                demo=False, advertising_law=[], holdouts={},
            )
        )  # fmt: skip
    return shop


def bag(
    key: str = "b1", *, price: int = 98_000, stock: int | None = 3, colours: tuple[str, ...] = ("black", "tan")
) -> Product:
    """A tote in some colours."""
    return Product(
        key=key,
        handle=f"arda-{key}",
        title=Words(f"Arda {key}", f"阿尔达 {key}"),
        description=Words("A tote for every day."),
        brand="Orme",
        category=(Words("Bags", "包袋"), Words("Totes", "托特包")),
        audience="women",
        attributes=(
            Attribute(
                name="material",
                label=Words("Material", "材质"),
                value=Materials((MaterialPart("main", Words("calf leather", "小牛皮")),)),
            ),
        ),
        options=(Option(name="colour", label=Words("Colour", "颜色"), values=tuple(Words(c) for c in colours)),),
        variants=tuple(
            Variant(
                sku=f"{key}-{colour}",
                options={"colour": Words(colour)},
                prices=(PriceRow(amount=Money(price, "EUR")),),
                stock=Stock(stock),
            )
            for colour in colours
        ),
        media=(Media(source=f"https://pictures.example/{key}.jpg"),),
        collections=("autumn",),
        tags=("new",),
    )


def scarf(key: str = "s1", *, price: int = 26_000, was: int | None = None) -> Product:
    """A scarf without options."""
    row = PriceRow(amount=Money(price, "EUR"), was=Money(was, "EUR") if was else None)
    draft = bag(key, colours=("only",))
    variant = replace(draft.variants[0], sku=key.upper(), options={}, prices=(row,), stock=Stock(0))
    return replace(
        draft, title=Words("Lune Scarf", "月影丝巾"), handle=f"lune-{key}", category=(Words("Scarves", "丝巾"),),
        options=(), variants=(variant,), audience=None, collections=(),
    )  # fmt: skip
