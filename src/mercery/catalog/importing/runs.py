"""Imports from the console: an upload waits, is examined, shown, confirmed and applied; what happened is kept."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor, ActorKind
from mercery.accounts.shop import Shop
from mercery.catalog.importing import abandoned
from mercery.catalog.importing.archive import unpacked
from mercery.catalog.importing.guess import FieldMapping
from mercery.catalog.importing.images import copy_local
from mercery.catalog.importing.service import ImportOptions, ImportOutcome, MappingUnsure, count_lines, import_path
from mercery.catalog.tables import ImportRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.errors import Conflict, MerceryError, NotFound
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.core.storage import bring, by_database, key_of, share, stored

SMALL: Final = 2 << 20
"""Files up to this size are examined and applied while the browser waits; larger ones by a job."""
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import as the console shows it."""

    id: str
    filename: str
    status: str
    kind: str
    format: str | None
    mapping: Json
    summary: Json
    problems: Sequence[Json]
    started_by: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def busy(self) -> bool:
        """Whether a job is at work."""
        return self.status in ("waiting", "reading", "applying")


def _run(row: ImportRow) -> ImportRun:
    return ImportRun(
        id=row.id,
        filename=row.filename,
        status=row.status,
        kind=row.kind,
        format=row.format,
        mapping=row.mapping,
        summary=row.summary,
        problems=row.problems,
        started_by=row.started_by,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


async def imports(session: AsyncSession, shop_id: str, *, limit: int = 30) -> list[ImportRun]:
    """The latest imports, newest first."""
    rows = await session.scalars(
        select(ImportRow).where(ImportRow.shop_id == shop_id).order_by(ImportRow.created_at.desc()).limit(limit)
    )
    return [_run(row) for row in rows]


async def import_run(session: AsyncSession, shop_id: str, import_id: str) -> ImportRun:
    """One import; NotFound."""
    return _run(await _row(session, shop_id, import_id))


async def _row(session: AsyncSession, shop_id: str, import_id: str, *, lock: bool = False) -> ImportRow:
    query = select(ImportRow).where(ImportRow.shop_id == shop_id, ImportRow.id == import_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    row = await session.scalar(locked if lock else query)
    if row is None:
        raise NotFound("There is no such import.", zh="没有这次导入。")
    return row


async def looked_at(session: AsyncSession, shop_id: str, import_id: str) -> ImportRun:
    """The import as a person looks at it: one whose process was killed is told as stopped, and can be begun again."""
    row = await _row(session, shop_id, import_id)
    if row.status in ("reading", "applying") and await abandoned.is_abandoned(session, import_id):
        row.status, row.finished_at = "failed", now()
        await session.flush()
    return _run(row)


def uploads(shop_id: str) -> Path:
    """Where uploaded files lie."""
    folder = settings().home.resolve() / "imports" / shop_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def safe_name(filename: str) -> str:
    """A file name without a path or signs a file system may not like."""
    name = Path(filename.replace("\\", "/")).name
    return re.sub(r"[^\w.\- ()\u3400-\u9fff]", "_", name)[:120].lstrip(".") or "upload"


async def start(session: AsyncSession, shop_id: str, path: Path, filename: str, actor: Actor) -> str:
    """Note an upload that lies at `path` and return the import's id."""
    import_id = new_id("imp")
    session.add(
        ImportRow(
            id=import_id, shop_id=shop_id, filename=safe_name(filename), path=str(path), status="waiting", mapping={},
            summary={}, problems=[], started_by=f"{actor.kind}:{actor.id}:{actor.name}", created_at=now(),
        )
    )  # fmt: skip
    await session.flush()
    await share(session, path)  # the job, or the next request, may be on another machine
    return import_id


async def proceed(session: AsyncSession, shop_id: str, import_id: str, act: str) -> bool:
    """Have a job `examine` or `apply` a large file. False: the file is small, do it now. Pressed twice at once, the
    second is refused."""
    row = await _row(session, shop_id, import_id, lock=True)
    if row.status == "applying" or (act == "apply" and row.status != "ready"):
        raise Conflict(
            "This import is not ready to be applied.",
            remedy="Load the page again.",
            zh="此次导入尚不能应用，请刷新页面。",
        )
    row.status = "reading" if act == "examine" else "applying"
    if row.path and await _size(session, Path(row.path)) > SMALL:
        await enqueue(
            session, f"catalog:{act}_import", {"shop_id": shop_id, "import_id": import_id}, lock=f"import:{shop_id}"
        )
        return True
    return False


async def _size(session: AsyncSession, path: Path) -> int:
    if await asyncio.to_thread(path.exists):
        return (await asyncio.to_thread(path.stat)).st_size
    found = await stored(session, key_of(path)) if by_database() else None
    return found.size if found else 0


async def examine(database: Database, shop_id: str, import_id: str) -> None:
    """Read the file, compare it with the shop and keep what would change. Nothing else is written."""
    await _work(database, shop_id, import_id, dry_run=True)


async def apply(database: Database, shop_id: str, import_id: str) -> None:
    """Bring the file in, all or nothing."""
    await _work(database, shop_id, import_id, dry_run=False)


async def _work(database: Database, shop_id: str, import_id: str, *, dry_run: bool) -> None:
    async with database.session() as session:
        run = await _row(session, shop_id, import_id)
        shop = await accounts.shop(session, shop_id)
        path, name, mapping = Path(run.path or ""), run.filename, dict(run.mapping.get("confirmed") or {})
        actor = _actor(run.started_by)
        if by_database():
            path = uploads(shop_id) / path.name
            await bring(database, path)
        remove = bool(run.mapping.get("remove_missing"))
    options = ImportOptions(mapping=mapping or None, dry_run=dry_run, remove_missing=remove)
    progress = _Progress(database, shop_id, import_id, await asyncio.to_thread(count_lines, path))
    try:
        values = await _bring_in(database, shop, path, name, actor, options, progress)
        values["status"] = "ready" if dry_run else "done"
    except MappingUnsure as error:
        values = {
            "status": "unsure", "format": "guessed", "mapping": _mapping(error.mapping), "summary": {}, "problems": [],
        }  # fmt: skip
    except MerceryError as error:
        ordered = sorted(error.problems, key=lambda problem: (problem.file or "", problem.line or 0))
        problems = [asdict(problem) for problem in ordered[:_SHOWN]] or [
            {"message": error.message, "remedy": error.remedy, "zh": error.zh}
        ]
        values = {
            "status": "refused",
            "problems": problems,
            "summary": {"errors": len(error.problems), "message": error.message},
        }
    except Exception:
        await _keep(database, shop_id, import_id, {"status": "failed"})
        raise
    finally:
        await progress.finish()
    if mapping and "mapping" in values:
        values["mapping"] = dict(values["mapping"]) | {"confirmed": mapping}
    if remove and "mapping" in values:
        values["mapping"] = dict(values["mapping"]) | {"remove_missing": True}
    await _keep(database, shop_id, import_id, values)


async def _bring_in(
    database: Database, shop: Shop, path: Path, name: str, actor: Actor, options: ImportOptions, progress: _Progress
) -> Json:
    """Import the file, or all files of an archive; copy the pictures beside them and have the others fetched."""
    with unpacked(path, name) as place:
        async with database.session() as session:
            await abandoned.hold(session, progress.import_id)
            outcomes = await import_path(session, shop, place, actor, options, progress.note, name=name)
            products = any(outcome.kind == "products" for outcome in outcomes)
            if products and not options.dry_run:
                await enqueue(session, "catalog:fetch_pictures", {"shop_id": shop.id}, once=f"pictures:{shop.id}")
        values = _outcomes(outcomes)
        if products and not options.dry_run and place != path:
            _, refusals = await copy_local(database, shop.id, place)
            values["problems"] += [asdict(problem) for problem in refusals[:_SHOWN]]
    return values


async def _keep(database: Database, shop_id: str, import_id: str, values: Mapping[str, Any]) -> None:
    ended = {"finished_at": now()} if values["status"] in ("done", "refused", "failed") else {}
    async with database.session() as session:
        await session.execute(
            update(ImportRow).where(ImportRow.shop_id == shop_id, ImportRow.id == import_id).values(**values, **ended)
        )
        await announce(session, f"import:{import_id}", {"status": values["status"]})


def _actor(started_by: str) -> Actor:
    kind, _, rest = started_by.partition(":")
    id_, _, name = rest.partition(":")
    kinds: dict[str, ActorKind] = {"staff": "staff", "api_key": "api_key"}
    return Actor(kind=kinds.get(kind, "system"), id=id_, name=name)


def _outcomes(outcomes: Sequence[ImportOutcome]) -> Json:
    """What the files did. One file tells all about itself; of several the products' lead, and each has a line."""
    main = next((outcome for outcome in outcomes if outcome.summary), outcomes[0])
    values = _outcome(main)
    if len(outcomes) > 1:
        files = [_outcome(outcome) | {"name": outcome.name} for outcome in outcomes]
        values["kind"] = "several"
        values["problems"] = [problem for each in files for problem in each["problems"]][:_SHOWN]
        for number in ("new", "changed", "unchanged", "warnings"):
            values["summary"][number] = sum(each["summary"].get(number) or 0 for each in files)
        values["summary"]["files"] = [
            {"name": each["name"], "kind": each["kind"], "format": each["format"]}
            | {number: each["summary"].get(number) or 0 for number in ("new", "changed", "unchanged")}
            for each in files
        ]
    return values


def _outcome(outcome: ImportOutcome) -> Json:
    values: Json = {
        "kind": outcome.kind,
        "format": outcome.format,
        "mapping": _mapping(outcome.mapping) if outcome.mapping else {},
        "problems": [asdict(problem) for problem in outcome.warnings[:_SHOWN]],
        "summary": {"warnings": outcome.warning_count},
    }
    if outcome.counted:
        counted = outcome.counted
        values["summary"] |= {"new": counted.new, "changed": counted.changed, "unchanged": counted.unchanged}
    if outcome.summary:
        summary = outcome.summary
        values["summary"] |= {
            "products": summary.products, "variants": summary.variants, "new": summary.new, "changed": summary.changed,
            "unchanged": summary.unchanged, "gone": summary.gone, "removed": summary.removed,
            "confidence": round(outcome.confidence, 2),
            "shown": [
                {"key": each.key, "en": each.title.en, "zh": each.title.zh, "kind": each.kind, "line": each.line,
                 "fields": [asdict(change) for change in each.fields[:20]]}
                for each in summary.shown
            ],
        }  # fmt: skip
    return values


def _mapping(mapping: FieldMapping) -> Json:
    """Every column with its first values, what it is taken for, and how surely."""
    means = {guess.column: (guess.field, guess.confidence) for guess in mapping.guesses}
    pairs = {column for pair in mapping.option_pairs for column in pair}
    columns = []
    for column, samples in mapping.samples.items():
        field, confidence = means.get(column, ("", None))
        if not field:
            field = (
                "pair" if column in pairs else "option" if column in mapping.options
                else "chinese" if column in mapping.chinese else "attribute" if column in mapping.attributes else ""
            )  # fmt: skip
        columns.append(
            {"name": column, "means": field, "confidence": confidence, "samples": [text[:60] for text in samples]}
        )
    return mapping.to_json() | {"columns": columns}


async def confirm_mapping(session: AsyncSession, shop_id: str, import_id: str, mapping: Mapping[str, object]) -> None:
    """Take the mapping a person confirmed or changed."""
    row = await _row(session, shop_id, import_id)
    if row.status not in ("unsure", "ready", "refused"):
        raise Conflict(
            "This import is already under way.", remedy="Load the page again.", zh="此次导入已在进行，请刷新页面。"
        )
    row.mapping = dict(row.mapping) | {"confirmed": dict(mapping)}
    row.status = "waiting"


async def set_remove_missing(session: AsyncSession, shop_id: str, import_id: str, wanted: bool) -> None:
    """Whether products the file does not name are to be removed when it is applied."""
    row = await _row(session, shop_id, import_id)
    row.mapping = dict(row.mapping) | {"remove_missing": wanted}


class _Progress:
    """Writes how far an import is, in transactions of its own, at most one at a time and one a second."""

    def __init__(self, database: Database, shop_id: str, import_id: str, lines: int) -> None:
        self._database, self._shop_id, self.import_id, self._lines = database, shop_id, import_id, lines
        self._told = time.monotonic()
        self._task: asyncio.Task[None] | None = None

    def note(self, products: int, line: int) -> None:
        """Products seen, and the line of the file they reach to."""
        if time.monotonic() - self._told >= 1 and (self._task is None or self._task.done()):
            self._told = time.monotonic()
            self._task = asyncio.create_task(self._write({"done": line, "total": self._lines, "products": products}))

    async def _write(self, summary: Json) -> None:
        async with self._database.session() as session:
            await session.execute(
                update(ImportRow)
                .where(ImportRow.shop_id == self._shop_id, ImportRow.id == self.import_id)
                .values(summary=summary)
            )

    async def finish(self) -> None:
        """Wait for the last note."""
        if self._task is not None:
            await self._task
