"""`mercery recommendations`: how a shop's lists stand, working them out here, or elsewhere and bringing them in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import floor
from pathlib import Path

import click
import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async
from mercery.recommendations.mailing_cli import mail_command
from mercery.recommendations.model.exact import Settings
from mercery.recommendations.model.lists import open_lists
from mercery.recommendations.stored.building import VIEW_DAYS, rebuild
from mercery.recommendations.stored.counted import Counted
from mercery.recommendations.stored.shipping import withdraw
from mercery.recommendations.stored.versions import day_of, folder_in_use, moment_of, read_about

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")
_FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
_TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day orders are weighed for; today when left out."
)
_BEFORE = click.option(
    "--before", type=click.FloatRange(0, 1), default=0.5, show_default=True,
    help="What a pair with an earlier order counts; 0 where orders hold three pieces or more on average.",
)  # fmt: skip


@click.group("recommendations")
def recommendations_group() -> None:
    """The lists recommendations are made of: what goes together, what is bought again."""


recommendations_group.add_command(mail_command)


@recommendations_group.command("status")
@_SHOP
def status_command(slug: str | None) -> None:
    """Tell how the lists stand: their version, what they were made of, and their size."""
    shop = run_async(_shop(slug))
    folder = folder_in_use(settings().home.resolve(), shop.id)
    about, lists, counted = read_about(folder), open_lists(folder / "lists"), Counted(folder)
    whence = "the shop's own orders" if about.source == "orders" else "a warehouse"
    click.echo(f"Version {folder.name}, {_megabytes(folder):.1f} MB on disk")
    click.echo(f"Worked out {about.at:%Y-%m-%d %H:%M} UTC from {whence}, weighed for {moment_of(lists.day):%Y-%m-%d}")
    click.echo(
        f"Orders {about.orders} and {len(counted) - about.orders} since; visits with several pieces {about.visits}"
    )
    bought, viewed = (int(np.count_nonzero(ids[:, 0] >= 0)) for ids in (lists.bought_with, lists.viewed_with))
    click.echo(f"Products {lists.items}; with neighbours by orders {bought}, by looks {viewed}")


@recommendations_group.command("rebuild")
@_SHOP
def rebuild_command(slug: str | None) -> None:
    """Work the lists out anew from the shop's orders and put them to use; requests go on with those before meanwhile."""
    run_async(_rebuild(slug))


@recommendations_group.command("lines")
@_FOLDER
@_SHOP
def lines_command(folder: Path, slug: str | None) -> None:
    """Write the shop's orders and looks into FOLDER as Parquet: ids only, no names and no amounts. Customers and visitors are
    pseudonyms, as in the warehouse."""
    folder.mkdir(parents=True, exist_ok=True)
    run_async(_lines(folder, slug))


@recommendations_group.command("sql")
@click.argument("dialect")
@_TODAY
@_BEFORE
@click.option("--looks/--no-looks", default=True, help="Also what visitors looked at, from a table `looks`.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write one file each into it.")
def sql_command(dialect: str, today: datetime | None, before: float, looks: bool, folder: Path | None) -> None:
    """Print the statements that work the lists out on a warehouse, from its tables `order_lines` and `looks`."""
    from mercery.recommendations.batch.expressions import Measure
    from mercery.recommendations.batch.files import statements

    measure = Measure(today=_day(today), settings=Settings(before=before))
    for name, statement in statements(measure, dialect, looks=looks).items():
        if folder is None:
            click.echo(f"-- {name}\n{statement};\n")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.sql").write_text(f"{statement};\n", encoding="utf-8")


@recommendations_group.command("duckdb")
@_FOLDER
@_TODAY
@_BEFORE
def duckdb_command(folder: Path, today: datetime | None, before: float) -> None:
    """Work the lists out with DuckDB from the Parquet files in FOLDER, and lay the results beside them."""
    from mercery.recommendations.batch.expressions import Measure
    from mercery.recommendations.batch.files import work_out

    for name, rows in work_out(folder, Measure(today=_day(today), settings=Settings(before=before))).items():
        click.echo(f"{name}.parquet: {rows} rows")


@recommendations_group.command("import")
@_FOLDER
@_SHOP
def import_command(folder: Path, slug: str | None) -> None:
    """Put the results in FOLDER to use. Orders that come later are counted on top; `rebuild` goes back to the shop's own."""
    run_async(_import(folder, slug))


async def _rebuild(slug: str | None) -> None:
    async with open_database() as database, database.session() as session:
        shop = await _found(session, slug)
        await withdraw(session, shop.id)
        built = await rebuild(session, shop.id)
    click.echo(f"{built.products} products, {built.orders} orders, {built.visits} visits with several pieces.")


async def _lines(folder: Path, slug: str | None) -> None:
    from mercery.recommendations.batch.files import LOOKS, ORDERS, LineWriter
    from mercery.recommendations.stored.lines import looks, order_lines

    until = now()
    async with open_database() as database, database.session() as session:
        shop = await _found(session, slug)
        with LineWriter(folder / f"{ORDERS}.parquet") as writer:
            count = sum([writer.add(batch) async for batch in order_lines(session, shop.id)])
        click.echo(f"{ORDERS}.parquet: {count} lines")
        with LineWriter(folder / f"{LOOKS}.parquet") as writer:
            since = until - timedelta(days=VIEW_DAYS)
            count = sum([writer.add(batch) async for batch in looks(session, shop.id, since, until)])
        click.echo(f"{LOOKS}.parquet: {count} looks")


async def _import(folder: Path, slug: str | None) -> None:
    from mercery.recommendations.batch.files import read_result
    from mercery.recommendations.stored.bringing_in import bring_in

    async with open_database() as database, database.session() as session:
        shop = await _found(session, slug)
        views = (folder / "viewed.parquet").exists() and (folder / "looked.parquet").exists()
        done = await bring_in(session, shop.id, folder, read_result, views=views)
    click.echo(f"{done.rows} rows for {done.products} products; {done.unknown} of products the shop does not have.")


async def _shop(slug: str | None) -> Shop:
    async with open_database() as database, database.session() as session:
        return await _found(session, slug)


async def _found(session: AsyncSession, slug: str | None) -> Shop:
    found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
    if found is None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
    return found


def _day(today: datetime | None) -> float:
    return float(floor(day_of(today.replace(tzinfo=UTC) if today else now())))


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_blocks * 512 for path in folder.iterdir() if path.is_file()) / 1e6
