"""Imports from the console: an upload waits, is examined, shown, confirmed and applied; what happened is kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor, ActorKind
from mercery.catalog.importing.guess import FieldMapping
from mercery.catalog.importing.reading import open_file
from mercery.catalog.importing.service import ImportOptions, ImportOutcome, MappingUnsure, import_file
from mercery.catalog.tables import ImportRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.errors import Conflict, MerceryError, NotFound
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue

SMALL: Final = 2 << 20
"""Files up to this size are examined and applied while the browser waits; larger ones by a job."""
_SHOWN: Final = 200
_STEP: Final = 2_000


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


async def _row(session: AsyncSession, shop_id: str, import_id: str) -> ImportRow:
    row = await session.scalar(select(ImportRow).where(ImportRow.shop_id == shop_id, ImportRow.id == import_id))
    if row is None:
        raise NotFound("There is no such import.")
    return row


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
    return import_id


async def proceed(session: AsyncSession, shop_id: str, import_id: str, act: str) -> bool:
    """Have a job `examine` or `apply` a large file. False: the file is small, do it now."""
    row = await _row(session, shop_id, import_id)
    if row.status == "applying" or (act == "apply" and row.status != "ready"):
        raise Conflict("This import is not ready to be applied.", remedy="Load the page again.")
    row.status = "reading" if act == "examine" else "applying"
    if row.path and await asyncio.to_thread(_size, Path(row.path)) > SMALL:
        await enqueue(
            session, f"catalog:{act}_import", {"shop_id": shop_id, "import_id": import_id}, lock=f"import:{shop_id}"
        )
        return True
    return False


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


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
        remove = bool(run.mapping.get("remove_missing"))
    options = ImportOptions(mapping=mapping or None, dry_run=dry_run, remove_missing=remove)
    progress = _Progress(database, shop_id, import_id)
    try:
        async with database.session() as session:
            outcome = await import_file(session, shop, path, name, actor, options, progress.note)
            if not dry_run and outcome.kind == "products":
                await enqueue(session, "catalog:fetch_pictures", {"shop_id": shop_id}, once=f"pictures:{shop_id}")
        values = _outcome(outcome) | {"status": "ready" if dry_run else "done"}
    except MappingUnsure as error:
        guess = _mapping(error.mapping) | {"columns": await asyncio.to_thread(_columns, path, name, shop.currency)}
        values = {"status": "unsure", "format": "guessed", "mapping": guess, "summary": {}, "problems": []}
    except MerceryError as error:
        problems = [asdict(problem) for problem in error.problems[:_SHOWN]] or [
            {"message": error.message, "remedy": error.remedy}
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
    if "mapping" in values and mapping:
        values["mapping"] = dict(values["mapping"]) | {"confirmed": mapping}
    if "mapping" in values and remove:
        values["mapping"] = dict(values["mapping"]) | {"remove_missing": True}
    await _keep(database, shop_id, import_id, values)


def _columns(path: Path, name: str, currency: str) -> list[str]:
    """The columns a person may map."""
    with open_file(path, currency=currency, name=name, format_="guessed") as opened:
        if opened.mapping is None:
            return []
        mapped = [guess.column for guess in opened.mapping.guesses]
        return [*mapped, *opened.mapping.options, *opened.mapping.attributes]


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


def _outcome(outcome: ImportOutcome) -> Json:
    values: Json = {
        "kind": outcome.kind,
        "format": outcome.format,
        "mapping": _mapping(outcome.mapping) if outcome.mapping else {},
        "problems": [asdict(problem) for problem in outcome.warnings[:_SHOWN]],
    }
    if outcome.counted:
        counted = outcome.counted
        values["summary"] = {"new": counted.new, "changed": counted.changed, "unchanged": counted.unchanged}
    if outcome.summary:
        summary = outcome.summary
        values["summary"] = {
            "products": summary.products, "variants": summary.variants, "new": summary.new, "changed": summary.changed,
            "unchanged": summary.unchanged, "gone": summary.gone, "removed": summary.removed,
            "confidence": round(outcome.confidence, 2), "warnings": outcome.warning_count,
            "shown": [
                {"key": each.key, "en": each.title.en, "zh": each.title.zh, "kind": each.kind, "line": each.line,
                 "fields": [asdict(change) for change in each.fields[:20]]}
                for each in summary.shown
            ],
        }  # fmt: skip
    return values


def _mapping(mapping: FieldMapping) -> Json:
    return mapping.to_json() | {
        "confidence": {guess.field: guess.confidence for guess in mapping.guesses},
        "samples": {guess.field: list(guess.samples) for guess in mapping.guesses},
    }


async def confirm_mapping(
    session: AsyncSession, shop_id: str, import_id: str, fields: Mapping[str, str], options: Sequence[str]
) -> None:
    """Take the mapping a person confirmed or changed."""
    row = await _row(session, shop_id, import_id)
    if row.status not in ("unsure", "ready", "refused"):
        raise Conflict("This import is already under way.", remedy="Load the page again.")
    row.mapping = dict(row.mapping) | {"confirmed": {"fields": dict(fields), "options": list(options)}}
    row.status = "waiting"


async def set_remove_missing(session: AsyncSession, shop_id: str, import_id: str, wanted: bool) -> None:
    """Whether products the file does not name are to be removed when it is applied."""
    row = await _row(session, shop_id, import_id)
    row.mapping = dict(row.mapping) | {"remove_missing": wanted}


class _Progress:
    """Writes how far an import is, in transactions of its own, at most one at a time."""

    def __init__(self, database: Database, shop_id: str, import_id: str) -> None:
        self._database, self._shop_id, self._import_id = database, shop_id, import_id
        self._told = 0
        self._task: asyncio.Task[None] | None = None

    def note(self, done: int, total: int) -> None:
        """Products done of all."""
        if done - self._told >= _STEP and (self._task is None or self._task.done()):
            self._told = done
            self._task = asyncio.create_task(self._write(done, total))

    async def _write(self, done: int, total: int) -> None:
        async with self._database.session() as session:
            await session.execute(
                update(ImportRow)
                .where(ImportRow.shop_id == self._shop_id, ImportRow.id == self._import_id)
                .values(summary={"done": done, "total": total})
            )

    async def finish(self) -> None:
        """Wait for the last note."""
        if self._task is not None:
            await self._task
