"""Words on pictures are drawn in the house's own letters, the same wherever the picture is opened."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mercery.demo.art import letters
from mercery.demo.catalogue import demo_products


def drawn(words: str) -> str:
    return letters.drawn(words, 20, 0.1, lambda markup: f"l{abs(hash(markup)) % 10_000}")


def test_no_picture_of_the_shop_needs_a_font_of_the_reader() -> None:
    assert [
        one.product.key for one in demo_products(date(2026, 11, 25)) for p in one.pictures if "<text" in p.svg
    ] == []


def test_accents_and_small_letters_are_known_and_chinese_is_not() -> None:
    assert letters.known("Vétiver No 4") and letters.known("Cèdre") and not letters.known("香根草")
    assert letters.width("Vétiver", 0.1) == letters.width("VETIVER", 0.1)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", min_size=1, max_size=12), st.floats(0, 0.3))
def test_more_letters_are_wider_and_each_is_placed(words: str, spacing: float) -> None:
    assert letters.width(words + "A", spacing) > letters.width(words, spacing) > 0
    assert drawn(words).count("<use") == len(words.replace(" ", ""))
