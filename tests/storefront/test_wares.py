"""What stands under a piece in a grid."""

from dataclasses import replace
from datetime import date

from mercery.catalog.product import Media
from mercery.demo.catalogue import demo_products
from mercery.storefront.wares import pictures, tile_line

PRODUCTS = {one.product.key: one.product for one in demo_products(date(2026, 11, 25))}


def line(key: str, lang: str = "en") -> str:
    return tile_line(PRODUCTS[key], lang).replace("\u00a0", " ").replace("\u2060", "")  # type: ignore[arg-type]


def test_a_measure_says_what_is_measured() -> None:
    assert line("giulia-slingback") == "Nappa leather, heel height 65 mm"
    assert line("saddle-bag", "zh") == "全粒面小牛皮，27 × 19 × 9 厘米"


def test_a_fragrance_is_told_by_its_kind_and_its_sizes() -> None:
    assert line("figuier-no4") == "Eau de parfum, 50 ml or 100 ml"
    assert line("travel-spray", "zh") == "香水，10 毫升"


def test_every_piece_has_a_line_and_no_measure_breaks_from_its_unit() -> None:
    for product in PRODUCTS.values():
        for lang in ("en", "zh"):
            text = tile_line(product, lang)
            assert 4 < len(text) < 80, (product.key, text)
            assert " ×" not in text and "× " not in text, product.key


def test_a_picture_without_a_copy_is_shown_only_from_an_address_on_the_web() -> None:
    named = (
        "https://cdn.example/bag.jpg",
        "bag.jpg",
        "javascript:alert(1)",
        "//cdn.example/bag.jpg",
        "data:text/html,x",
    )
    bag = replace(PRODUCTS["saddle-bag"], media=tuple(Media(source=one) for one in named))
    assert [one.url for one in pictures(bag, None, "en")] == ["https://cdn.example/bag.jpg"]
