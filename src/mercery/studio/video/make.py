"""From a piece to the files of its video: the one door. It blocks for some seconds a format; a job calls it in a thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mercery.ai.speech.speech import SpeechVoice
from mercery.catalog.product import Media, Product
from mercery.core.errors import MerceryError
from mercery.core.logging import get_logger
from mercery.studio.materials import Materials
from mercery.studio.pictures.fact_rows import changes_by_the_hour, speaks_of_money
from mercery.studio.pictures.labelling import Origin, aigc_json
from mercery.studio.piece import Piece, Told
from mercery.studio.video.film import About, write_film
from mercery.studio.video.narration import Narration, captions, narrated
from mercery.studio.video.planes import PictureUnreadable, look_at
from mercery.studio.video.render import Cancelled, Pictures, Progress, drawn, save_picture
from mercery.studio.video.shot import BOTH_FORMATS, FORMATS, Format, Picture, Storyboard
from mercery.studio.video.sidecars import (
    Chapter,
    Cue,
    Manifest,
    Tag,
    VideoFile,
    captions_vtt,
    chapters_vtt,
    manifest_json,
    tags_vtt,
)
from mercery.studio.video.soundtrack import Sound, soundtrack
from mercery.studio.video.storyboard import chapters, storyboard, tags, translated, words_of

log = get_logger(__name__)
_MOST_PICTURES: Final = 8
"""Of one product: more are not looked at."""


class NothingToShow(MerceryError):
    """There is no video in a piece: no shot has words that may go out and a picture."""

    code = "video_without_pictures"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeVideo:
    """What was made: names of files in the folder. `sidecars` are the files that say what is in the video."""

    files: tuple[str, ...]
    sidecars: tuple[str, ...]
    posters: tuple[str, ...]
    seconds: float
    fact_ids: tuple[str, ...]
    voice: str
    """Who spoke; empty: nobody."""
    board: Storyboard


def make_video(
    piece: Piece,
    materials: Materials,
    media_folder: Path,
    out_folder: Path,
    formats: Sequence[Format] = BOTH_FORMATS,
    voice: SpeechVoice | None = None,
    progress: Progress = lambda share: None,
    *,
    cancelled: Cancelled = lambda: False,
    label: str = "",
    content_id: str = "",
    others: Sequence[Piece] = (),
    music: Path | None = None,
    bed: bool = False,
) -> MadeVideo:
    """The video of a piece of channel `video`, with its sidecars, in `out_folder`. Nothing of it speaks of prices or stock.

    `label`: words in the frame that say a machine made it (else the piece's own passage of kind `label`); `content_id`: of
    this video, for the mark in the file. `others`: the same in other languages, for captions. `music`: a file of the shop's;
    `bed`: a quiet one made here. NothingToShow, VideoCancelled, SpeechFailed, MusicUnreadable; what was half made is gone.
    """
    out_folder.mkdir(parents=True, exist_ok=True)
    piece, others = lasting(piece, materials), [lasting(one, materials) for one in others]
    narration = narrated(words_of(piece), piece.lang, voice)
    progress(0.02)
    board = _board(piece, materials, media_folder, narration, label)
    products = {one.id or one.key: one for one in materials.products}
    parts = chapters(board, products)
    sound = soundtrack(board, narration, music=music, bed=bed)
    films = _Films(board, media_folder, out_folder, sound, parts, _about(board, materials, content_id))
    made = films.made(formats, progress, cancelled)
    found = tags(board, products, [one.name for one in formats], drawn=drawn(board))
    spoken: dict[str, tuple[Cue, ...]] = {piece.lang: captions(board, narration)}
    spoken = {lang: cues for lang, cues in {**spoken, **_others(board, others)}.items() if cues}
    sidecars = _sidecars(out_folder, board, made, found, parts, spoken, piece.fact_ids)
    progress(1.0)
    return MadeVideo(
        files=tuple(one.file for one in made),
        sidecars=sidecars,
        posters=tuple(one.poster for one in made),
        seconds=board.seconds,
        fact_ids=piece.fact_ids,
        voice=" + ".join(dict.fromkeys(one.voice for one in narration.by_shot.values())),
        board=board,
    )


def _board(piece: Piece, materials: Materials, media: Path, narration: Narration, label: str) -> Storyboard:
    """The storyboard; NothingToShow where it has no shot."""
    board = storyboard(
        piece,
        _pictures(piece, materials, media),
        narration.seconds,
        attributes={fact.id: fact.attribute for fact in materials.facts},
        mark=materials.shop.wordmark or materials.shop.name.text(piece.lang),
        label=label,
    )
    if not board.shots:
        raise NothingToShow(
            "Nothing in this piece can be shown: no shot has both words that hold and a picture.",
            remedy="Give the product a picture, or write the piece anew.",
            zh="这篇内容没有可展示的镜头：须同时有成立的文字和图片。请为商品添加图片，或重写内容。",
        )
    return board


def _about(board: Storyboard, materials: Materials, content_id: str) -> About:
    maker = materials.shop.name.text(board.lang)
    origin = Origin(by_model=bool(board.label), producer=maker, content_id=content_id)
    return About(title=board.title, label=board.label, lang=board.lang, maker=maker, mark=aigc_json(origin))


@dataclass(frozen=True, slots=True, eq=False)
class _Films:
    """One storyboard with its sound, to be written in several formats."""

    board: Storyboard
    media: Path
    folder: Path
    sound: Sound
    parts: tuple[Chapter, ...]
    about: About

    def made(self, formats: Sequence[Format], progress: Progress, cancelled: Cancelled) -> list[VideoFile]:
        """All of them with their posters, or none."""
        found: list[VideoFile] = []
        try:
            for index, shape in enumerate(formats):
                found.append(self._one(shape, _part(progress, index, len(formats)), cancelled))
        except BaseException:
            for shape in formats:
                for suffix in ("mp4", "jpg"):
                    with suppress(FileNotFoundError):
                        (self.folder / f"{shape.name}.{suffix}").unlink()
            raise
        return found

    def _one(self, shape: Format, progress: Progress, cancelled: Cancelled) -> VideoFile:
        film, poster = self.folder / f"{shape.name}.mp4", self.folder / f"{shape.name}.jpg"
        frames = Pictures(self.board, shape, self.media).all(progress, cancelled)
        write_film(film, shape, frames, self.sound, about=self.about, chapters=self.parts)
        save_picture(Pictures(self.board, shape, self.media).poster(), poster)
        return VideoFile(
            format=shape.name,
            file=film.name,
            width=shape.width,
            height=shape.height,
            poster=poster.name,
            tags=f"{shape.name}.tags.vtt",
            bytes=film.stat().st_size,
        )


def lasting(piece: Piece, materials: Materials) -> Piece:
    """The piece without what may be untrue tomorrow: a film cannot be taken back from who has copied it."""

    def may_stand(told: Told) -> bool:
        facts = (materials.by_id.get(key) for key in told.sentence.fact_ids)
        return not speaks_of_money(told.sentence.text) and not any(one and changes_by_the_hour(one) for one in facts)

    passages = (replace(one, told=tuple(told for told in one.told if may_stand(told))) for one in piece.passages)
    return replace(piece, passages=tuple(one for one in passages if one.told))


def _others(board: Storyboard, others: Sequence[Piece]) -> dict[str, tuple[Cue, ...]]:
    return {one.lang: translated(board, one) for one in others}


def _part(progress: Progress, index: int, count: int) -> Progress:
    return lambda share: progress(0.04 + 0.94 * (index + share) / count)


def _pictures(piece: Piece, materials: Materials, folder: Path) -> list[Picture]:
    """The pictures of the piece's products that lie in the media folder and can be read, in the shop's order."""
    wanted = dict.fromkeys((*piece.product_ids, *(one.about for one in piece.passages if one.about)))
    by_id = {one.id or one.key: one for one in materials.products}
    found: list[Picture] = []
    for product in (by_id[key] for key in wanted if key in by_id):
        for media in [one for one in product.media if one.kind == "image" and one.path][:_MOST_PICTURES]:
            picture = _picture(product, media, folder)
            if picture is not None:
                found.append(picture)
    return found


def _picture(product: Product, media: Media, folder: Path) -> Picture | None:
    path = media.path or ""
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        return None
    try:
        width, height, seen = look_at(file)
    except PictureUnreadable as error:
        log.warning("video_picture_left_out", path=path, problem=error.message)
        return None
    sku = media.variant_skus[0] if media.variant_skus else ""
    if not sku and len(product.variants) == 1:
        sku = product.variants[0].sku
    return Picture(
        path=path,
        width=width,
        height=height,
        product_id=product.id or product.key,
        sku=sku,
        subject=seen.subject,
        plain=seen.plain,
    )


def _sidecars(
    folder: Path,
    board: Storyboard,
    videos: Sequence[VideoFile],
    found: tuple[Tag, ...],
    parts: tuple[Chapter, ...],
    spoken: dict[str, tuple[Cue, ...]],
    fact_ids: tuple[str, ...],
) -> tuple[str, ...]:
    texts: dict[str, str] = {"chapters.vtt": chapters_vtt(parts, board.lang)}
    for lang, cues in spoken.items():
        texts[f"captions.{lang}.vtt"] = captions_vtt(cues, "zh" if lang == "zh" else "en")
    for video in videos:
        texts[video.tags] = tags_vtt(found, video.format)
    manifest = Manifest(
        lang=board.lang,
        title=board.title,
        seconds=round(board.seconds, 3),
        videos=tuple(videos),
        captions={lang: f"captions.{lang}.vtt" for lang in spoken},
        chapters="chapters.vtt",
        tags=found,
        label=board.label,
        fact_ids=fact_ids,
    )
    texts["tags.json"] = manifest_json(manifest)
    for name, text in texts.items():
        fresh = folder / f".{name}.new"
        fresh.write_text(text, "utf-8")
        fresh.replace(folder / name)
    return tuple(texts)


def tags_of(folder: Path) -> dict[str, object]:
    """What `tags.json` in a folder says."""
    data: dict[str, object] = json.loads((folder / "tags.json").read_text("utf-8"))
    return data


def format_named(name: str) -> Format:
    """The format of that name; KeyError."""
    return FORMATS[name]
