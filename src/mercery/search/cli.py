"""`mercery index`: how the search index of a shop stands, and writing it anew."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.search import library
from mercery.search.index import open_index
from mercery.search.meaning import wanted_model
from mercery.search.working_out import missing, work_out_vectors


@click.group("index")
def index_group() -> None:
    """The search index of a shop."""


@index_group.command("status")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
def status_command(slug: str | None) -> None:
    """Tell how the index stands: its version, products, size, and the vectors still to be worked out."""
    shop = run_async(_shop(slug))
    index = open_index(settings().home.resolve(), shop.id)
    rows = len(index.rows)
    click.echo(f"Version {index.folder.name}, {_megabytes(index.folder):.1f} MB")
    click.echo(f"Products {index.size}; rows that are gone {rows - index.size} of {rows}")
    embedder = wanted_model()
    if embedder is None:
        click.echo("Vectors none: embeddings are off or no model is installed")
        return
    click.echo(f"Vectors by {embedder.name}: {len(missing(index.folder, embedder.name))} still to be worked out")


@index_group.command("rebuild")
@click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
@click.option("--vectors", is_flag=True, help="Work out the vectors, too, and do not leave them to the worker.")
def rebuild_command(slug: str | None, vectors: bool) -> None:
    """Write the index anew from the catalogue and put it to use; whoever searches meanwhile goes on in the one before."""
    run_async(_rebuild(slug, vectors))


async def _shop(slug: str | None) -> Shop:
    async with open_database() as database, database.session() as session:
        return await _found(session, slug)


async def _rebuild(slug: str | None, vectors: bool) -> None:
    async with open_database() as database:
        async with database.session() as session:
            shop = await _found(session, slug)
            count = await library.rebuild(session, shop.id)
        click.echo(f"{count} products indexed.")
        embedder = wanted_model() if vectors else None
        if embedder is not None:
            await work_out_vectors(database, shop.id, embedder)
            click.echo("Vectors worked out.")


async def _found(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) / 1e6
