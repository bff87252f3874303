"""`mercery documents`: files, folders and pages by address become passages that answers can stand on."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import MerceryError, NotFound, Problem
from mercery.core.ids import new_id
from mercery.core.runtime import open_database, run_async
from mercery.knowledge.documents import readings, service
from mercery.knowledge.documents.addresses import checked_address, is_address
from mercery.knowledge.documents.document import Document, Passage
from mercery.knowledge.documents.originals import incoming
from mercery.knowledge.documents.reading.opening import FORMATS

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")


class NotAllRead(MerceryError):
    """Some of the documents named were refused; the others were read."""

    code = "documents_refused"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    name: str
    path: Path | None


@click.group("documents")
def documents_group() -> None:
    """Documents of the shop: what they say becomes drafts beside their source."""


@documents_group.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="PATH…")
@_SHOP
def add_command(sources: Sequence[str], slug: str | None) -> None:
    """Read files, whole folders, and pages by address (of hosts in MERCERY_DOCUMENT_HOSTS). A file of the same name as
    before becomes the next version; one that holds the same as before changes nothing."""
    found = [one for source in sources for one in _sources(source)]
    if not found:
        raise NotFound("There is nothing there that is read.", remedy=f"Read are: {', '.join(FORMATS)}.")
    refused = run_async(_add(found, slug))
    if refused:
        raise NotAllRead(f"{len(refused)} of {len(found)} were not taken.", problems=refused)


def _sources(named: str) -> Iterator[_Source]:
    """What is read of an argument: of a folder all files of a kind that is read, each by its path below the folder."""
    if is_address(named):
        yield _Source(name=checked_address(named), path=None)
        return
    path = Path(named)
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.suffix.lower() in FORMATS:
                yield _Source(name=file.relative_to(path).as_posix(), path=file)
    elif path.is_file():
        yield _Source(name=path.name, path=path)
    else:
        raise NotFound(f"There is no file {named}.", remedy="Check the path.")


async def _add(sources: Sequence[_Source], slug: str | None) -> list[Problem]:
    refused: list[Problem] = []
    async with open_database() as database:
        async with database.session() as session:
            shop = await _shop(session, slug)
        for source in sources:
            done = await _read(database, shop, source)
            if done.status == "done":
                click.echo(f"{done.origin}: version {done.version}, {done.passages} passages ({done.document_id})")
            elif done.status == "unchanged":
                click.echo(f"{done.origin}: nothing new, version {done.version} holds the same ({done.document_id})")
            else:
                refused.append(
                    Problem(message=done.message.en, remedy=done.remedy.en, file=done.origin, column=done.place or None)
                )
    return refused


async def _read(database: Database, shop: Shop, source: _Source) -> readings.Reading:
    path = None
    if source.path is not None:
        # What is read is removed at the end: a copy.
        path = incoming(shop.id) / f"{new_id('upl')}{source.path.suffix.lower()[:16]}"
        await asyncio.to_thread(shutil.copyfile, source.path, path)
    async with database.session() as session:
        reading_id = await readings.note(session, shop.id, COMMAND_LINE, name=source.name, path=path)
    if sys.stderr.isatty():
        click.echo(f"Reading {source.name} …", err=True)
    return await readings.read(database, shop.id, reading_id)


@documents_group.command("list")
@click.option("--withdrawn", is_flag=True, help="Withdrawn ones too.")
@_SHOP
def list_command(withdrawn: bool, slug: str | None) -> None:
    """Name every document with its version, passages and id."""
    found = run_async(_list(slug, withdrawn))
    for one in found:
        pages = f", {one.pages} pages" if one.pages else ""
        state = ", withdrawn" if one.withdrawn_at else ""
        click.echo(f"{one.id}  {one.name}: {one.format}, version {one.version}, {one.passages} passages{pages}{state}")
    if not found:
        click.echo("No document has been read yet.")


async def _list(slug: str | None, withdrawn: bool) -> list[Document]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        return await service.documents(session, shop.id, withdrawn=withdrawn)


@documents_group.command("show")
@click.argument("document_id", metavar="ID")
@click.option("--version", type=int, help="The newest when left out.")
@_SHOP
def show_command(document_id: str, version: int | None, slug: str | None) -> None:
    """Print the passages of a document with their places."""
    for one in run_async(_show(slug, document_id, version)):
        mark = {"heading": "#" * one.level + " ", "item": "- ", "row": "| ", "paragraph": ""}[one.kind]
        click.echo(f"{one.number:>5}  [{one.anchor.words().en}]  {mark}{one.text}")


async def _show(slug: str | None, document_id: str, version: int | None) -> list[Passage]:
    async with open_database() as database, database.session() as session:
        shop = await _shop(session, slug)
        return await service.passages(session, shop.id, document_id, version)


async def _shop(session: AsyncSession, slug: str | None) -> Shop:
    shop = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if shop is None:
        raise NotFound("There is no shop here yet.", remedy="Run `mercery shop create`.")
    return shop
