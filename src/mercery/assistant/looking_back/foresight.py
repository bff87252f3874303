"""Fills what the pages of answers and policies ask: what would be said otherwise if a draft were recorded."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.looking_back import service
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies.draft import PolicyDraft

DAYS: Final = 30
PAGE: Final = "/console/changes"


class LookingBack:
    """Fills `knowledge.foresight.AnswerForesight` and `policies.foresight.PolicyForesight`."""

    async def of_answer(self, session: AsyncSession, shop: Shop, actor: Actor, draft: ApprovedAnswer) -> str:
        """Begin working it out; the address of the page that shows how far it is and what came of it."""
        return f"{PAGE}/{await service.begin(session, shop, actor, DAYS, draft)}"

    async def of_policy(self, session: AsyncSession, shop: Shop, actor: Actor, draft: PolicyDraft) -> str:
        """The same for a policy."""
        return f"{PAGE}/{await service.begin(session, shop, actor, DAYS, draft)}"
