"""`mercery video`: the video of a piece, made into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from mercery.accounts import service as accounts
from mercery.ai.speech.choosing import speech_voice
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.studio import repository
from mercery.studio.gathering import materials_for
from mercery.studio.kept import PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.standing import by_key, held_against
from mercery.studio.video.kept_video import label_of
from mercery.studio.video.make import make_video
from mercery.studio.video.shot import FORMATS


@click.command("video")
@click.argument("piece")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@click.option("--format", "names", type=click.Choice(sorted(FORMATS)), multiple=True, help="Both when left out.")
@click.option("--music", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file to play under it.")
@click.option("--bed", is_flag=True, help="Quiet music made here.")
@click.option("--silent", is_flag=True, help="Without narration.")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
def video_command(
    piece: str, out: Path, names: Sequence[str], music: Path | None, bed: bool, silent: bool, slug: str | None
) -> None:
    """Make the video of the newest version of PIECE (its id). Only what holds now is in it, and no price."""
    version, materials = run_async(_gathered(piece, slug))
    held = held_against(version.piece, version.grounds, by_key(materials.facts, materials.now), materials.products)
    shown = replace(version.piece, passages=held.shown().passages)
    voice = None if silent else speech_voice()
    with click.progressbar(length=100, label="Making") as bar:
        made = make_video(
            shown,
            materials,
            settings().home.resolve() / "media",
            out,
            [FORMATS[name] for name in names or FORMATS],
            voice,
            lambda share: bar.update(max(0, round(share * 100) - bar.pos)),
            label=label_of(shown, spoken=voice is not None).text(shown.lang),
            content_id=f"{version.piece_id}-v{version.version}",
            music=music,
            bed=bed,
        )
    for name in (*made.files, *made.posters, *made.sidecars):
        click.echo(f"{out / name}  {(out / name).stat().st_size // 1000} kB")
    click.echo(f"{made.seconds:.1f} s{f', spoken by {made.voice}' if made.voice else ''}")
    if voice is not None:
        voice.close()


async def _gathered(piece: str, slug: str | None) -> tuple[PieceVersion, Materials]:
    async with open_database() as database, database.session() as session:
        shop = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
        if shop is None:
            raise NotFound("There is no shop yet.")
        row = await repository.row_of(session, shop.id, piece)
        version = await repository.version_at(session, row.id, row.version)
        return version, await materials_for(session, shop, version.brief, piece_id=row.id)
