"""What is kept of people: each feature says in its `personal.py` in which of its tables, how a person's rows are found, what
becomes of them when the person is erased, and how old they may grow. Telling a person what is kept, erasing them and
retention read the same lists, so that a table stands in all of them or in none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, CursorResult, Table, delete, func, inspect, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import plain
from mercery.core.database import Base
from mercery.core.i18n import Words

MOST_TOLD: Final = 5_000
"""Rows of one table that are told of one person."""
_HIDDEN: Final = frozenset({"shop_id", "token_hash", "digest", "client_key", "token"})
"""Columns that are the shop's keys rather than the person's data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person by everything that leads to what is kept of them in one shop."""

    shop_id: str
    customer_ids: frozenset[str] = frozenset()
    visitor_ids: frozenset[str] = frozenset()
    """Browsers that were theirs alone."""
    emails: frozenset[str] = frozenset()
    """In small letters."""
    conversation_ids: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Whether anything leads to them."""
        return bool(self.customer_ids or self.visitor_ids or self.emails or self.conversation_ids)

    @property
    def names(self) -> tuple[str, ...]:
        """Each name that leads to them: `email:…`, `customer:…`, `visitor:…`."""
        return (
            *(f"email:{one}" for one in sorted(self.emails)),
            *(f"customer:{one}" for one in sorted(self.customer_ids)),
            *(f"visitor:{one}" for one in sorted(self.visitor_ids)),
        )


Where = Callable[[Person], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A table in which a person's rows stand."""

    table: type[Base]
    name: Words
    """What the rows are, for people: `conversations`, `searches`."""
    where: Where
    """Which rows are the person's; the shop is added."""
    blank: Mapping[str, Any] | None = None
    """Erasing sets these columns and keeps the row; None: the row goes, and everything that hangs on it."""
    kept_for: Words | None = None
    """Why the row stays."""
    age: str = ""
    """The column that says how old a row is, where it may be kept for so many days only."""
    over: ColumnElement[bool] | None = None
    """Which rows may grow old at all: a conversation that is closed, for instance."""
    days: int | None = None
    """How long they are kept where the shop says nothing; None: until they are erased."""
    least_days: int = 1
    """Fewer would take away what the shop itself still needs them for."""
    most_days: int | None = None
    """So long at most: the feature itself lets go of them then."""
    with_them: tuple[str, ...] = field(default=())
    """Tables whose rows go with these by the database's own rules."""

    @property
    def key(self) -> str:
        """The table's name."""
        return self._table.name

    @property
    def _table(self) -> Table:
        return cast(Table, self.table.__table__)

    def of(self, person: Person) -> ColumnElement[bool]:
        """The person's rows in their shop."""
        return (self._table.c.shop_id == person.shop_id) & self.where(person)

    async def count(self, session: AsyncSession, person: Person) -> int:
        """How many rows there are of them."""
        return await session.scalar(select(func.count()).select_from(self.table).where(self.of(person))) or 0

    async def told(self, session: AsyncSession, person: Person) -> list[dict[str, Any]]:
        """The rows as JSON, the first 5,000."""
        rows = await session.scalars(select(self.table).where(self.of(person)).limit(MOST_TOLD))
        names = [one.key for one in inspect(self.table).column_attrs if one.key not in _HIDDEN]
        return [{name: plain(getattr(row, name)) for name in names} for row in rows]

    async def erase(self, session: AsyncSession, person: Person) -> int:
        """Remove or blank them; how many."""
        where = self.of(person)
        act = delete(self.table).where(where) if self.blank is None else update(self.table).where(where)
        done = await session.execute(act if self.blank is None else cast(Any, act).values(**self.blank))
        return cast(CursorResult[Any], done).rowcount

    async def forget_older(self, session: AsyncSession, shop_id: str, before: datetime, *, most: int) -> int:
        """Remove, or blank, up to `most` rows of a shop that are older; how many. `age` must be set."""
        table = self._table
        old = (table.c.shop_id == shop_id) & (table.c[self.age] < before)
        if self.over is not None:
            old &= self.over
        if self.blank is not None:
            # A row that is blank already is not done again.
            old &= or_(*(table.c[name].is_distinct_from(value) for name, value in self.blank.items()))
        keys = list(table.primary_key.columns)
        chosen = select(*keys).where(old).limit(most)
        mine = keys[0].in_(chosen) if len(keys) == 1 else tuple_(*keys).in_(chosen)
        act = delete(self.table).where(mine) if self.blank is None else update(self.table).where(mine)
        done = await session.execute(act if self.blank is None else cast(Any, act).values(**self.blank))
        return cast(CursorResult[Any], done).rowcount
