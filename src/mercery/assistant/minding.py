"""Which model stands behind a turn. What it may do was earned and is paid for; `app.py` says where that is kept."""

from __future__ import annotations

from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

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


def minds_of(connection: HTTPConnection) -> Minds | None:
    """The process's models, kept as `app.state.minds`; None until `app.py` says whose they are."""
    return cast("Minds | None", getattr(connection.app.state, "minds", None))
