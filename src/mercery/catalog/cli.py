"""`mercery import` and `mercery export`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO, cast

import click
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.service import all_shops, shop_by_slug
from mercery.accounts.shop import Shop
from mercery.catalog.change_words import before_and_after, field_words
from mercery.catalog.exporting import ExportFormat, export
from mercery.catalog.importing.apply import ImportSummary
from mercery.catalog.importing.archive import unpacked
from mercery.catalog.importing.guess import SURE, FieldMapping
from mercery.catalog.importing.images import copy_local
from mercery.catalog.importing.kinds import kinds
from mercery.catalog.importing.reading import FORMATS
from mercery.catalog.importing.service import (
    ImportOptions,
    ImportOutcome,
    MappingUnsure,
    count_lines,
    import_path,
    mapping_file,
)
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.core.jobs import enqueue
from mercery.core.runtime import open_database, run_async

_SHOWN = 20


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "format_", type=click.Choice(FORMATS), help="The format, where it is not recognised.")
@click.option(
    "--kind",
    type=click.Choice(["products", "orders", "customers", "policies", "costs", "stock"]),
    help="What the file holds.",
)
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
            try:
                outcomes = await _run(database, shop, path, replace(options, dry_run=True))
            except MappingUnsure as unsure:
                options = replace(options, mapping=_ask_mapping(unsure.mapping))
                outcomes = await _run(database, shop, path, replace(options, dry_run=True))
            _show(outcomes, "would be")
            if not any(_touches(outcome) for outcome in outcomes):
                click.echo("Nothing to change.")
                return
            click.confirm("Apply?", abort=True, err=True)
        outcomes = await _run(database, shop, path, options)
        _show(outcomes, "would be" if options.dry_run else "were")


def _ask_mapping(guessed: FieldMapping) -> dict[str, Any]:
    """The guess, confirmed or corrected by the person at the terminal where it was not sure."""
    click.echo("The columns of this file are not recognised surely enough.", err=True)
    for column, samples in guessed.samples.items():
        click.echo(f"  {column}: {', '.join(samples)}", err=True)
    mapping = guessed.to_json()
    fields: dict[str, str] = mapping["fields"]
    unsure = [guess.field for guess in guessed.guesses if guess.confidence < SURE]
    columns = click.Choice([*guessed.samples, "-"])
    for name in dict.fromkeys(("title", "price", *unsure)):
        if name in fields and name not in unsure:
            continue
        question = f"Which column is '{name}'? (- for none)"
        chosen = click.prompt(question, type=columns, default=fields.get(name), show_choices=False, err=True)
        fields.pop(name, None)
        if chosen != "-":
            fields[name] = chosen
    used = set(fields.values())
    mapping["attributes"] = [column for column in mapping["attributes"] if column not in used]
    return mapping


async def _run(database: Database, shop: Shop, path: Path, options: ImportOptions) -> list[ImportOutcome]:
    """Import what lies at `path`; when it is applied, copy the pictures beside it and have the others fetched."""
    progress = _Progress(count_lines(path))
    with unpacked(path) as place:
        async with database.session() as session:
            outcomes = await import_path(session, shop, place, COMMAND_LINE, options, progress.note)
            applied = not options.dry_run and any(outcome.summary for outcome in outcomes)
            if applied:
                await enqueue(session, "catalog:fetch_pictures", {"shop_id": shop.id}, once=f"pictures:{shop.id}")
        progress.end()
        if applied:
            copied, refusals = await copy_local(database, shop.id, place if place.is_dir() else place.parent)
            if copied:
                click.echo(f"{copied} pictures copied.")
            for refusal in refusals[:_SHOWN]:
                click.echo(f"  warning: {refusal.text()}")
    return outcomes


class _Progress:
    """One line on a terminal, from the second second on."""

    def __init__(self, lines: int) -> None:
        self._lines, self._begun, self._told = lines, time.monotonic(), 0.0
        self._shown = sys.stderr.isatty()

    def note(self, products: int, line: int) -> None:
        """Products seen, and the line of the file they reach to."""
        at = time.monotonic()
        if not self._shown or at - self._begun < 1 or at - self._told < 0.5:
            return
        self._told = at
        share = f" ({line / self._lines:.0%} of the file)" if self._lines >= line > 0 else ""
        click.echo(f"\r{products:,} products{share}   ", nl=False, err=True)

    def end(self) -> None:
        """Leave the line."""
        if self._told:
            click.echo("", err=True)


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
            before, after = before_and_after(field.field, field.before, field.after, "en")
            of = f"{field.sku} " if field.sku else ""
            click.echo(f"    {of}{field_words(field.field).en.lower()}: {before or '(none)'} -> {after or '(none)'}")
    if summary.changed > _SHOWN:
        click.echo(f"  and {summary.changed - _SHOWN:,} changed products more")


@click.command("export")
@click.option("--shop", "slug", help="The shop's short name; needed when there are several.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write (with --kind all: a folder); else standard output."
)
@click.option(
    "--kind",
    type=click.Choice(["products", "collections", "policies", "customers", "orders", "reviews", "all"]),
    default="products",
    show_default=True,
    help="What to write. `all` writes a file of each kind; `mercery import FOLDER` brings all of it back.",
)
@click.option(
    "--as",
    "format_",
    type=click.Choice(["mercery-json", "shopify-csv", "google-xml"]),
    default="mercery-json",
    show_default=True,
    help="The format of products.",
)
def export_command(slug: str | None, out: Path | None, kind: str, format_: str) -> None:
    """Write the shop's products, or everything else of it. `mercery-json` comes back complete by `mercery import`."""
    if kind == "all" and out is None:
        raise click.UsageError("--kind all needs a folder: --out FOLDER")
    run_async(_export(slug, out, kind, cast(ExportFormat, format_)))


async def _export(slug: str | None, out: Path | None, kind: str, format_: ExportFormat) -> None:
    async with open_database() as database:
        shop = await _shop(database, slug)
        async with database.session() as session:
            if out is None:
                await _write(session, shop, sys.stdout, kind, format_)
                return
            for name, file in _files_of(kind, out, format_):
                partial = file.with_name(file.name + ".part")
                with partial.open("w", encoding="utf-8", newline="") as stream:
                    total = await _write(session, shop, stream, name, format_)
                if kind == "all" and total == 0:
                    # An empty file is none that an import takes, and there is nothing to bring back.
                    partial.unlink()
                    file.unlink(missing_ok=True)
                    click.echo(f"No {name} to write.", err=True)
                    continue
                partial.replace(file)
                click.echo(f"{total} {name} written to {file}.", err=True)


def _files_of(kind: str, out: Path, format_: ExportFormat) -> list[tuple[str, Path]]:
    """Kinds and the files they go to; with `all` the folder is made."""
    if kind != "all":
        return [(kind, out)]
    out.mkdir(parents=True, exist_ok=True)
    products = {"mercery-json": "products.jsonl", "shopify-csv": "products.csv", "google-xml": "products.xml"}[format_]
    return [("products", out / products), *((each.name, out / each.filename) for each in kinds() if each.exporter)]


async def _write(session: AsyncSession, shop: Shop, out: TextIO, kind: str, format_: ExportFormat) -> int:
    if kind == "products":
        return await export(session, shop, out, format_, settings().base_url)
    exporter = next(each.exporter for each in kinds() if each.name == kind)
    assert exporter is not None
    return await exporter(session, shop, out)


__all__ = ["MappingUnsure", "export_command", "import_command"]
