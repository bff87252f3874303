"""`mercery import` and `mercery export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.service import all_shops, shop_by_slug
from mercery.accounts.shop import Shop
from mercery.catalog.exporting import ExportFormat, export
from mercery.catalog.importing.apply import ImportSummary
from mercery.catalog.importing.reading import FORMATS
from mercery.catalog.importing.service import ImportOptions, ImportOutcome, MappingUnsure, import_path, mapping_file
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.runtime import open_database, run_async

_SHOWN = 20


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "format_", type=click.Choice(FORMATS), help="The format, where it is not recognised.")
@click.option("--kind", type=click.Choice(["products", "orders", "customers", "policies"]), help="What the file holds.")
@click.option("--shop", "slug", help="The shop's short name; needed when there are several.")
@click.option("--mapping", type=click.Path(path_type=Path), help='JSON: {"fields": {"title": "column", …}}.')
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask; take a guessed mapping when it is sure, refuse when not.")
@click.option("--remove-missing", is_flag=True, help="Remove products that the file does not name.")
def import_command(
    path: Path,
    format_: str | None,
    kind: str | None,
    slug: str | None,
    mapping: Path | None,
    dry_run: bool,
    yes: bool,
    remove_missing: bool,
) -> None:
    """Import a file or folder of another shop system: products, customers, orders, policies."""
    given = mapping_file(mapping) if mapping else None
    options = ImportOptions(
        format=format_, kind=kind, mapping=given, take_guess=True, dry_run=dry_run, remove_missing=remove_missing
    )
    run_async(_import(path, slug, options, ask=not (yes or dry_run)))


async def _import(path: Path, slug: str | None, options: ImportOptions, *, ask: bool) -> None:
    async with open_database() as database:
        shop = await _shop(database, slug)
        if ask:
            trial = ImportOptions(
                format=options.format,
                kind=options.kind,
                mapping=options.mapping,
                dry_run=True,
                remove_missing=options.remove_missing,
            )
            outcomes = await _run(database, shop, path, trial)
            _show(outcomes, "would be")
            if not any(_touches(outcome) for outcome in outcomes):
                click.echo("Nothing to change.")
                return
            click.confirm("Apply?", abort=True, err=True)
        outcomes = await _run(database, shop, path, options)
        _show(outcomes, "would be" if options.dry_run else "were")


async def _run(database: Database, shop: Shop, path: Path, options: ImportOptions) -> list[ImportOutcome]:
    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty() and total > 2_000:
            click.echo(f"\r{done:,} of {total:,} products", nl=False, err=True)

    async with database.session() as session:
        return await import_path(session, shop, path, COMMAND_LINE, options, progress)


async def _shop(database: Database, slug: str | None) -> Shop:
    async with database.session() as session:
        if slug:
            return await shop_by_slug(session, slug)
        shops = await all_shops(session)
    if not shops:
        raise NotFound(
            "There is no shop yet.", remedy="Start Mercery once with `make run`, or create one in the console."
        )
    if len(shops) > 1:
        raise NotFound("There are several shops.", remedy=f"Name one: --shop {' | '.join(shop.slug for shop in shops)}")
    return shops[0]


def _touches(outcome: ImportOutcome) -> bool:
    if outcome.summary:
        return outcome.summary.changes > 0
    return bool(outcome.counted and (outcome.counted.new or outcome.counted.changed))


def _show(outcomes: list[ImportOutcome], verb: str) -> None:
    for outcome in outcomes:
        click.echo(f"{outcome.name}: {outcome.kind}, format {outcome.format} ({outcome.confidence:.0%})")
        for guess in outcome.mapping.guesses if outcome.mapping else ():
            click.echo(f"  {guess.field} from '{guess.column}' ({guess.confidence:.0%})")
        if outcome.summary:
            _show_summary(outcome.summary, verb)
        elif outcome.counted:
            counted = outcome.counted
            click.echo(
                f"  {counted.new} new, {counted.changed} changed, {counted.unchanged} unchanged ({verb} imported)"
            )
        for problem in outcome.warnings[:_SHOWN]:
            click.echo(f"  warning: {problem.text()}")
        if outcome.warning_count > _SHOWN:
            click.echo(f"  and {outcome.warning_count - _SHOWN} warnings more")


def _show_summary(summary: ImportSummary, verb: str) -> None:
    click.echo(
        f"  {summary.products} products with {summary.variants} variants: {summary.new} {verb} added, {summary.changed} changed,"
        f" {summary.unchanged} unchanged, {summary.gone} in the shop but not in the file"
        + (f" ({summary.removed} {verb} removed)" if summary.removed else " (kept)" if summary.gone else "")
    )
    for change in [each for each in summary.shown if each.kind == "changed"][:_SHOWN]:
        click.echo(f"  {change.key}: {change.title.text('en')}")
        for field in change.fields[:8]:
            click.echo(f"    {field.sku + ' ' if field.sku else ''}{field.field}: {field.before} -> {field.after}")


@click.command("export")
@click.option("--shop", "slug", help="The shop's short name; needed when there are several.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; else standard output.")
@click.option(
    "--as",
    "format_",
    type=click.Choice(["mercery-json", "shopify-csv", "google-xml"]),
    default="mercery-json",
    show_default=True,
)
def export_command(slug: str | None, out: Path | None, format_: str) -> None:
    """Write the catalogue to a file. `mercery-json` comes back complete by `mercery import`."""
    run_async(_export(slug, out, cast(ExportFormat, format_)))


async def _export(slug: str | None, out: Path | None, format_: ExportFormat) -> None:
    async with open_database() as database:
        shop = await _shop(database, slug)
        async with database.session() as session:
            if out is None:
                await export(session, shop, sys.stdout, format_, settings().base_url)
                return
            partial = out.with_name(out.name + ".part")
            with partial.open("w", encoding="utf-8", newline="") as stream:
                total = await export(session, shop, stream, format_, settings().base_url)
            partial.replace(out)
    click.echo(f"{total} products written to {out}.", err=True)


__all__ = ["MappingUnsure", "export_command", "import_command"]
