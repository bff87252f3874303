"""Where a reader came from, by the browser's own word."""

import pytest

from mercery.storefront.arrival import arrival


@pytest.mark.parametrize(
    ("referer", "surface", "query"),
    [
        ("https://shop.example/en", "home", None),
        ("https://shop.example/zh/search?q=%E9%A9%AC%E9%9E%8D%E5%8C%85", "search", "马鞍包"),
        ("https://shop.example/en/c/bags/totes?colour=black", "category", None),
        ("https://shop.example/en/collections/new", "category", None),
        ("https://shop.example/en/p/saddle-bag", "product", None),
    ],
)
def test_pages_of_the_shop_are_known(referer: str, surface: str, query: str | None) -> None:
    came = arrival(referer, "shop.example")
    assert came is not None and (came.surface, came.query) == (surface, query)


@pytest.mark.parametrize("referer", [None, "", "https://other.example/en", "https://shop.example/console", "http://["])
def test_everything_else_is_no_arrival(referer: str | None) -> None:
    assert arrival(referer, "shop.example") is None
