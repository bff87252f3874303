"""A door to a shelf above: what would be said otherwise if an answer were recorded. `app.py` fills it."""

from __future__ import annotations

from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.knowledge.answer import ApprovedAnswer


class AnswerForesight(Protocol):
    """Works past questions out again with a draft in the place of the answer in force."""

    async def of_answer(self, session: AsyncSession, shop: Shop, actor: Actor, draft: ApprovedAnswer) -> str:
        """Begin in the background; the address of the page with what came of it."""
        ...


def foresight_of(connection: HTTPConnection) -> AnswerForesight | None:
    """What this installation has; None where nobody looks back."""
    return cast("AnswerForesight | None", getattr(connection.app.state, "answer_foresight", None))
