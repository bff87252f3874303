"""The typefaces of the pages as files skia can read.

The pages' woff2 files (`mercery assets`) are unpacked once into `cache/fonts` below the home folder; beside Latin faces what
skia does not read itself, kerning and ligatures, at one weight and optical size. A name carries the hash of its source, so
nothing in the folder is ever stale; each file is written whole and moved into place, so that two processes at once do no
harm.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from mercery.core.config import settings
from mercery.studio.pictures.canvas import PicturesUnavailable
from mercery.ui.manifest import ASSET_PREFIX, DIST, AssetsMissing, asset_url

Family = Literal["serif", "sans"]
"""The house voice (Newsreader, Noto Serif SC) and the work (Inter, Noto Sans SC)."""
_LATIN: Final[dict[str, Family]] = {"Newsreader Variable": "serif", "Inter Variable": "sans"}
_CHINESE: Final[dict[str, Family]] = {"Noto Serif SC Variable": "serif", "Noto Sans SC Variable": "sans"}
_FACE: Final = re.compile(
    r"@font-face \{ font-family: '(?P<name>[^']+)'; font-style: (?P<style>\w+);.*?"
    r"url\((?P<file>[^)]+)\).*?unicode-range: (?P<ranges>[^;]+);"
)
MAKING: Final = 1
"""Of how the kept files are made: raised when that changes, so that files of another making are not read."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slice:
    """One woff2 file of the pages and the characters it is for."""

    family: Family
    chinese: bool
    file: Path
    characters: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """What a Latin face asks of neighbouring glyphs, by glyph id, in units of `per_em`."""

    per_em: int
    kerning: dict[tuple[int, int], int]
    ligatures: dict[tuple[int, ...], int]


@lru_cache(maxsize=1)
def slices() -> tuple[Slice, ...]:
    """Every upright slice the pages use, Latin before Chinese; PicturesUnavailable where the assets were never built."""
    try:
        sheet = DIST / asset_url("fonts.css").removeprefix(ASSET_PREFIX)
    except AssetsMissing as missing:
        raise PicturesUnavailable(
            "There are no typefaces to set text in: the front-end assets are not built.",
            remedy=missing.remedy,
            zh="没有可用字体：前端资源尚未构建。请运行 mercery assets。",
        ) from missing
    found = tuple(_slices(sheet.read_text(encoding="utf-8"), sheet.parent))
    return tuple(sorted(found, key=lambda one: one.chinese))


def _slices(sheet: str, folder: Path) -> Iterator[Slice]:
    for face in _FACE.finditer(sheet):
        family = _LATIN.get(face["name"]) or _CHINESE.get(face["name"])
        if family and face["style"] == "normal":
            yield Slice(
                family=family,
                chinese=face["name"] in _CHINESE,
                file=folder / face["file"],
                characters=frozenset(_characters(face["ranges"])),
            )


def _characters(ranges: str) -> Iterator[int]:
    for one in ranges.split(","):
        first, _, last = one.strip().lower().removeprefix("u+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def unpacked(one: Slice) -> Path:
    """The slice as a variable file that skia reads."""
    return _kept(f"{one.file.stem}.v{MAKING}.ttf", lambda: _saved(_opened(one.file)))


@lru_cache(maxsize=64)
def joins(one: Slice, weight: int, optical: int) -> Joins:
    """The kerning and ligatures of a Latin slice at one weight and optical size (in CSS pixels)."""
    name = f"{one.file.stem}.w{weight}.o{optical}.v{MAKING}.json"
    kept = _kept(name, lambda: _joins(unpacked(one), weight, optical))
    read: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return Joins(
        per_em=read["per_em"],
        kerning={(left, right): by for left, right, by in read["kerning"]},
        ligatures={tuple(parts): glyph for parts, glyph in read["ligatures"]},
    )


def _kept(name: str, make: Callable[[], bytes]) -> Path:
    """The kept file of that name, made when it is missing."""
    folder = settings().home.resolve() / "cache" / "fonts"
    target = folder / name
    if target.is_file():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    content = make()
    handle, made = tempfile.mkstemp(dir=folder, prefix=".made-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(made).replace(target)
    return target


def _opened(woff2: Path) -> Any:
    try:
        import brotli  # noqa: F401 - fontTools reads woff2 through it and says less when it is missing
        from fontTools.ttLib import TTFont
    except ImportError as error:
        raise PicturesUnavailable(
            f"The typefaces cannot be unpacked: {error}.",
            remedy="Install mercery with its dependencies (fonttools, brotli).",
            zh=f"字体无法解开：{error}。请完整安装 mercery 及其依赖（fonttools、brotli）。",
        ) from error
    font = TTFont(woff2, recalcTimestamp=False)
    font.flavor = None
    return font


def _saved(font: Any) -> bytes:
    from io import BytesIO

    written = BytesIO()
    font.save(written)
    return written.getvalue()


def _joins(file: Path, weight: int, optical: int) -> bytes:
    font = _opened(file)
    beside = {
        "per_em": font["head"].unitsPerEm,
        "kerning": [[left, right, by] for (left, right), by in _kerning(font, _moved(font, weight, optical)).items()],
        "ligatures": [[list(parts), glyph] for parts, glyph in sorted(_ligatures(font).items())],
    }
    return json.dumps(beside, separators=(",", ":")).encode()


def _moved(font: Any, weight: int, optical: int) -> Callable[[Any], int]:
    """What a value record moves its glyph on by at this place of the font's design space."""
    from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap
    from fontTools.varLib.varStore import VarStoreInstancer

    axes = font["fvar"].axes
    location = normalizeLocation(
        {"wght": weight, "opsz": optical},
        {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes},
    )
    if "avar" in font:
        location = {
            tag: piecewiseLinearMap(at, font["avar"].segments.get(tag) or {0: 0}) for tag, at in location.items()
        }
    store = getattr(font["GDEF"].table, "VarStore", None) if "GDEF" in font else None
    deltas = VarStoreInstancer(store, axes, location) if store else None

    def moved(value: Any) -> int:
        if value is None:
            return 0
        by, device = getattr(value, "XAdvance", 0) or 0, getattr(value, "XAdvDevice", None)
        if deltas is not None and device is not None and device.DeltaFormat == 0x8000:
            by += deltas[(device.StartSize << 16) + device.EndSize]
        return round(by)

    return moved


def _subtables(font: Any, table: str, feature: str) -> Iterator[Any]:
    if table not in font:
        return
    layout = font[table].table
    indices = {
        index
        for record in layout.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(indices):
        for subtable in layout.LookupList.Lookup[index].SubTable:
            yield getattr(subtable, "ExtSubTable", subtable)


def _kerning(font: Any, moved: Callable[[Any], int]) -> dict[tuple[int, int], int]:
    """Pairs of glyphs of the font's own characters; the first subtable that knows a pair decides it."""
    found: dict[tuple[int, int], int] = {}
    letters = {name: font.getGlyphID(name) for name in set(font.getBestCmap().values())}
    for subtable in _subtables(font, "GPOS", "kern"):
        if type(subtable).__name__ == "PairPos":
            pairs = _listed(subtable, letters, moved) if subtable.Format == 1 else _classed(subtable, letters, moved)
            for pair, by in pairs:
                found.setdefault(pair, by)
    return {pair: by for pair, by in sorted(found.items()) if by}


Pairs = Iterator[tuple[tuple[int, int], int]]


def _listed(subtable: Any, letters: dict[str, int], moved: Callable[[Any], int]) -> Pairs:
    for left, pairs in zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True):
        for pair in pairs.PairValueRecord:
            if left in letters and pair.SecondGlyph in letters:
                yield (letters[left], letters[pair.SecondGlyph]), moved(pair.Value1)


def _classed(subtable: Any, letters: dict[str, int], moved: Callable[[Any], int]) -> Pairs:
    """Each pair of classes is looked at once: there are few of them and many pairs of letters."""
    firsts, seconds = subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs
    covered = set(subtable.Coverage.glyphs)
    lefts = _by_class({name: at for name, at in letters.items() if name in covered}, firsts)
    rights = _by_class(letters, seconds)
    for first, left_ids in lefts.items():
        row = subtable.Class1Record[first].Class2Record
        for second, right_ids in rights.items():
            by = moved(row[second].Value1)
            yield from (((left, right), by) for left in left_ids for right in right_ids)


def _by_class(letters: dict[str, int], classes: dict[str, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for name, number in letters.items():
        found.setdefault(classes.get(name, 0), []).append(number)
    return found


def _ligatures(font: Any) -> dict[tuple[int, ...], int]:
    number = font.getGlyphID
    return {
        (number(first), *(number(part) for part in ligature.Component)): number(ligature.LigGlyph)
        for subtable in _subtables(font, "GSUB", "liga")
        if type(subtable).__name__ == "LigatureSubst"
        for first, ligatures in subtable.ligatures.items()
        for ligature in ligatures
    }
