"""Where sealed texts stand (`core/sealed.py`): each feature says in its `sealed_columns.py` in which of its columns, and what
for. After the installation's key was changed they are sealed again by these lists, and whoever looks for what cannot be
opened any more reads the same ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Base, Database
from mercery.core.i18n import Words
from mercery.core.sealed import opened, present_key_prefix, seal

BATCH: Final = 100
"""Rows sealed in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumns:
    """Columns of one table whose texts are sealed for the row they stand in."""

    table: type[Base]
    columns: tuple[str, ...]
    purpose: Callable[[str], str]
    """What the texts of the row with this primary key are sealed for."""
    name: Words
    """What the texts are, for people: `addresses of alerts`."""
    shop: Callable[[], Select[Any]] | None = None
    """The shop of a row, as a subquery; None: the row says it itself."""

    @property
    def key(self) -> Any:
        """The primary key's column, of which there is one."""
        return next(iter(self.table.__table__.primary_key))

    def rows(self, after: str = "") -> Select[Any]:
        """Primary key, shop and texts, in the order of the key."""
        table = self.table.__table__
        shop = self.shop().scalar_subquery() if self.shop else table.c.shop_id
        texts = [table.c[name] for name in self.columns]
        return select(self.key, shop.label("shop"), *texts).where(self.key > after).order_by(self.key)

    def stale(self) -> ColumnElement[bool]:
        """Rows with a text that was not sealed with the present key."""
        here = present_key_prefix()
        columns = [self.table.__table__.c[name] for name in self.columns]
        return or_(*((one != "") & ~one.startswith(here, autoescape=True) for one in columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one transaction did."""

    sealed: dict[str, int]
    """Rows sealed again, by shop."""
    closed: tuple[tuple[str, str], ...]
    """Rows with a text that no key of this installation opens, and their shops: they stay as they are."""


async def reseal(
    database: Database, of: SealedColumns, batch: int = BATCH
) -> AsyncIterator[tuple[AsyncSession, Batch]]:
    """Seal again with the present key what was sealed with an earlier one, so many rows at a time. Each batch is told inside its
    transaction, which is committed when the next is asked for; a run that is broken off leaves the rest for the next run."""
    last = ""
    while True:
        async with database.session() as session:
            query = of.rows(last).where(of.stale()).limit(batch).with_for_update(of=of.table.__table__)
            rows = (await session.execute(query)).all()
            if not rows:
                return
            sealed: dict[str, int] = {}
            closed: list[tuple[str, str]] = []
            for row in rows:
                again = _again(of, row)
                if again is None:
                    closed.append((row[0], row.shop))
                else:
                    await session.execute(update(of.table).where(of.key == row[0]).values(again))
                    sealed[row.shop] = sealed.get(row.shop, 0) + 1
            yield session, Batch(sealed=sealed, closed=tuple(closed))
            last = rows[-1][0]


def _again(of: SealedColumns, row: Row[Any]) -> dict[str, str] | None:
    """The row's texts, sealed with the present key; None where one of them cannot be opened."""
    purpose = of.purpose(row[0])
    texts = {name: opened(getattr(row, name), purpose) for name in of.columns}
    if any(text is None for text in texts.values()):
        return None
    return {name: seal(text or "", purpose) for name, text in texts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How the sealed texts of a kind are."""

    of: SealedColumns
    rows: int
    earlier: int
    """Sealed with an earlier key that is still named."""
    closed: tuple[tuple[str, str], ...]
    """Rows that cannot be opened, and their shops."""


async def look(session: AsyncSession, kinds: Sequence[SealedColumns]) -> list[Looked]:
    """Try to open every sealed text. Nothing is changed, and no text is told."""
    found = []
    for of in kinds:
        rows = [row for row in (await session.execute(of.rows())).all() if any(row[2:])]
        closed = [(row[0], row.shop) for row in rows if any(opened(one, of.purpose(row[0])) is None for one in row[2:])]
        shut = {row for row, _ in closed}
        # Where nothing is sealed the key is not asked for: that would make one.
        here = present_key_prefix() if rows else ""
        old = [row for row in rows if row[0] not in shut and any(one and not one.startswith(here) for one in row[2:])]
        found.append(Looked(of=of, rows=len(rows), earlier=len(old), closed=tuple(closed)))
    return found
