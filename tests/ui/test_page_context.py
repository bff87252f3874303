"""What layouts know of a page."""

from mercery.ui.page_context import NavItem, PageContext


def beside(*labels: str) -> bool:
    nav = tuple(NavItem(key=label, label=label, url="/") for label in labels)
    return PageContext(nav=nav).nav_in_one_row


def test_few_short_categories_stand_beside_the_wordmark_and_many_long_ones_below_it() -> None:
    assert beside() and beside("Bags", "Watches", "Silk", "Fragrance", "Shoes", "Cashmere")
    assert beside("包袋", "腕表", "丝巾与针织", "鞋履", "香氛", "珠宝", "眼镜", "家居")
    assert not beside("Bags", "Watches", "Scarves and knits", "Shoes", "Fragrance", "Jewellery", "Eyewear", "Home")
