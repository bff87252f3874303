"""All columns that hold sealed texts."""

from __future__ import annotations

from typing import Final

from mercery.accounts.second_factor.sealed_columns import SEALED as SECOND_FACTORS
from mercery.channels.sealed_columns import SEALED as CHANNELS
from mercery.core.sealed_columns import SealedColumns
from mercery.livestream.sealed_columns import SEALED as LIVE
from mercery.operations.alerts.sealed_columns import SEALED as ALERTS

ALL: Final[tuple[SealedColumns, ...]] = (*SECOND_FACTORS, *CHANNELS, *LIVE, *ALERTS)
