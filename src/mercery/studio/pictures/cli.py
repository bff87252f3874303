"""`mercery pictures`: sizes of channels, a piece drawn in one of them, a picture changed by a model as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.ai.picture_editor import picture_editor
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.runtime import open_database, run_async
from mercery.studio import repository
from mercery.studio.gathering import materials_for
from mercery.studio.kept import KeptFile, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.changed import Change, ChangedDraft, changed
from mercery.studio.pictures.formats import FORMATS
from mercery.studio.pictures.kept_image import draw_files
from mercery.studio.standing import by_key, held_against

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")


@click.group("pictures")
def pictures_group() -> None:
    """Pictures of pieces: sizes by channel, drawing, changes by a model."""


@pictures_group.command("sizes")
def sizes_command() -> None:
    """Name every size, its limits, and where they are known from."""
    for one in FORMATS.values():
        high = f"slices up to {one.height}" if one.shape == "long" else f"{one.height}"
        click.echo(f"{one.key:12} {one.width} × {high}, up to {one.most_pictures} of {one.most_bytes / 1e6:g} MB")
        click.echo(f"{'':12} {one.source} ({one.certainty}, {one.seen.isoformat()})")


@pictures_group.command("draw")
@click.argument("piece")
@click.option("--size", "size", type=click.Choice(sorted(FORMATS)), required=True, help="Size by its key.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@_SHOP
def draw_command(piece: str, size: str, out: Path, slug: str | None) -> None:
    """Draw the newest version of PIECE (its id). Only what holds now is on it, and no price."""
    version, materials = run_async(_gathered(piece, slug))
    out.mkdir(parents=True, exist_ok=True)
    media = settings().home.resolve() / "media"
    for file in drawn_into(out, version, materials, media, [size]):
        pixels = f"  {file.width} × {file.height}" if file.width else ""
        click.echo(f"{out / file.path}{pixels}  {file.bytes // 1000} kB")


def drawn_into(
    out: Path, version: PieceVersion, materials: Materials, media: Path, sizes: Sequence[str]
) -> list[KeptFile]:
    """The files of a version in any folder; their paths are below it."""
    held = held_against(version.piece, version.grounds, by_key(materials.facts, materials.now), materials.products)
    return draw_files(replace(version, piece=held.shown()), materials, media, out, sizes, below=out)


@pictures_group.command("change")
@click.argument("handle")
@click.option("--ground", help="Clean the ground: what it is to be (`warm white`).")
@click.option("--colour", help="Recolour the piece: the colour in words (`navy`).")
@_SHOP
def change_command(handle: str, ground: str | None, colour: str | None, slug: str | None) -> None:
    """Have the first picture of the product HANDLE changed by the model at MERCERY_PICTURE_URL.

    The result is a draft beside the original, which stays as it is and stays in use.
    """
    if bool(ground) == bool(colour):
        raise Invalid("Say either --ground or --colour.")
    shop, product = run_async(_product(handle, slug))
    draft = change_first(product, shop, "clean_ground" if ground else "recolour", ground or colour or "")
    click.echo(f"Draft: {settings().home / 'media' / draft.path}")
    click.echo(f"By {draft.editor}; {draft.kept:.0%} of the piece is as it was.")
    if not draft.trusted:
        click.echo(draft.warning.en)
        raise SystemExit(1)


def change_first(product: Product, shop: Shop, change: Change, to: str) -> ChangedDraft:
    """The product's first picture changed; Invalid without an endpoint or without a copy of a picture."""
    editor = picture_editor()
    if editor is None:
        raise Invalid(
            "There is no picture endpoint.",
            remedy="Set MERCERY_PICTURE_URL and MERCERY_PICTURE_MODEL; see `mercery settings`.",
        )
    shown = [one for one in product.media if one.kind == "image" and one.path]
    if not shown:
        raise Invalid(f"There is no copy of a picture of '{product.handle}' here.")
    media = settings().home.resolve() / "media"
    return changed(shown[0], media, editor, change, to, producer=shop.name.text("en"))


async def _shop(database: Database, slug: str | None) -> Shop:
    async with database.session() as session:
        found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.")
    return found


async def _gathered(piece: str, slug: str | None) -> tuple[PieceVersion, Materials]:
    async with open_database() as database:
        shop = await _shop(database, slug)
        async with database.session() as session:
            row = await repository.row_of(session, shop.id, piece)
            version = await repository.version_at(session, row.id, row.version)
            return version, await materials_for(session, shop, version.brief, piece_id=row.id)


async def _product(handle: str, slug: str | None) -> tuple[Shop, Product]:
    async with open_database() as database:
        shop = await _shop(database, slug)
        async with database.session() as session:
            return shop, await catalog.product(session, shop.id, handle=handle)
