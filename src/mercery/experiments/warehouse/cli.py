"""`mercery warehouse`: the shop's days as files, questions to them, and ways out."""

from __future__ import annotations

import json
from typing import Any

import click

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.files.formulas import guarded_row
from mercery.core.runtime import direct_database_url, open_database, run_async
from mercery.experiments.warehouse.datasets import DATASETS, arrow_schema
from mercery.experiments.warehouse.duck import answered, opened
from mercery.experiments.warehouse.every_host import bring_days, give_days
from mercery.experiments.warehouse.exporting import export
from mercery.experiments.warehouse.forgetting import forget_visitor
from mercery.experiments.warehouse.layout import folder_of
from mercery.experiments.warehouse.questions import QUESTIONS
from mercery.experiments.warehouse.snapshot import Source, day_begun, snapshot

_SHOP = click.option("--shop", "slug", help="The shop's short name; the first shop when left out.")


@click.group("warehouse")
def warehouse_group() -> None:
    """The shop's days as Parquet files, questions to them by DuckDB, and export. docs/guide/events.md says more."""


@warehouse_group.command("snapshot")
@_SHOP
@click.option("--today", is_flag=True, help="The day that is not over, too; it is written anew by the next run.")
def snapshot_command(slug: str | None, today: bool) -> None:
    """Write the days that are missing or have changed. The worker does the same every night."""
    shop = run_async(_shop(slug, days=True))
    source = Source(url=direct_database_url(), shop_id=shop.id, timezone=shop.timezone)
    folder = folder_of(settings().home, shop.id)
    done = snapshot(source, folder, until=None if today else day_begun(now()), say=click.echo)
    run_async(_give(shop))
    click.echo(
        f"{done.files} files written with {done.rows} rows, {done.unchanged} unchanged, {done.removed} removed, in {folder}"
    )


@warehouse_group.command("tables")
def tables_command() -> None:
    """List the tables with their columns, and the questions that have a name."""
    for name, of in DATASETS.items():
        click.echo(f"{name}: {of.about}")
        click.echo("    " + ", ".join(f"{field.name} {field.type}" for field in arrow_schema(of)))
    click.echo("\nQuestions:")
    for name, question in QUESTIONS.items():
        click.echo(f"  {name:10} {question.about}")


@warehouse_group.command("query")
@click.argument("question")
@_SHOP
@click.option("--feature", default="assistant", show_default=True, help="For `units`.")
@click.option("--most", default=100, show_default=True, help="Rows of `together`.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query_command(question: str, slug: str | None, feature: str, most: int, form: str) -> None:
    """Ask a QUESTION by its name (`mercery warehouse tables` lists them), or in SQL."""
    shop = run_async(_shop(slug, days=True))
    sql = QUESTIONS[question].sql if question in QUESTIONS else question
    with opened(folder_of(settings().home, shop.id)) as connection:
        found = answered(connection, sql, {"feature": feature, "most": most})
        if form == "table":
            click.echo(str(found))
            return
        _print_rows(found.columns, found.fetchall(), form)


def _print_rows(columns: list[str], rows: list[tuple[Any, ...]], form: str) -> None:
    import csv
    import sys

    if form == "json":
        for row in rows:
            click.echo(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(guarded_row(columns))
    writer.writerows(guarded_row(row) for row in rows)


@warehouse_group.command("export")
@click.argument("target")
@_SHOP
def export_command(target: str, slug: str | None) -> None:
    """Write what is in the files to TARGET: a folder, a file that ends in .duckdb, or postgresql://user:password@host/name.

    Tables of the same names there are replaced. Visitors and customers are pseudonyms, as in the files.
    """
    shop = run_async(_shop(slug, days=True))
    counts = export(folder_of(settings().home, shop.id), target, click.echo)
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


@warehouse_group.command("forget")
@click.argument("visitor")
@_SHOP
def forget_command(visitor: str, slug: str | None) -> None:
    """Remove what VISITOR (the id as it is recorded, vis_…) did; the worker then writes the days concerned anew."""
    click.echo(f"{run_async(_forget(slug, visitor))} rows removed.")


async def _forget(slug: str | None, visitor: str) -> int:
    shop = await _shop(slug)
    async with open_database() as database, database.session() as session:
        return await forget_visitor(session, shop.id, visitor)


async def _shop(slug: str | None, *, days: bool = False) -> Shop:
    """The shop that is meant. `days`: with its files as another host wrote them last."""
    async with open_database() as database:
        async with database.session() as session:
            found = await accounts.shop_by_slug(session, slug) if slug else await accounts.first_shop(session)
        if found is None:
            raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")
        if days:
            await bring_days(database, settings().home, found.id)
    return found


async def _give(shop: Shop) -> None:
    async with open_database() as database:
        await give_days(database, settings().home, shop.id)
