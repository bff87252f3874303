"""The model behind written content, within the day's cap: what the studio asks for through its door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mercery.accounts import service as accounts
from mercery.ai.chat import ChatModel, Usage
from mercery.ai.choosing import chosen_chat
from mercery.assistant.admission.service import admitted
from mercery.assistant.ledger import allow, settle
from mercery.assistant.metering import Metered, metered, prices_of
from mercery.core.config import Settings
from mercery.core.database import Database


class ContentWords:
    """Lends the model for one piece after another; what each may cost is kept back before and counted after."""

    def __init__(self, chosen: Settings, model: ChatModel | None = None) -> None:
        self._chosen = chosen
        self._model = model if model is not None else chosen_chat(chosen)

    @property
    def available(self) -> bool:
        """Whether a model is set at all."""
        return self._model is not None

    @property
    def currency(self) -> str:
        """In which its calls are paid."""
        return self._chosen.chat_currency

    def estimate(self, usage: Usage) -> int:
        """What so many tokens cost, in millionths."""
        return prices_of(self._chosen).micros(usage)

    @asynccontextmanager
    async def lent(self, database: Database, shop_id: str) -> AsyncIterator[Metered | None]:
        """The model for one piece; None without one that has earned words in this shop, or where the day's cap leaves
        nothing. No transaction is held meanwhile."""
        if self._model is None:
            yield None
            return
        async with database.session() as session:
            shop = await accounts.shop(session, shop_id)
            earned = await admitted(session, shop_id, self._model.name)
            budget = None if earned is None or earned.level == "L0" else await allow(session, shop, None, self._chosen)
        if budget is None or budget.spent:
            yield None
            return
        model = metered(self._model, prices_of(self._chosen), budget)
        try:
            yield model
        finally:
            async with database.session() as session:
                await settle(session, shop, None, model, feature="content")
