"""The files of a video as a piece keeps them, and what the frame says of who made it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.studio.video.scene import BAG, MATERIALS, NOW, SMALL, media_folder, piece, shot

from mercery.studio.brief import Brief
from mercery.studio.kept import PieceVersion
from mercery.studio.piece import Piece
from mercery.studio.video.kept_video import TEXT_AND_VOICE, VOICE, draw_files, label_of
from mercery.studio.video.make import tags_of

PIECE = piece(shot(1, "A flap bag", "Calf."))


def _by_model(written: Piece) -> Piece:
    passages = tuple(
        replace(one, told=tuple(replace(told, writer="model") for told in one.told)) for one in written.passages
    )
    return replace(written, passages=passages)


def test_the_label_is_true_of_the_text_and_of_the_voice() -> None:
    assert label_of(PIECE, spoken=True) == VOICE
    assert label_of(_by_model(PIECE), spoken=True) == TEXT_AND_VOICE
    assert label_of(PIECE, spoken=False).en == ""


def test_a_version_keeps_every_file_of_its_video(tmp_path: Path) -> None:
    media = media_folder(tmp_path)
    folder = media / "studio" / "render"
    brief = Brief(product_ids=(BAG.id,), channel="video", lang="en")
    version = PieceVersion(
        piece_id="pce", version=2, why="written", brief=brief, piece=_by_model(PIECE), grounds=(), author_id="", author="",
        recorded_at=NOW,
    )  # fmt: skip

    files = draw_files(version, MATERIALS, media, folder, None, (SMALL,))

    assert {one.path for one in files} == {one.relative_to(media).as_posix() for one in folder.iterdir()}
    assert {one.kind for one in files} == {"mp4", "poster", "tags", "track", "captions", "chapters"}
    film = next(one for one in files if one.kind == "mp4")
    assert (film.url, film.mime) == ("/media/studio/render/portrait.mp4", "video/mp4")
    assert film.seconds > 2
    assert tags_of(folder)["label"] == "AI-generated text"
