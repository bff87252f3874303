"""The ratios the specification promises, computed from the tokens (WCAG 2 formula, one decimal)."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.ui.patterns import PALETTE
from mercery.ui.shop_colour import (
    DARK_PAPER,
    ColourError,
    accepted_shop_colour,
    contrast,
    shop_stylesheet,
    shop_stylesheet_url,
    shop_text_on_dark,
)

TOKENS = (Path(__file__).parents[2] / "src/mercery/ui/styles/tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", block))
    for block in re.split(r'@plugin "daisyui/theme"', TOKENS)[1:3]
)
PAIRS = [
    ("ink", "paper", 16.7, 15.1),
    ("ink", "chalk", 15.4, 16.3),
    ("ink", "calico", 14.2, 13.7),
    ("ink2", "paper", 8.3, 9.8),
    ("ink3", "paper", 5.6, 6.2),
    ("ink3", "chalk", 5.2, 6.6),
    ("ink3", "calico", 4.8, 5.6),
    ("line2", "paper", 3.5, 3.8),
    ("line2", "chalk", 3.2, 4.1),
]
DYES = [
    ("loden", 8.1, 6.7, 8.8, 7.5),
    ("madder", 7.4, 6.1, 7.7, 6.8),
    ("weld", 6.7, 5.7, 9.6, 8.0),
    ("woad", 8.2, 6.8, 9.1, 7.9),
]
HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(("text", "ground", "light", "dark"), PAIRS)
def test_inks(text: str, ground: str, light: float, dark: float) -> None:
    assert round(contrast(LIGHT[text], LIGHT[ground]), 1) >= light
    assert round(contrast(DARK[text], DARK[ground]), 1) >= dark


@pytest.mark.parametrize(("dye", "paper", "tint", "dark_paper", "dark_tint"), DYES)
def test_dyes(dye: str, paper: float, tint: float, dark_paper: float, dark_tint: float) -> None:
    for tokens, on_paper, on_tint in ((LIGHT, paper, tint), (DARK, dark_paper, dark_tint)):
        assert round(contrast(tokens[dye], tokens["paper"]), 1) >= on_paper
        assert round(contrast(tokens[dye], tokens[f"{dye}-tint"]), 1) >= on_tint


def test_secondary_ink_reads_on_every_tint() -> None:
    for tokens, least in ((LIGHT, 6.8), (DARK, 8.1)):
        ratios = [contrast(tokens["ink2"], tokens[f"{dye}-tint"]) for dye, *_ in DYES]
        assert round(min(ratios), 1) >= least


def test_white_on_air_and_on_the_demo_shop() -> None:
    assert round(contrast("#FFFFFF", "#A1272F"), 1) >= 7.4
    assert round(contrast("#FFFFFF", "#6A1C28"), 1) >= 11.6


def test_pattern_page_shows_the_tokens_as_they_are() -> None:
    shown = {dye.light for dye in PALETTE}, {dye.dark for dye in PALETTE}
    assert shown[0] <= set(LIGHT.values()) and shown[1] <= set(DARK.values())


@given(HEX)
def test_any_shop_colour_becomes_readable(colour: str) -> None:
    accepted = accepted_shop_colour(colour)
    assert contrast(accepted, "#FFFFFF") >= 4.5
    assert accepted_shop_colour(accepted) == accepted
    if contrast(colour, "#FFFFFF") >= 4.5:
        assert accepted == colour
    assert contrast(shop_text_on_dark(colour), DARK_PAPER) >= 4.5


@pytest.mark.parametrize("colour", ["", "red", "#12", "#GGGGGG", "#123456;}"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ColourError):
        accepted_shop_colour(colour)


def test_stylesheet_carries_the_accepted_colour() -> None:
    assert "--shop:#6A1C28" in shop_stylesheet("6a1c28")
    assert shop_stylesheet_url("#6A1C28") == "/assets/shop/6a1c28.css"
    assert accepted_shop_colour("#fff") != "#FFFFFF"
