"""The house's typefaces for whatever is drawn: `typeface(...)` for one character, `shape(...)` for a text.

Latin first, Chinese by character, as on the pages: Newsreader with Noto Serif SC, Inter with Noto Sans SC. Kerning and
ligatures come from the faces; between Chinese and Latin stands an eighth of an em; full-width marks that meet close up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from mercery.core.i18n import Lang
from mercery.studio.pictures.canvas import skia_module
from mercery.studio.pictures.font_files import Family, Joins, Slice, joins, slices, unpacked
from mercery.studio.pictures.line_breaks import CLOSING, OPENING, is_chinese

AUTOSPACE: Final = 0.125
"""Of an em, between Chinese and Latin."""
_EITHER: Final = frozenset("“”‘’…—·")
"""Marks both scripts have: in a Chinese text they are set full-width."""
_OPTICAL: Final[dict[Family, tuple[int, ...]]] = {"serif": (14, 18, 24, 36, 60), "sans": (14, 18, 24, 32)}
"""The optical sizes faces are made at; the nearest is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One glyph of a shaped text: characters `start` to `end`, and how far it moves on, in pixels."""

    face: Any
    """A skia.Typeface."""
    id: int
    start: int
    end: int
    advance: float


def typeface(family: Family, weight: int, character: str, *, optical: float = 16, lang: Lang = "en") -> Any:
    """The skia.Typeface for `character`, None where none of the faces has it. `optical`: the size in CSS pixels."""
    one = _slice(family, ord(character), _prefers_chinese(character, lang))
    return None if one is None else _face(one, weight, _nearest(family, optical))


def uncovered(text: str, family: Family = "sans") -> str:
    """Characters of `text` that no face has: they would be left out of a picture."""
    return "".join(dict.fromkeys(one for one in text if one.isprintable() and _slice(family, ord(one), False) is None))


def shape(
    text: str,
    *,
    family: Family,
    weight: int,
    size: float,
    optical: float,
    lang: Lang,
    tracking: float = 0.0,
) -> tuple[Glyph, ...]:
    """The glyphs of a text in one line, in order. `tracking` is in ems, of Latin and Chinese alike.

    What no face has falls away without a glyph.
    """
    near = _nearest(family, optical)
    found: list[Glyph] = []
    for one, start, end in _runs(text, family, lang):
        face = _face(one, weight, near)
        found += _shaped(text, one, face, start, end, size, tracking, None if one.chinese else joins(one, weight, near))
    return tuple(_spaced(text, found, size, tracking))


def _prefers_chinese(character: str, lang: Lang) -> bool:
    return is_chinese(character) or (lang == "zh" and character in _EITHER)


def _runs(text: str, family: Family, lang: Lang) -> Iterator[tuple[Slice, int, int]]:
    start = 0
    current: Slice | None = None
    for at, character in enumerate(text):
        one = _slice(family, ord(character), _prefers_chinese(character, lang)) if character.isprintable() else None
        if one is not current:
            if current is not None:
                yield current, start, at
            start, current = at, one
    if current is not None:
        yield current, start, len(text)


def _shaped(
    text: str, one: Slice, face: Any, start: int, end: int, size: float, tracking: float, joined: Joins | None
) -> Iterator[Glyph]:
    ids = [int(glyph) for glyph in face.unicharsToGlyphs([ord(character) for character in text[start:end]])]
    clusters = _ligated(ids, joined.ligatures if joined and not tracking else {})
    widths = font(face, size).getWidths([glyph for glyph, _, _ in clusters])
    for index, (glyph, first, last) in enumerate(clusters):
        advance = float(widths[index])
        if joined and index + 1 < len(clusters):
            advance += joined.kerning.get((glyph, clusters[index + 1][0]), 0) * size / joined.per_em
        yield Glyph(face=face, id=glyph, start=start + first, end=start + last, advance=advance)


def _ligated(ids: list[int], ligatures: dict[tuple[int, ...], int]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(ids):
        for length in (3, 2):
            joined = ligatures.get(tuple(ids[at : at + length]))
            if joined is not None and at + length <= len(ids):
                found.append((joined, at, at + length))
                at += length
                break
        else:
            found.append((ids[at], at, at + 1))
            at += 1
    return found


def _spaced(text: str, glyphs: list[Glyph], size: float, tracking: float) -> Iterator[Glyph]:
    for index, glyph in enumerate(glyphs):
        extra = tracking * size
        if index + 1 < len(glyphs):
            here, there = text[glyph.end - 1], text[glyphs[index + 1].start]
            if _meets_latin(here, there):
                extra += AUTOSPACE * size
            elif _closes_up(here, there):
                extra -= 0.5 * size
        yield Glyph(face=glyph.face, id=glyph.id, start=glyph.start, end=glyph.end, advance=glyph.advance + extra)


def _meets_latin(here: str, there: str) -> bool:
    def letter(one: str) -> bool:
        return one.isalnum() and not is_chinese(one)

    def ideograph(one: str) -> bool:
        return "\u3400" <= one <= "\u9fff"

    return (ideograph(here) and letter(there)) or (letter(here) and ideograph(there))


def _closes_up(here: str, there: str) -> bool:
    full = is_chinese(here) or is_chinese(there)
    if not full:
        return False
    return (here in CLOSING and (there in CLOSING or there in OPENING)) or (here in OPENING and there in OPENING)


def font(face: Any, size: float) -> Any:
    """A skia.Font that measures and draws without rounding to whole pixels."""
    skia = skia_module()
    made = skia.Font(face, size)
    made.setSubpixel(True)
    made.setLinearMetrics(True)
    made.setHinting(skia.FontHinting.kNone)
    made.setEdging(skia.Font.Edging.kAntiAlias)
    return made


def _nearest(family: Family, optical: float) -> int:
    return min(_OPTICAL[family], key=lambda size: (abs(size - optical), size))


@lru_cache(maxsize=8192)
def _slice(family: Family, character: int, chinese: bool) -> Slice | None:
    """The slice with the character: of this family's script first, then of the other family."""
    having = [one for one in slices() if character in one.characters]
    having.sort(key=lambda one: (one.family != family, one.chinese != chinese))
    return having[0] if having else None


@lru_cache(maxsize=512)
def _face(one: Slice, weight: int, optical: int) -> Any:
    skia = skia_module()
    position = skia.FontArguments.VariationPosition
    wanted = {"wght": weight} if one.chinese else {"wght": weight, "opsz": optical}
    coordinates = position.Coordinates([position.Coordinate(_axis(tag), float(at)) for tag, at in wanted.items()])
    arguments = skia.FontArguments()
    arguments.setVariationDesignPosition(position(coordinates))
    return skia.Typeface.MakeFromFile(str(unpacked(one))).makeClone(arguments)


def _axis(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")
