"""Hypothesis strategies for products."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from mercery.catalog.product import Attribute, Media, Option, PriceRow, Product, Variant
from mercery.claims.values import Dimensions, Flag, MaterialPart, Materials, Quantity, Stock, Terms, Text
from mercery.core.i18n import Words
from mercery.core.money import Money

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(bool)
NAME = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True)
WORDS = st.builds(Words, TEXT, st.one_of(st.just(""), TEXT))
NUMBER = st.decimals(min_value=Decimal("0.1"), max_value=9999, places=2)
VALUE = st.one_of(
    st.builds(Text, WORDS),
    st.builds(Terms, st.lists(WORDS, min_size=1, max_size=3).map(tuple)),
    st.builds(Flag, st.booleans()),
    st.builds(Quantity, NUMBER, st.sampled_from(("g", "cm", "month"))),
    st.builds(Dimensions, st.lists(NUMBER, min_size=2, max_size=3).map(tuple), st.just("cm")),
    st.builds(
        Materials,
        st.lists(st.builds(MaterialPart, st.sampled_from(("main", "lining")), WORDS), min_size=1, max_size=2).map(
            tuple
        ),
    ),
)
ATTRIBUTES = st.lists(
    st.builds(Attribute, name=NAME, label=WORDS, value=VALUE), max_size=3, unique_by=lambda each: each.name
).map(tuple)
DAYS = (None, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 11, 28, 8, 30, tzinfo=UTC))


@st.composite
def prices(draw: st.DrawFn) -> PriceRow:
    """A price in some currency and list, perhaps reduced, perhaps for a time."""
    currency, minor = draw(st.sampled_from(("EUR", "CNY", "JPY", "KWD"))), draw(st.integers(0, 10**9))
    was = draw(st.one_of(st.none(), st.integers(0, 10**6)))
    return PriceRow(
        amount=Money(minor, currency), was=None if was is None else Money(minor + was, currency),
        price_list=draw(st.sampled_from(("default", "france"))), valid_from=draw(st.sampled_from(DAYS)),
        valid_to=draw(st.sampled_from((None, datetime(2027, 1, 1, tzinfo=UTC)))),
    )  # fmt: skip


MEDIA = st.builds(
    Media, source=TEXT, alt=st.one_of(st.just(Words("")), WORDS), kind=st.sampled_from(("image", "video")),
    variant_skus=st.sampled_from(((), ("0",))),
)  # fmt: skip
STOCK = st.builds(Stock, st.one_of(st.none(), st.integers(0, 9999)), st.one_of(st.none(), st.just(date(2026, 12, 10))))


@st.composite
def products(draw: st.DrawFn) -> Product:
    """A product with everything a catalogue can hold."""
    key = draw(TEXT)
    colours = draw(st.lists(WORDS, min_size=1, max_size=3, unique_by=lambda words: words.en))
    variants = tuple(
        Variant(
            sku=f"{place}", options={"size": draw(WORDS), "colour": colour}, prices=tuple(draw(st.lists(prices(), max_size=3))), stock=draw(STOCK),
            barcode=draw(st.one_of(st.none(), TEXT)), attributes=draw(ATTRIBUTES),
        )
        for place, colour in enumerate(colours)
    )  # fmt: skip
    return Product(
        key=key,
        handle=draw(NAME),
        title=draw(WORDS),
        description=draw(WORDS),
        brand=draw(st.one_of(st.none(), TEXT)),
        category=draw(st.sampled_from(((), (Words("Bags", "包袋"),), (Words("Bags", "包袋"), Words("Totes"))))),
        audience=draw(st.sampled_from((None, "women", "kids"))),
        status=draw(st.sampled_from(("active", "draft", "archived"))),
        attributes=draw(ATTRIBUTES),
        options=(
            Option(name="size", label=Words("Size", "尺码"), values=tuple(each.options["size"] for each in variants)),
            Option(name="colour", label=Words("Colour", "颜色"), values=tuple(colours)),
        ),
        variants=variants,
        media=tuple(draw(st.lists(MEDIA, max_size=2, unique_by=lambda each: each.source))),
        collections=tuple(sorted(draw(st.sets(NAME, max_size=2)))),
        tags=tuple(draw(st.lists(TEXT, max_size=2, unique=True))),
        durable=draw(st.sampled_from((None, True, False))),
        replacement_days=draw(st.one_of(st.none(), st.integers(1, 9999))),
        tax_included=draw(st.sampled_from((None, True, False))),
    )
