"""Importing a file or a folder into a shop: read, check, compare, apply; or only tell what would happen."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog.costs_kind import take_costs_beside
from mercery.catalog.importing.apply import ImportSummary, Progress
from mercery.catalog.importing.guess import FieldMapping
from mercery.catalog.importing.kinds import Counted, kind_of, kinds
from mercery.catalog.importing.parts import parts_of
from mercery.catalog.importing.reading import Opened, open_file
from mercery.catalog.product import Product
from mercery.catalog.service import apply_drafts
from mercery.core.errors import Problem
from mercery.core.files.problems import FileRefused, refused

_SUFFIXES = frozenset(
    (
        ".csv",
        ".tsv",
        ".txt",
        ".json",
        ".jsonl",
        ".ndjson",
        ".jsonld",
        ".xml",
        ".rss",
        ".atom",
        ".html",
        ".htm",
        ".yaml",
        ".yml",
        ".gz",
    )
)


class MappingUnsure(FileRefused):
    """The columns were guessed, and not surely enough to go on without a person."""

    code = "import_mapping_unsure"

    def __init__(self, name: str, mapping: FieldMapping) -> None:
        found = ", ".join(f"{guess.field} from '{guess.column}' ({guess.confidence:.0%})" for guess in mapping.guesses)
        missing = [
            name
            for name in ("title", "price")
            if not mapping.column(name) and not (name == "price" and mapping.column("prices"))
        ]
        lacking = f" No column was found for: {', '.join(missing)}." if missing else ""
        message = f"The columns of {name} are not recognised surely enough.{lacking} Found: {found or 'nothing'}."
        remedy = "Confirm the mapping in the console, or give it with --mapping FILE."
        zh = f"{name} 的列无法可靠识别，请在控制台确认字段对应，或用 --mapping 指定。"
        problem = Problem(message=message, remedy=remedy, file=name, line=1, zh=zh)
        super().__init__(message, remedy=remedy, problems=[problem], zh=zh)
        self.mapping = mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How a person wants a file imported."""

    format: str | None = None
    kind: str | None = None
    mapping: Mapping[str, Any] | None = None
    take_guess: bool = True
    """Go on with a guessed mapping when it is sure."""
    dry_run: bool = False
    remove_missing: bool = False
    leave_out: frozenset[str] = frozenset()
    """Names of files of a folder that hold no data of the shop."""


@dataclass(slots=True, kw_only=True)
class ImportOutcome:
    """What one file did, or with a dry run would do."""

    name: str
    kind: str
    format: str
    confidence: float
    mapping: FieldMapping | None = None
    summary: ImportSummary | None = None
    counted: Counted | None = None
    warnings: list[Problem] = field(default_factory=list)
    warning_count: int = 0


async def import_path(
    session: AsyncSession,
    shop: Shop,
    path: Path,
    actor: Actor,
    options: ImportOptions,
    progress: Progress | None = None,
    *,
    name: str = "",
) -> list[ImportOutcome]:
    """Import a file, or every file of a folder that is recognised (all or nothing in the caller's transaction).

    `name`: what messages call a single file, where it lies under another name.
    """
    outcomes: list[ImportOutcome] = []
    for file in _files(path, options.leave_out):
        with parts_of(file) as parts:
            for kind, of_part, part in parts:
                of_kind = replace(options, kind=kind)
                outcomes.append(await import_file(session, shop, part, of_part, actor, of_kind, progress))
        if not parts:
            called = name if name and file == path else file.name
            outcomes.append(await import_file(session, shop, file, called, actor, options, progress))
    return outcomes


def _files(path: Path, leave_out: frozenset[str]) -> list[Path]:
    """The file, or a folder's files in the order of import: products, then what refers to nothing, then orders."""
    if not path.exists():
        raise refused(path.name, "There is no such file.", "Check the path.", zh="没有这个文件，请检查路径。")
    if path.is_file():
        return [path]
    files = [
        file
        for file in sorted(path.iterdir())
        if file.is_file() and file.suffix.casefold() in _SUFFIXES and file.name not in leave_out
    ]
    if not files:
        raise refused(
            path.name,
            "The folder holds no file to import.",
            "Put the exports into it.",
            zh="文件夹中没有可导入的文件，请放入导出文件。",
        )
    order = {kind.name: place for place, kind in enumerate(kinds(), start=1)}

    def place(file: Path) -> int:
        kind = kind_of(file)
        return order[kind.name] if kind else 0

    return sorted(files, key=lambda file: (place(file), file))


async def import_file(
    session: AsyncSession,
    shop: Shop,
    path: Path,
    name: str,
    actor: Actor,
    options: ImportOptions,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Import one file. FileRefused names every problem and leaves the shop as it was (the caller rolls back)."""
    kind = next((each for each in kinds() if each.name == options.kind), None) if options.kind else kind_of(path)
    if options.kind and options.kind != "products" and kind is None:
        raise refused(
            name,
            f"The kind '{options.kind}' is unknown.",
            "Name products, orders, customers, policies or costs.",
            zh=f"没有“{options.kind}”这一类，可用：products、orders、customers、policies、costs。",
        )
    if kind is not None:
        counted = await kind.importer(session, shop, path, name, actor, options.dry_run)
        return ImportOutcome(
            name=name, kind=kind.name, format=counted.format, confidence=1.0, counted=counted,
            warnings=list(counted.warnings), warning_count=len(counted.warnings),
        )  # fmt: skip
    mapping = dict(options.mapping) if options.mapping else None
    with open_file(path, currency=shop.currency, name=name, format_=options.format, mapping=mapping) as opened:
        if opened.mapping and not (opened.sure and (options.take_guess or opened.mapping.confirmed)):
            raise MappingUnsure(name, opened.mapping)
        summary = await apply_drafts(
            session, shop, _drafts(opened), actor, says=opened.says, remove_missing=options.remove_missing,
            dry_run=options.dry_run, progress=progress, log=opened.log,
        )  # fmt: skip
        if not options.dry_run:
            await take_costs_beside(session, shop, path, name, actor)
        return ImportOutcome(
            name=name, kind="products", format=opened.format, confidence=opened.confidence, mapping=opened.mapping,
            summary=summary, warnings=[each for each in opened.log.kept if each.severity == "warning"],
            warning_count=opened.log.warnings,
        )  # fmt: skip


def count_lines(path: Path) -> int:
    """Lines of the file as it is read, packed or not; for progress, so an archive, a folder or a damaged file has none."""
    try:
        with path.open("rb") as raw:
            head = raw.read(2)
        if head == b"PK":
            return 0
        with gzip.open(path, "rb") if head == b"\x1f\x8b" else path.open("rb") as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    except (OSError, EOFError, zlib.error):
        return 0


def _drafts(opened: Opened) -> Iterator[Product]:
    count = 0
    for draft in opened.read():
        count += 1
        yield draft
    if not count and not opened.log.errors:
        opened.log.stop(
            "The file holds no product.", "Export it with products.", line=1, zh="文件中没有商品，请连同商品一起导出。"
        )


def mapping_file(path: Path) -> dict[str, Any]:
    """The mapping in a JSON file: `{"fields": {"title": "商品名称", …}, "options": […], "attributes": […]}`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise refused(
            path.name,
            f"The mapping cannot be read: {error}.",
            "Write JSON with a 'fields' object.",
            zh=f"字段对应无法读取（{error}），请写成含 fields 对象的 JSON。",
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("fields"), dict):
        raise refused(
            path.name,
            "The mapping has no 'fields' object.",
            'Write {"fields": {"title": "column", "price": "column"}}.',
            zh='字段对应缺少 fields 对象，请写成 {"fields": {"title": "列名", "price": "列名"}}。',
        )
    return data


__all__ = [
    "ImportOptions", "ImportOutcome", "MappingUnsure", "Product", "count_lines", "import_file", "import_path", "mapping_file",
]  # fmt: skip
