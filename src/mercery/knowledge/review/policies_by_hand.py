"""Policies written by hand are held by the rule of two people as answers are. Fills `policies.two_people.TwoPeople`."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Words
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review import ruling
from mercery.knowledge.review.two_people import touches
from mercery.policies.draft import PolicyDraft
from mercery.policies.values_text import values_to_text


class PoliciesByHand:
    """The rule of the review desk, asked of a policy."""

    async def needed(self, session: AsyncSession, shop_id: str, draft: PolicyDraft) -> bool:
        """By what it says, the values it computes with, and its topic."""
        said = Words(f"{draft.statement.en}\n{values_to_text(draft.values)}", draft.statement.zh)
        asked = Draft(question=draft.title, answer=said, sources=())
        rule = await ruling.rule(session, shop_id)
        touched = touches(asked, category="", topics=(draft.topic,), rule=rule)
        return bool(touched) and not await ruling.alone(session, shop_id)

    async def alone(self, session: AsyncSession, shop_id: str) -> bool:
        """Whether one person alone may approve, or the shop wants no second one any more."""
        return (await ruling.rule(session, shop_id)).two_people == "never" or await ruling.alone(session, shop_id)
