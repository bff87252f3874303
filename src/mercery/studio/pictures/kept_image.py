"""The pictures of one version of a piece, drawn into a folder: files by channel, and the list of what stands where."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from mercery.core.i18n import Words
from mercery.studio.brief import Channel
from mercery.studio.kept import KeptFile, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.cards import cards
from mercery.studio.pictures.drawn import Drawn
from mercery.studio.pictures.formats import FORMATS, PictureFormat
from mercery.studio.pictures.long_image import long_image

FOR_CHANNEL: Final[dict[Channel, tuple[str, ...]]] = {
    "detail_page": ("long", "taobao"),
    "product_page": ("long", "google"),
    "note": ("xiaohongshu", "instagram"),
}
"""Which formats are drawn of a piece without being asked for one by one. Slices for Taobao keep the limits of JD and WeChat too."""


def draw_files(
    version: PieceVersion,
    materials: Materials,
    media: Path,
    folder: Path,
    formats: Sequence[str] = (),
    *,
    below: Path | None = None,
) -> list[KeptFile]:
    """Draw the piece into `folder`, which lies below `media` (else below `below`): `formats` by their keys, else the channel's own.

    The last file is `drawn.json`, the list of what stands where on which fact.
    """
    keys = formats or FOR_CHANNEL.get(version.piece.channel, ("long",))
    listed: list[dict[str, object]] = []
    kept: list[KeptFile] = []
    for key in keys:
        shape = FORMATS[key]
        named = f"{version.piece_id}-v{version.version}-{key}"
        for number, drawn in enumerate(drawn_in(shape, version, materials, media, named), 1):
            file = folder / f"{key}-{number:02d}{drawn.file.suffix}"
            file.write_bytes(drawn.file.content)
            kept.append(_kept(drawn, file, below or media, key))
            listed.append(_listed(drawn, file, shape, number))
    sidecar = folder / "drawn.json"
    content = json.dumps(
        {"piece": version.piece_id, "version": version.version, "pictures": listed}, ensure_ascii=False
    )
    sidecar.write_text(content + "\n", encoding="utf-8")
    size = sidecar.stat().st_size
    kept.append(KeptFile(kind="drawn", path=_below(sidecar, below or media), mime="application/json", bytes=size))
    return kept


def drawn_in(
    shape: PictureFormat, version: PieceVersion, materials: Materials, media: Path, named: str
) -> tuple[Drawn, ...]:
    """The pictures of one format."""
    draws = long_image if shape.shape == "long" else cards
    return draws(version.piece, materials, media, shape, content_id=named)


def _kept(drawn: Drawn, file: Path, root: Path, key: str) -> KeptFile:
    return KeptFile(
        kind=_kind(FORMATS[key]),
        path=_below(file, root),
        mime=drawn.file.mime,
        bytes=len(drawn.file.content),
        width=drawn.file.width,
        height=drawn.file.height,
    )


def _kind(shape: PictureFormat) -> str:
    if shape.shape == "card":
        return "card"
    return "long_image" if shape.most_pictures == 1 else "slice"


def name_of(file: KeptFile) -> Words | None:
    """What a kept picture is called in a list: its format and its number; None for other files."""
    key, _, number = PurePosixPath(file.path).stem.rpartition("-")
    if file.kind == "drawn":
        return Words("What stands where, JSON", "图文对应清单，JSON")
    shape = FORMATS.get(key)
    if shape is None or file.kind not in ("long_image", "slice", "card"):
        return None
    if file.kind == "long_image":
        return Words("Long picture", "长图")
    return Words(f"{shape.name.en}, {int(number)}", f"{shape.name.zh} {int(number)}")


def _below(file: Path, root: Path) -> str:
    return file.resolve().relative_to(root.resolve()).as_posix()


def _listed(drawn: Drawn, file: Path, shape: PictureFormat, number: int) -> dict[str, object]:
    return {
        "file": file.name,
        "format": shape.key,
        "number": number,
        "width": drawn.file.width,
        "height": drawn.file.height,
        "alt": {"en": drawn.alt.en, "zh": drawn.alt.zh},
        "facts": list(drawn.fact_ids),
        "marks": list(_marks(drawn)),
    }


def _marks(drawn: Drawn) -> Iterator[dict[str, object]]:
    """What stands where: pixels of the picture from its top left corner."""
    for mark in drawn.marks:
        box = [round(mark.box.x), round(mark.box.y), round(mark.box.width), round(mark.box.height)]
        told = {"text": mark.text, "fact": mark.fact_id, "picture": mark.picture}
        yield {"box": box, **{name: value for name, value in told.items() if value}}
