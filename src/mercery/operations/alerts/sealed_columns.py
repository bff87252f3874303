"""Sealed texts of alerts."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.sealed_columns import SealedColumns
from mercery.operations.alerts.hooks import purpose
from mercery.operations.alerts.tables import AlertHookRow

SEALED: Final = (
    SealedColumns(
        table=AlertHookRow, columns=("url", "word"), purpose=purpose,
        name=Words("addresses of alerts", "告警地址"),
    ),
)  # fmt: skip
"""`core/sealed_columns.py` says what it means."""
