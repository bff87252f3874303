"""What customers asked and got no sure answer to, as a shelf above tells it. `app.py` fills the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang
from mercery.core.money import Money

Lack = Literal["unknown", "not_understood", "unsure", "withheld"]
"""Nothing settles it; it was not understood; it was asked back which of a few was meant; the answer did not pass the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question without a sure answer. Personal data are masked."""

    text: str
    lang: Lang
    at: datetime
    conversation_id: str
    lack: Lack
    product_ids: tuple[str, ...] = ()
    """Products it was about."""
    at_stake: Money | None = None
    """Today's price of the dearest product that was talked about, in the shop's currency."""
    replied: str = ""
    """What a person of the shop answered afterwards."""
    link: str = ""
    """Where in the console it stands; empty: in the inbox, under its conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How often an answer was said, and what came next."""

    said: int
    last_at: datetime
    person_next: int = 0
    """Times the customer's next message went to a person."""


class Conversed(Protocol):
    """What conversations tell about the answers."""

    async def unanswered(self, session: AsyncSession, shop: Shop, since: datetime) -> Sequence[Asked]:
        """Questions since then that got no sure answer, the oldest first."""
        ...

    async def uses(self, session: AsyncSession, shop: Shop, since: datetime) -> Mapping[str, Use]:
        """Key of an approved answer to how it was used since then. Answers never said are left out."""
        ...


def conversed_of(connection: HTTPConnection) -> Conversed | None:
    """What this installation has; None where nobody converses."""
    return cast("Conversed | None", getattr(connection.app.state, "conversed", None))
