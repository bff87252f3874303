"""The model the settings name, for each turn with what it has earned and what may be spent. Fills `minding.Minds`."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.ai.chat import ChatModel
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission.service import admitted
from mercery.assistant.ledger import allow, settle
from mercery.assistant.metering import Metered, metered, prices_of
from mercery.assistant.wording.level import Mind
from mercery.core.config import Settings


class AdmittedMinds:
    """Lends the model to turns. A model without an admission in the shop is lent to none."""

    def __init__(self, chosen: Settings, model: ChatModel | None = None) -> None:
        self._chosen, self._model = chosen, model or chosen_chat(chosen)

    async def for_turn(self, session: AsyncSession, shop: Shop, conversation_id: str) -> Mind | None:
        """The model with its level; None where it has earned nothing here, or a cap is reached."""
        if self._model is None:
            return None
        earned = await admitted(session, shop.id, self._model.name)
        if earned is None or (earned.level == "L0" and not earned.reads):
            return None
        budget = await allow(session, shop, conversation_id, self._chosen)
        if budget.spent:
            return None
        return Mind(
            model=metered(self._model, prices_of(self._chosen), budget),
            level=earned.level,
            reads="unsure" if earned.reads else "never",
            seconds=self._chosen.chat_seconds,
        )

    async def settle(self, session: AsyncSession, shop: Shop, conversation_id: str, mind: Mind) -> int:
        """Note what the turn used in place of what was kept for it."""
        if not isinstance(mind.model, Metered):
            return 0
        await settle(session, shop, conversation_id, mind.model)
        used = mind.model.usage
        return used.read + used.written
