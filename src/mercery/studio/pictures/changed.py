"""A picture of a product changed by a model: a draft beside the original, which is never touched, with how far the piece itself
was left alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from mercery.ai.picture_editor import PictureEditFailed, PictureEditor
from mercery.catalog.product import Media
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.studio.pictures.labelling import Origin, png_texts
from mercery.studio.pictures.photographs import Photograph, open_photograph, put
from mercery.studio.pictures.type_setting import Box

Change = Literal["clean_ground", "recolour"]
_LONGEST: Final = 1536
_DIFFERS: Final = 28
_LEFT_ALONE: Final = 0.93
"""So much of the piece has to be as it was (its lightness, where it was recoloured): less, and it is another piece."""
_ASKED: Final[dict[Change, str]] = {
    "clean_ground": "Replace the background by a plain, evenly lit {to} surface with a soft natural shadow. Leave the product "
    "itself exactly as it is: shape, colour, material, stitching, logo, proportions, position and size. Add nothing.",
    "recolour": "Change the colour of the product to {to}. Leave everything else exactly as it is: shape, material, grain, "
    "stitching, hardware, logo, light, shadow and background. Add nothing.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDraft:
    """What came back. `path` lies below the media folder; a person looks at it before anybody else does."""

    path: str
    of: str
    """The original's path."""
    change: Change
    editor: str
    kept: float
    """Share of the piece that is as it was, 0 to 1."""

    @property
    def trusted(self) -> bool:
        """Whether the piece was left alone as far as can be measured."""
        return self.kept >= _LEFT_ALONE

    @property
    def warning(self) -> Words:
        """What a person is told first; empty where nothing is to be told."""
        if self.trusted:
            return Words("")
        share = round(100 * (1 - self.kept))
        return Words(
            f"The model changed about {share} % of the piece itself. Do not use this picture without comparing.",
            f"模型改动了商品本身约 {share}% 的部分，使用前请与原图比对。",
        )


def changed(
    media: Media, folder: Path, editor: PictureEditor, change: Change, to: str, *, producer: str = ""
) -> ChangedDraft:
    """Have the picture changed and keep the draft beside it. Invalid where there is no copy of it; PictureEditFailed."""
    photo = open_photograph(media, folder)
    if photo is None or not media.path:
        raise Invalid(
            "There is no copy of this picture here.",
            remedy="Import it, or wait until it has been fetched.",
            zh="本机没有这张图片，请先导入，或等待下载完成。",
        )
    before = _pixels(photo)
    answer = editor.edit(_png(before, {}), _ASKED[change].format(to=to))
    after = _read(answer, before.shape[1], before.shape[0])
    origin = Origin(by_model=True, producer=producer, content_id=hashlib.sha256(answer).hexdigest()[:24], alt=media.alt)
    content = _png(after, png_texts(origin))
    original = Path(media.path)
    name = f"{original.stem}.draft-{change.replace('_', '-')}-{hashlib.sha256(content).hexdigest()[:10]}.png"
    target = folder / original.parent / name
    if not target.exists():
        target.write_bytes(content)
    kept = _left_alone(before, after, photo, lightness_only=change == "recolour")
    return ChangedDraft(
        path=(original.parent / name).as_posix(), of=media.path, change=change, editor=editor.name, kept=kept
    )


def _pixels(photo: Photograph) -> Any:
    """The whole picture, its longer side no more than an endpoint takes."""
    from mercery.studio.pictures.canvas import skia_module

    skia = skia_module()
    share = min(1.0 if not photo.drawn else 9.0, _LONGEST / max(photo.width, photo.height))
    width, height = max(1, round(photo.width * share)), max(1, round(photo.height * share))
    surface = skia.Surface(width, height)
    whole = Box(x=0, y=0, width=photo.width, height=photo.height)
    put(surface.getCanvas(), photo, whole, Box(x=0, y=0, width=width, height=height))
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3].copy()


def _png(pixels: Any, texts: dict[str, str]) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, said in texts.items():
        info.add_itxt(key, said)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def _read(answer: bytes, width: int, height: int) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(answer), formats=("PNG", "JPEG", "WEBP")) as raw:
            image = raw.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureEditFailed(
            "What the model sent is no picture.",
            remedy="Try again, or another model.",
            zh="模型返回的不是图片，请重试或换一个模型。",
        ) from error
    if abs(image.width / image.height - width / height) > 0.06:
        raise PictureEditFailed(
            f"The model sent a picture of another shape ({image.width} × {image.height}).",
            remedy="Try another model.",
            zh=f"模型返回的图片比例不符（{image.width} × {image.height}），请换一个模型。",
        )
    return np.asarray(image.resize((width, height), Image.Resampling.LANCZOS))


def _left_alone(before: Any, after: Any, photo: Photograph, *, lightness_only: bool) -> float:
    """Of the middle of the piece, where no edge and no ground is: how much is as it was."""
    height, width = before.shape[:2]
    box, across, down = photo.subject, width / photo.width, height / photo.height
    left, top = int((box.x + 0.2 * box.width) * across), int((box.y + 0.2 * box.height) * down)
    right, bottom = int((box.x + 0.8 * box.width) * across), int((box.y + 0.8 * box.height) * down)
    one = before[top : bottom + 1, left : right + 1].astype(np.float32)
    other = after[top : bottom + 1, left : right + 1].astype(np.float32)
    if lightness_only:
        one, other = (_relief(part.mean(axis=2)) for part in (one, other))
        return float((np.abs(one - other) <= _DIFFERS / 2).mean())
    return float((np.abs(one - other).max(axis=2) <= _DIFFERS).mean())


def _relief(light: Any) -> Any:
    """Lightness against its own middle: another colour may be lighter on the whole, but not elsewhere."""
    return light - np.median(light)
