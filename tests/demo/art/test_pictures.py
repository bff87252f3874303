"""Every picture the demo shop can show is small, valid, self-contained and repeatable."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mercery.demo.art import (
    CATEGORY,
    COLOURS,
    GROUNDS,
    HARDWARES,
    MATERIALS,
    MOTIFS,
    OPTIONS,
    ArtError,
    ArtKind,
    ArtSpec,
    draw,
    kinds,
)
from mercery.demo.art.kinds import COLOUR
from mercery.demo.art.spec import View

LIMIT = 18_000
"""Bytes of one picture; sent compressed it is about a third. A dial with its figures is the largest."""
VIEWS: tuple[View, ...] = ("main", "detail", "alternate")
MOTIF_KINDS = [ArtKind.CARRE, ArtKind.CARRE_FOLDED, ArtKind.BANDANA, ArtKind.THROW, ArtKind.TRAY, ArtKind.CUSHION]


def checked(svg: str) -> etree._Element:
    root = etree.fromstring(svg.encode())
    assert not re.search(r"\bstyle=|<script|<image|https?://(?!www\.w3\.org/2000/svg)|\son\w+=|nan|None", svg)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg))
    assert used <= set(ids)
    assert len(svg) < LIMIT, len(svg)
    return root


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("view", VIEWS)
def test_every_kind_in_every_view(kind: ArtKind, view: View) -> None:
    spec = ArtSpec(kind=kind, colour="bordeaux", ground="mist", view=view)
    for aspect in ("tile", "square", "hero"):
        checked(draw(spec, aspect=aspect))


@pytest.mark.parametrize("kind", kinds())
def test_every_option_changes_the_picture(kind: ArtKind) -> None:
    colour = "clear" if CATEGORY[kind] == "fragrance" else "gold"
    plain = ArtSpec(kind=kind, colour=colour)
    base = re.sub(r"a[0-9a-f]{7}", "", draw(plain))
    for key, values in OPTIONS[kind].items():
        chosen = ("cobalt", "red") if values == COLOUR else values[1:]
        for value in chosen:
            svg = draw(ArtSpec(kind=kind, colour=colour, params={key: value}))
            checked(svg)
            assert re.sub(r"a[0-9a-f]{7}", "", svg) != base, (kind, key, value)


@pytest.mark.parametrize("kind", [k for k in kinds() if "stone" in OPTIONS[k]])
def test_every_style_takes_every_stone(kind: ArtKind) -> None:
    for style, stone in itertools.product(OPTIONS[kind]["style"], OPTIONS[kind]["stone"]):
        checked(draw(ArtSpec(kind=kind, colour="silver", params={"style": style, "stone": stone})))


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif(motif: str) -> None:
    drawn = {draw(ArtSpec(kind=kind, colour="navy", accent="coral", motif=motif)) for kind in MOTIF_KINDS}
    for svg in drawn:
        checked(svg)
    assert len(drawn) == len(MOTIF_KINDS)


@pytest.mark.parametrize("material", MATERIALS)
def test_every_material(material: str) -> None:
    checked(draw(ArtSpec(kind=ArtKind.SADDLE_BAG, colour="cognac", material=material)))
    checked(draw(ArtSpec(kind=ArtKind.LOAFER, colour="cognac", material=material)))


def test_every_colour_gives_another_bag() -> None:
    assert len({draw(ArtSpec(kind=ArtKind.TOTE, colour=colour)) for colour in COLOURS}) == len(COLOURS)


def test_the_same_specification_gives_the_same_text() -> None:
    spec = ArtSpec(kind=ArtKind.CARRE, colour="navy", motif="floral", params={"hang": "peg"})
    assert draw(spec) == draw(ArtSpec(kind=ArtKind.CARRE, colour="navy", motif="floral", params={"hang": "peg"}))


def test_two_pictures_in_one_page_share_no_id() -> None:
    one = checked(draw(ArtSpec(kind=ArtKind.HOBO, colour="tan")))
    two = checked(draw(ArtSpec(kind=ArtKind.HOBO, colour="black")))
    same = checked(draw(ArtSpec(kind=ArtKind.HOBO, colour="tan"), prefix="second"))
    ids = [{node.get("id") for node in root.iter() if node.get("id")} for root in (one, two, same)]
    assert not (ids[0] & ids[1]) and not (ids[0] & ids[2])


def test_a_title_names_the_picture_and_is_escaped() -> None:
    root = checked(draw(ArtSpec(kind=ArtKind.CUP, colour="white"), title="Tasse <N° 4>"))
    assert root.get("role") == "img"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Tasse <N° 4>"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"colour": "bordo"}, "bordeaux"),
        ({"params": {"handel": "top"}}, "handle"),
        ({"params": {"handle": "rope"}}, "chain"),
        ({"material": "leather"}, "smooth"),
        ({"scale": 3.0}, "1.5"),
    ],
)
def test_a_wrong_word_is_refused_with_what_is_known(wrong: dict[str, object], named: str) -> None:
    fields: dict[str, object] = {"kind": ArtKind.SADDLE_BAG, "colour": "black"} | wrong
    with pytest.raises(ArtError, match=named):
        ArtSpec(**fields)  # type: ignore[arg-type]


@st.composite
def specs(draw_value: st.DrawFn) -> ArtSpec:
    kind = draw_value(st.sampled_from(kinds()))
    chosen = {key: draw_value(st.sampled_from(values)) for key, values in OPTIONS[kind].items()}
    leather = CATEGORY[kind] in ("bags", "shoes", "watches")
    return ArtSpec(
        kind=kind,
        colour=draw_value(st.sampled_from(list(COLOURS))),
        accent=draw_value(st.sampled_from([None, *COLOURS])),
        ground=draw_value(st.sampled_from(list(GROUNDS))),
        material=draw_value(st.sampled_from([None, *MATERIALS])) if leather else None,
        motif=draw_value(st.sampled_from([None, *MOTIFS])),
        hardware=draw_value(st.sampled_from(HARDWARES)),
        label=draw_value(st.sampled_from([None, "Rosé & Co", "茉莉"])),
        view=draw_value(st.sampled_from(VIEWS)),
        params=chosen,
    )


@given(specs())
def test_any_combination_is_a_valid_small_picture(spec: ArtSpec) -> None:
    checked(draw(spec))
