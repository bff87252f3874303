"""Colour names: complete in both languages, tones in order of light."""

from __future__ import annotations

import re

import pytest

from mercery.demo.art.palette import COLOURS, colour_name, mix, palette, swatch_hex


def brightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


@pytest.mark.parametrize("name", COLOURS)
def test_each_colour_has_both_names_and_ordered_tones(name: str) -> None:
    assert colour_name(name, "en").isascii() and colour_name(name, "en")
    assert re.fullmatch(r"[\u4e00-\u9fff]+", colour_name(name, "zh"))
    t = palette(name)
    assert all(re.fullmatch("#[0-9A-F]{6}", tone) for tone in (t.light, t.mid, t.dark, t.stitch))
    if name != "multicolour":
        assert brightness(t.light) > brightness(t.mid) > brightness(t.dark)


def test_names_and_swatches_are_distinct() -> None:
    assert len(COLOURS) >= 40
    for lang in ("en", "zh"):
        assert len({colour_name(name, lang) for name in COLOURS}) == len(COLOURS)
    swatches = {swatch_hex(name) for name in COLOURS}
    assert len(swatches) >= len(COLOURS) - 1


def test_mixing_keeps_the_ends() -> None:
    assert mix("#102030", "#FFFFFF", 0) == "#102030"
    assert mix("#102030", "#FFFFFF", 1) == "#FFFFFF"
