"""Which model stands behind a turn. What it may do was earned and is paid for; `app.py` says where that is kept."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.wording.level import Mind


class Minds(Protocol):
    """Gives each turn its model, within what may be spent, and notes what was used."""

    async def for_turn(self, session: AsyncSession, shop: Shop, conversation_id: str) -> Mind | None:
        """The model for a turn of this conversation; None where there is none, or nothing may be spent on it."""
        ...

    async def settle(self, session: AsyncSession, shop: Shop, conversation_id: str, mind: Mind) -> int:
        """Note what the turn used, in the transaction that stores it. Returns the tokens."""
        ...
