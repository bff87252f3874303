"""A video as its storyboard: frames with what is said, and when each product can be touched. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.studio.desk.pages import ShotView, TagView, VideoStrip
from mercery.studio.desk.piece_view import Run, runs_of
from mercery.studio.kept import GroundLine, Render
from mercery.studio.piece import Piece
from mercery.studio.video.shot import Picture, Shot
from mercery.studio.video.storyboard import storyboard, words_of

_SPOKEN: Final[Mapping[Lang, float]] = {"en": 14.0, "zh": 4.4}
"""Characters said in a second, until the voice has said them."""
_WIDE: Final = 900


def strip_of(
    piece_id: str,
    version: int,
    piece: Piece,
    grounds: Sequence[GroundLine],
    products: Sequence[Product],
    renders: Sequence[Render],
) -> VideoStrip | None:
    """None where there is no shot to show."""
    spoken = {one.number: len(one.narration) / _SPOKEN[piece.lang] for one in words_of(piece)}
    board = storyboard(piece, _pictures(products), spoken)
    if not board.shots:
        return None
    drawn = next((one for one in renders if one.kind == "video" and one.version == version), None)
    film = drawn.file("mp4") if drawn else None
    poster = drawn.file("poster") if drawn else None
    whole = film.seconds if film and film.seconds else board.seconds
    names = {product.id: product.title.text(piece.lang) for product in products}
    facts = {one.fact_id: one for one in grounds}
    return VideoStrip(
        piece_id=piece_id,
        seconds=round(whole),
        shots=[_shot(one, piece, facts, names, board.shots[:place]) for place, one in enumerate(board.shots)],
        tags=_tags(board.shots, names, board.seconds),
        file=film.url if film else "",
        poster=poster.url if poster else "",
        drawing=drawn is not None and drawn.state in ("waiting", "running"),
        problem=drawn.problem if drawn is not None and drawn.state == "failed" else "",
    )


def _pictures(products: Sequence[Product]) -> list[Picture]:
    return [
        Picture(path=one.path, width=one.width or _WIDE, height=one.height or _WIDE, product_id=product.id)
        for product in products
        for one in product.media
        if one.kind == "image" and one.path
    ]


def _shot(
    shot: Shot, piece: Piece, facts: Mapping[str, GroundLine], names: Mapping[str, str], before: Sequence[Shot]
) -> ShotView:
    seconds = round(shot.start)
    named = not before or before[-1].picture.product_id != shot.picture.product_id
    return ShotView(
        starts=f"{seconds // 60}:{seconds % 60:02d}",
        picture=f"/media/{shot.picture.path}",
        lines=_lines(shot.number, piece, facts),
        tag=names.get(shot.picture.product_id, "") if named else "",
    )


def _lines(number: int, piece: Piece, facts: Mapping[str, GroundLine]) -> list[Run]:
    """What is spoken over the shot, else what stands on it."""
    own = [one for one in piece.passages if one.place == f"shot/{number}"]
    said = [one for one in own if one.kind in ("narration", "paragraph", "lead")] or own
    runs: list[Run] = []
    for told in (told for passage in said for told in passage.told if told.holds):
        gap = [Run(text=" ")] if runs and piece.lang == "en" else []
        runs += [*gap, *runs_of(told.sentence, facts, {})]
    return runs


def _tags(shots: Sequence[Shot], names: Mapping[str, str], whole: float) -> list[TagView]:
    found: list[TagView] = []
    for shot in shots:
        name = names.get(shot.picture.product_id, "")
        if found and found[-1].name == name:
            found[-1] = TagView(name=name, begins=found[-1].begins, ends=shot.end / whole)
        elif name:
            begins = found[-1].ends if found and found[-1].ends > shot.start / whole else shot.start / whole
            found.append(TagView(name=name, begins=begins, ends=shot.end / whole))
    return found
