"""Rows of a feature as they leave for the warehouse: which, on which day, and how it is seen that a day has changed.

A feature says in its `outgoing.py` what leaves, and nothing of how: tables stay its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Select,
    String,
    cast,
    extract,
    func,
    select,
)

Columns = Sequence[ColumnElement[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A table of the warehouse."""

    name: str
    """As the warehouse calls it."""
    about: str
    source: FromClause
    shop: ColumnElement[Any]
    """The column that says whose a row is."""
    at: ColumnElement[Any] | None
    """The moment by which rows belong to a day (UTC); None: the table is small and leaves whole."""
    columns: Callable[[str], Columns]
    """Labelled; called with the shop's time zone."""
    mark: ColumnElement[Any]
    """An aggregate over the rows of a day that differs as soon as one is added, changed or gone."""
    people: frozenset[str] = field(default_factory=frozenset)
    """Columns that name a visitor or customer: they leave as pseudonyms."""

    def marks(self, shop_id: str) -> Select[date | None, str]:
        """Day and mark of each day there are rows of; without a day, one row with the mark of all."""
        mark = cast(self.mark, String).label("mark")
        if self.at is None:
            return select(cast(None, Date).label("day"), mark).select_from(self.source).where(self.shop == shop_id)
        day = cast(func.timezone("UTC", self.at), Date).label("day")
        known = (self.shop == shop_id, self.at.is_not(None))
        return select(day, mark).select_from(self.source).where(*known).group_by(day).order_by(day)

    def rows(self, shop_id: str, timezone: str, day: date | None) -> Select[Any]:
        """The rows of a day, in order of time; moments as microseconds since 1970."""
        columns = self.columns(timezone)
        query = select(*(_sendable(one) for one in columns)).select_from(self.source).where(self.shop == shop_id)
        if self.at is None or day is None:
            return query
        # With the zone written out, so that the database reads the days of that zone alone.
        begin = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        return query.where(self.at >= begin, self.at < begin + timedelta(days=1)).order_by(self.at)


def content_mark(*columns: ColumnElement[Any]) -> ColumnElement[Any]:
    """For rows that change: a sum of hashes of these columns, with their count."""
    one = func.hashtextextended(func.concat_ws("|", *(func.coalesce(cast(each, String), "-") for each in columns)), 0)
    return func.concat(func.count(), ":", func.coalesce(func.sum(one), 0))


def added_mark(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """For rows that are only added and removed: their count and the sum of their numbers."""
    return func.concat(func.count(), ":", func.coalesce(func.sum(number), 0))


def local_day(at: ColumnElement[Any], timezone: str) -> ColumnElement[Any]:
    """The day it was in the shop, as column `day`."""
    return cast(func.timezone(timezone, at), Date).label("day")


def _sendable(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if not isinstance(column.type, DateTime):
        return column
    return cast(extract("epoch", column) * 1_000_000, BigInteger).label(column.key)
