"""Lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query

T = TypeVar("T")
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsked:
    """Which page of a list is wanted; the first is 1."""

    number: int = 1
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf(Generic[T]):
    """One page of a list and how long the whole is."""

    items: Sequence[T]
    total: int
    asked: PageAsked

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.asked.size))


def page_asked(
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1, size: Annotated[int, Query(ge=1, le=200)] = PAGE_SIZE
) -> PageAsked:
    """`?page=` and `?size=`, within limits."""
    return PageAsked(number=page, size=size)


Paging = Annotated[PageAsked, Depends(page_asked)]
