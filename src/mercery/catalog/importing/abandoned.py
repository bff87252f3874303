"""Imports whose process was killed: nothing of them is in the catalogue, and they must not seem under way for ever."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_HOLD: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))")
_TRY: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 1))")
_QUEUED: Final = text(
    "SELECT count(*) FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing') AND args ->> 'import_id' = :import_id AND task_name LIKE 'catalog:%_import'"
)


async def hold(session: AsyncSession, import_id: str) -> None:
    """Say that this transaction works on the import; the database takes it back however the process ends."""
    await session.execute(_HOLD, {"name": f"import:{import_id}"})


async def is_abandoned(session: AsyncSession, import_id: str) -> bool:
    """Whether nobody works on the import and no job waits to."""
    queued = await session.scalar(_QUEUED, {"import_id": import_id})
    return not queued and bool(await session.scalar(_TRY, {"name": f"import:{import_id}"}))
