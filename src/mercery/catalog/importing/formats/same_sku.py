"""Rows of Magento's exports that stand for products of their own and share a SKU."""

from __future__ import annotations

from collections.abc import Iterable

from mercery.core.errors import Problem
from mercery.core.files.tabular import Row
from mercery.core.files.twice import twice
from mercery.core.i18n import Words


def skus_twice(head: Row, others: Iterable[Row]) -> list[Problem]:
    """One for each other row that stands for a product of its own and has the SKU of `head`."""
    return [
        twice(
            Words("SKU", "SKU"),
            head.get("sku"),
            line=one.line,
            first=head.line,
            column="sku",
            name="sku",
            mend="rename",
        )
        for one in others
    ]
