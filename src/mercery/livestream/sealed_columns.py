"""Sealed texts of shows."""

from __future__ import annotations

from typing import Final

from mercery.core.i18n import Words
from mercery.core.sealed_columns import SealedColumns
from mercery.livestream.comments.bridges import bridge_purpose
from mercery.livestream.repository import ingest_purpose, key_purpose
from mercery.livestream.tables import LiveBridgeRow, LiveDestinationRow, LiveShowRow

SEALED: Final = (
    SealedColumns(
        table=LiveDestinationRow, columns=("secret",), purpose=key_purpose,
        name=Words("stream keys of platforms", "平台推流密钥"),
    ),
    SealedColumns(
        table=LiveShowRow, columns=("ingest_key",), purpose=ingest_purpose,
        name=Words("keys of people's own streams", "真人推流密钥"),
    ),
    SealedColumns(
        table=LiveBridgeRow, columns=("secret",), purpose=bridge_purpose,
        name=Words("secrets of comment bridges", "评论接入密钥"),
    ),
)  # fmt: skip
"""`core/sealed_columns.py` says what it means."""
