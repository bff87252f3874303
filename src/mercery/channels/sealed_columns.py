"""Sealed texts of channels."""

from __future__ import annotations

from typing import Final

from mercery.channels.setups import channel_purpose
from mercery.channels.tables import SetupRow
from mercery.core.i18n import Words
from mercery.core.sealed_columns import SealedColumns

SEALED: Final = (
    SealedColumns(
        table=SetupRow, columns=("sealed", "token"), purpose=channel_purpose,
        name=Words("secrets of channels", "渠道密钥"),
    ),
)  # fmt: skip
"""`core/sealed_columns.py` says what it means."""
