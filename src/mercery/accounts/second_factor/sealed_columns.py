"""Sealed texts of second factors."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, func, select

from mercery.accounts.second_factor.service import factor_purpose
from mercery.accounts.tables import MembershipRow, SecondFactorRow
from mercery.core.i18n import Words
from mercery.core.sealed_columns import SealedColumns


def _shop() -> Select[Any]:
    """The first of the person's shops; nobody is in none for long."""
    of_one = MembershipRow.staff_id == SecondFactorRow.staff_id
    return select(func.coalesce(func.min(MembershipRow.shop_id), "")).where(of_one).correlate(SecondFactorRow)


SEALED: Final = (
    SealedColumns(
        table=SecondFactorRow, columns=("key", "pending_key"), purpose=factor_purpose, shop=_shop,
        name=Words("second factors of sign-in", "两步验证"),
    ),
)  # fmt: skip
"""`core/sealed_columns.py` says what it means."""
