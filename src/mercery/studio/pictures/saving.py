"""A drawn picture as a file: below the channel's limit with the best quality that fits, and with what its file says of how it
was made."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from mercery.studio.pictures.formats import PictureFormat
from mercery.studio.pictures.labelling import Origin, png_texts, xmp_packet

_QUALITIES: Final = (93, 90, 86, 82, 76, 70, 62, 54, 46, 38)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A file's content. `quality` of a JPEG, 100 of a PNG."""

    content: bytes
    mime: str
    quality: int
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The end of its file's name."""
        return ".png" if self.mime == "image/png" else ".jpg"


def saved(pixels: Any, shape: PictureFormat, origin: Origin) -> Saved:
    """The picture (height × width × RGB) as that format wants it."""
    from PIL import Image

    image = Image.fromarray(pixels)
    if shape.mime == "image/png":
        content = _png(image, origin)
        if len(content) <= shape.most_bytes:
            return Saved(content=content, mime="image/png", quality=100, width=image.width, height=image.height)
    packet = xmp_packet(origin)
    content, quality = b"", 0
    for quality in _QUALITIES:
        content = _jpeg(image, quality, packet)
        if len(content) <= shape.most_bytes:
            break
    return Saved(content=content, mime="image/jpeg", quality=quality, width=image.width, height=image.height)


def _jpeg(image: Any, quality: int, packet: bytes) -> bytes:
    file = BytesIO()
    # Full colour resolution as long as there is room: red type on chalk stays clean.
    image.save(
        file,
        "JPEG",
        quality=quality,
        subsampling=0 if quality >= 82 else 2,
        optimize=True,
        progressive=True,
        xmp=packet,
    )
    return file.getvalue()


def _png(image: Any, origin: Origin) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    for key, said in png_texts(origin).items():
        texts.add_itxt(key, said)
    file = BytesIO()
    image.save(file, "PNG", optimize=True, pnginfo=texts)
    return file.getvalue()
