"""Draws the pictures of a demo product: each colour from the front, then a detail and an alternate view of the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from mercery.core.i18n import Words
from mercery.demo.art.palette import colour_name
from mercery.demo.art.scene import draw
from mercery.demo.art.spec import ArtKind, ArtSpec, Ground, Hardware, View
from mercery.demo.reading import Node, mapping

WIDTH, HEIGHT = 900, 1120
_VIEWS: Mapping[View, Words] = {
    "main": Words("", ""),
    "detail": Words(", detail", "，细节"),
    "alternate": Words(", another view", "，另一角度"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtNotes:
    """What the drawing needs to know of a product."""

    key: str
    title: Words
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawn picture; `file` is its name, made from its content."""

    svg: str
    file: str
    view: View
    colour: str
    alt: Words
    variant_skus: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


def pictures(notes: ArtNotes) -> tuple[Picture, ...]:
    """All pictures of one product, the one for the front page first."""
    return tuple(_drawn(notes))


def _drawn(notes: ArtNotes) -> Iterator[Picture]:
    colours = [str(colour) for colour in mapping(notes.node.get("colours"))] or [str(notes.node["colour"])]
    several = len(colours) > 1
    yield _picture(notes, colours[0], "main", several=several)
    yield _picture(notes, colours[0], "detail", several=several)
    yield _picture(notes, colours[0], "alternate", several=several)
    for colour in colours[1:]:
        yield _picture(notes, colour, "main", several=several)


def _picture(notes: ArtNotes, colour: str, view: View, *, several: bool) -> Picture:
    svg = draw(_spec(notes.node, colour, view), width=WIDTH, height=HEIGHT)
    tint = Words(colour_name(colour, "en"), colour_name(colour, "zh"))
    alt = Words(f"{notes.title.en}, {tint.en}{_VIEWS[view].en}", f"{notes.title.zh}，{tint.zh}{_VIEWS[view].zh}")
    return Picture(
        svg=svg,
        file=f"demo/{sha256(svg.encode()).hexdigest()[:24]}.svg",
        view=view,
        colour=colour,
        alt=alt,
        variant_skus=tuple(_skus(notes, colour)) if several else (),
    )


def _skus(notes: ArtNotes, colour: str) -> Iterator[str]:
    start = f"{notes.key}-{colour_name(colour, 'en').replace(' ', '')}".upper()
    sizes = mapping(notes.node["colours"])[colour]
    if isinstance(sizes, dict):
        yield from (f"{start}-{size}".upper() for size in sizes)
    else:
        yield start


def _spec(node: Node, colour: str, view: View) -> ArtSpec:
    art = mapping(node["art"])
    params = {str(name): str(chosen) for name, chosen in mapping(art.get("params")).items()}
    return ArtSpec(
        kind=ArtKind(str(art["kind"])),
        colour=colour,
        accent=_text(mapping(node.get("accents")).get(colour)),
        ground=cast(Ground, art.get("ground", "stone")),
        hardware=cast(Hardware, art.get("hardware", "gold")),
        material=_text(art.get("material")),
        motif=_text(art.get("motif")),
        label=_text(art.get("label")),
        scale=float(str(art.get("scale", 1.0))),
        view=view,
        params=params,
    )


def _text(raw: object) -> str | None:
    return None if raw is None else str(raw)
