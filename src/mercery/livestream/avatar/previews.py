"""A host as pictures to look at before a show: mouth shapes, moods, gestures, both formats, and a few seconds in motion."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.avatar.attitude import settled
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.backgrounds import KEPT_QUIET, load_background
from mercery.livestream.avatar.rig import MOODS, SHAPES
from mercery.livestream.avatar.sprites import Planes
from mercery.livestream.avatar.stage import Stage
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import PER_SECOND, SIZES, Format

if TYPE_CHECKING:
    from PIL.Image import Image

GESTURES: Final[tuple[Gesture, ...]] = ("none", "card", "nod", "greet", "listen")
_CELL: Final = 380
_GAP: Final = 12
_LABEL: Final = 26


@dataclass(frozen=True, slots=True)
class _Cell:
    label: str
    picture: Image


def rgb(planes: Planes) -> Image:
    """Planes as a picture for a screen."""
    import av
    from PIL import Image

    frame = av.VideoFrame.from_ndarray(planes.stacked, format="yuv420p")
    shown = frame.reformat(format="rgb24", src_colorspace="ITU709", src_color_range="MPEG")
    return Image.fromarray(shown.to_ndarray())


def png(picture: Image) -> bytes:
    """As a file."""
    held = io.BytesIO()
    picture.save(held, "PNG", compress_level=4)
    return held.getvalue()


def webp(picture: Image, width: int | None = None) -> bytes:
    """As a small file, at most that wide."""
    if width and picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)))
    held = io.BytesIO()
    picture.save(held, "WEBP", quality=86)
    return held.getvalue()


def still(
    avatar: Avatar,
    background: Path | None,
    shape: Format,
    *,
    mood: Mood = "warm",
    gesture: Gesture = "none",
    mouth: str = "rest",
) -> Image:
    """One moment: the host stands and has come to rest in that mood and gesture."""
    return _shown(Stage(avatar, background, shape), mood, gesture, mouth)


def room(background: Path, shape: Format) -> Image:
    """A studio with its counter, without a host."""
    found = load_background(background, shape)
    frame = Planes.empty(*SIZES[shape])
    everything = (0, 0, *SIZES[shape])
    frame.copy_from(found.wall, everything)
    if found.counter:
        found.counter.over(frame, everything)
    return rgb(frame)


def _shown(stage: Stage, mood: Mood, gesture: Gesture, mouth: str) -> Image:
    return rgb(stage.draw(settled(stage.rig, stage.shape, mood, gesture, mouth)))


def sheets(avatar: Avatar, background: Path | None) -> dict[str, bytes]:
    """All previews as PNG, by file name."""
    wide = Stage(avatar, background, "landscape")
    high = Stage(avatar, background, "portrait")
    made = {
        "mouths.png": sheet([_Cell(shape, face(_shown(wide, "calm", "none", shape), wide)) for shape in SHAPES], 3),
        "moods.png": sheet([_Cell(mood, face(_shown(wide, mood, "none", "rest"), wide)) for mood in MOODS], 3),
    }
    for stage in (wide, high):
        cells = [
            _Cell(gesture, _shown(stage, "warm", gesture, "mid" if gesture == "greet" else "rest"))
            for gesture in GESTURES
        ]
        made[f"gestures-{stage.shape}.png"] = sheet(cells, 2 if stage is wide else 5)
        made[f"quiet-{stage.shape}.png"] = png(_quiet(_shown(stage, "warm", "card", "rest"), stage.shape))
        made[f"{stage.shape}.png"] = png(_shown(stage, "warm", "card", "wide"))
    made["blink.png"] = sheet(_blinking(wide), 4)
    return made


def _quiet(picture: Image, shape: Format) -> Image:
    """With frames where label, card and captions may stand."""
    from PIL import ImageDraw, ImageFont

    pen = ImageDraw.Draw(picture, "RGBA")
    for name, (left, top, right, bottom) in KEPT_QUIET[shape].items():
        pen.rectangle((left, top, right, bottom), fill=(16, 22, 20, 70), outline=(199, 154, 69), width=2)
        pen.text((left + 8, top + 6), name, fill="#FFFFFF", font=ImageFont.load_default(18))
    return picture


def _blinking(stage: Stage) -> Sequence[_Cell]:
    from dataclasses import replace

    rest = settled(stage.rig, stage.shape, "calm", "none", "rest")
    steps: Sequence[tuple[str, Callable[[], Any]]] = (
        ("open", lambda: rest),
        ("half shut", lambda: replace(rest, lids=(0.5, 0.5))),
        ("shut", lambda: replace(rest, lids=(1.0, 1.0))),
        ("to the card", lambda: replace(rest, gaze=(1.0, 0.3))),
        ("to the comments", lambda: replace(rest, gaze=(-0.9, 0.5))),
        ("up", lambda: replace(rest, brows={"up": 1.0})),
        ("thought", lambda: replace(rest, brows={"thought": 1.0})),
        ("sorry", lambda: replace(rest, brows={"sorry": 1.0})),
    )
    return [_Cell(name, face(rgb(stage.draw(made())), stage)) for name, made in steps]


def face(picture: Image, stage: Stage) -> Image:
    """The head and shoulders of a frame."""
    left, top, right, bottom = stage.head_rect
    side = max(right - left, bottom - top) * 1.15
    middle, centre = (left + right) / 2, (top + bottom) / 2
    box = (middle - side / 2, centre - side / 2, middle + side / 2, centre + side / 2)
    return picture.crop(tuple(round(edge) for edge in box)).resize((_CELL, _CELL))  # type: ignore[arg-type]


def sheet(cells: Sequence[_Cell], columns: int) -> bytes:
    """Pictures in rows, each with its word above."""
    from PIL import Image, ImageDraw, ImageFont

    wide = min(cells[0].picture.width, 640)
    high = round(cells[0].picture.height * wide / cells[0].picture.width)
    rows = -(-len(cells) // columns)
    whole = Image.new("RGB", (columns * (wide + _GAP) + _GAP, rows * (high + _LABEL + _GAP) + _GAP), "#F6F3EC")
    pen = ImageDraw.Draw(whole)
    font = ImageFont.load_default(15)
    for number, cell in enumerate(cells):
        x, y = _GAP + (number % columns) * (wide + _GAP), _GAP + (number // columns) * (high + _LABEL + _GAP)
        pen.text((x, y + 3), cell.label, fill="#16201C", font=font)
        whole.paste(cell.picture.resize((wide, high)), (x, y + _LABEL))
    return png(whole)


def moving(avatar: Avatar, background: Path | None, shape: Format, seconds: float = 8.0, *, seed: int = 0) -> bytes:
    """A few seconds as a film without sound (MP4), half the size: the host speaks, points, listens."""
    import av

    stage = Stage(avatar, background, shape, seed=seed)
    width, height = (side // 4 * 2 for side in SIZES[shape])
    with tempfile.TemporaryDirectory() as folder:
        file = (
            Path(folder) / "host.mp4"
        )  # a film that begins to play while it is loaded is written twice: not in memory
        with av.open(str(file), "w", options={"movflags": "faststart"}) as out:
            stream: Any = out.add_stream("libx264", rate=PER_SECOND)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.options = {"preset": "veryfast", "crf": "22"}
            stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
            for number in range(round(seconds * PER_SECOND)):
                planes = stage.frame(_moment(number / PER_SECOND, seconds))
                frame = av.VideoFrame.from_ndarray(planes.stacked, format="yuv420p").reformat(
                    width=width, height=height
                )
                frame.pts = number
                out.mux(stream.encode(frame))
            out.mux(stream.encode())
        return file.read_bytes()


def _moment(time: float, seconds: float) -> FrameState:
    """Greets, presents, listens."""
    part = time / seconds
    if part < 0.25:
        return FrameState(time=time, visemes=_BABBLE, at_ms=time * 1000, mood="glad", gesture="greet", line="1")
    if part < 0.7:
        return FrameState(time=time, visemes=_BABBLE, at_ms=time * 1000 % 6000, mood="warm", gesture="card", line="2")
    return FrameState(time=time, mood="calm", gesture="listen", line="3")


_SOUNDS: Final = (
    "mid",
    "tongue",
    "round",
    "closed",
    "open",
    "narrow",
    "wide",
    "tongue",
    "mid",
    "teeth",
    "open",
    "tongue",
    "rest",
)
_BABBLE: Final = tuple(Viseme(_SOUNDS[n % len(_SOUNDS)], n * 95, n * 95 + 95) for n in range(70))
