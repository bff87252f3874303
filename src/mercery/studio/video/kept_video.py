"""The video of one version of a piece, made into its folder: both formats, the files beside them, and who made it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from mercery.ai.speech.choosing import speech_voice
from mercery.ai.speech.counting import Counting
from mercery.ai.speech.speech import SpeechVoice
from mercery.core.background import in_background
from mercery.core.i18n import Words
from mercery.studio.kept import Drawn, KeptFile, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.labelling import MODEL_SHORT, by_model
from mercery.studio.piece import NO_WORDS, Piece
from mercery.studio.standing import by_key, held_against
from mercery.studio.video.make import MadeVideo, make_video
from mercery.studio.video.shot import BOTH_FORMATS, FORMATS, Format

TEXT_AND_VOICE: Final = Words("AI-generated text, synthetic voice", "文字由 AI 生成，配音为合成语音")
VOICE: Final = Words("Synthetic voice", "配音为合成语音")
_KINDS: Final = {"tags.json": "tags", "chapters.vtt": "chapters"}
_MIMES: Final = {".mp4": "video/mp4", ".jpg": "image/jpeg", ".json": "application/json", ".vtt": "text/vtt"}


async def draw(version: PieceVersion, materials: Materials, media: Path, folder: Path) -> Drawn:
    """Make the video into `folder`, which lies below `media`, giving way to other work. Only what holds now is in it."""
    held = held_against(version.piece, version.grounds, by_key(materials.facts, materials.now), materials.products)
    shown = replace(version, piece=held.shown())
    voice = Counting(speech_voice())
    files = await in_background(draw_files, shown, materials, media, folder, voice)
    return Drawn(files=files, spoken=voice.taken())


def draw_files(
    version: PieceVersion,
    materials: Materials,
    media: Path,
    folder: Path,
    voice: SpeechVoice | None,
    formats: Sequence[Format] = BOTH_FORMATS,
) -> list[KeptFile]:
    """The same at once."""
    label = label_of(version.piece, spoken=voice is not None).text(version.piece.lang)
    content_id = f"{version.piece_id}-v{version.version}"
    made = make_video(version.piece, materials, media, folder, formats, voice, label=label, content_id=content_id)
    return kept(made, media, folder)


def label_of(piece: Piece, *, spoken: bool) -> Words:
    """What the frame says of who made it: true of the text and of the voice."""
    if by_model(piece):
        return TEXT_AND_VOICE if spoken else MODEL_SHORT
    return VOICE if spoken else NO_WORDS


def kept(made: MadeVideo, media: Path, folder: Path) -> list[KeptFile]:
    """The files of a video as a piece keeps them."""
    by_name = {f"{one.name}.{suffix}": one for one in FORMATS.values() for suffix in ("mp4", "jpg")}
    found: list[KeptFile] = []
    for name in (*made.files, *made.posters, *made.sidecars):
        file = folder / name
        shape = by_name.get(name)
        found.append(
            KeptFile(
                kind=_kind(name),
                path=file.resolve().relative_to(media.resolve()).as_posix(),
                mime=_MIMES[file.suffix],
                bytes=file.stat().st_size,
                width=shape.width if shape else 0,
                height=shape.height if shape else 0,
                seconds=made.seconds if name.endswith(".mp4") else 0.0,
            )
        )
    return found


def _kind(name: str) -> str:
    if name.startswith("captions."):
        return "captions"
    return _KINDS.get(name) or {"mp4": "mp4", "jpg": "poster"}.get(name.rpartition(".")[2], "track")
