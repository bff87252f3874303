"""Articles are found as people type them."""

import pytest

from mercery.core.i18n import Words
from mercery.promotions.lab.articles import article_typed

NAMES = {
    "BAG-1": Words("Saddle Bag, black", "马鞍包（黑色）"),
    "BAG-2": Words("Saddle Bag, bordeaux", "马鞍包（波尔多红）"),
    "MUG": Words("Mug", "马克杯"),
    "MUG-XL": Words("Mug, large", "马克杯（大）"),
}


@pytest.mark.parametrize(
    ("typed", "article"),
    [
        ("BAG-2", "BAG-2"),
        ("bag-2", "BAG-2"),
        (" saddle bag,  Bordeaux ", "BAG-2"),
        ("马鞍包（黑色）", "BAG-1"),
        ("bordeaux", "BAG-2"),
        ("mug", "MUG"),
    ],
)
def test_a_number_a_name_or_a_part_that_only_one_has_is_enough(typed: str, article: str) -> None:
    assert article_typed(NAMES, typed) == article


@pytest.mark.parametrize("typed", ["Saddle Bag", "hat", ""])
def test_what_could_be_several_or_none_stays_as_typed(typed: str) -> None:
    assert article_typed(NAMES, typed) == typed
