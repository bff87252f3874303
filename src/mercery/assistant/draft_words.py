"""The model behind drafts of answers, within the day's cap: what review asks for through its door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from mercery.accounts import service as accounts
from mercery.ai.chat import ChatFailed, ChatModel
from mercery.ai.choosing import chosen_chat
from mercery.assistant.ledger import allow, settle
from mercery.assistant.metering import Metered, metered, prices_of
from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts import wording
from mercery.knowledge.drafts.draft import Draft

_AT_ONCE: Final = 12
"""Paragraphs shown in one call; each call has a budget of its own."""


class DraftWords:
    """Each call is allowed before it is made and counted after it, as a turn's are."""

    def __init__(self, chosen: Settings, model: ChatModel | None = None) -> None:
        self._chosen = chosen
        self._model = model if model is not None else chosen_chat(chosen)

    @property
    def available(self) -> bool:
        """Whether a model is set at all."""
        return self._model is not None

    async def worded(self, database: Database, shop_id: str, draft: Draft) -> Draft:
        """The draft with what the model adds and can be proved; as it is where the model fails or a cap is reached."""
        async with self._metered(database, shop_id) as model:
            if model is None:
                return draft
            try:
                return await wording.worded(draft, model)
            except ChatFailed:
                return draft

    async def from_prose(
        self, database: Database, shop_id: str, drafts: Sequence[Draft], passages: Sequence[Passage]
    ) -> list[Draft]:
        """Drafts of paragraphs in which the rules found no question; none where the model fails or a cap is reached."""
        source = next((one for draft in drafts for one in draft.sources), None)
        used = {one.passage for draft in drafts for one in draft.sources}
        left = [one for one in passages if one.kind == "paragraph" and one.number not in used]
        found: list[Draft] = []
        for start in range(0, len(left) if source is not None else 0, _AT_ONCE):
            async with self._metered(database, shop_id) as model:
                if model is None or source is None:
                    return found
                try:
                    found += await wording.from_prose(
                        drafts, left[start : start + _AT_ONCE], model,
                        document_id=source.document_id, version=source.version,
                    )  # fmt: skip
                except ChatFailed:
                    return found
        return found

    @asynccontextmanager
    async def _metered(self, database: Database, shop_id: str) -> AsyncIterator[Metered | None]:
        """The model for one draft, None without one or where the day's cap leaves nothing. No transaction is held."""
        if self._model is None:
            yield None
            return
        async with database.session() as session:
            shop = await accounts.shop(session, shop_id)
            budget = await allow(session, shop, None, self._chosen)
        if budget.spent:
            yield None
            return
        model = metered(self._model, prices_of(self._chosen), budget)
        try:
            yield model
        finally:
            async with database.session() as session:
                await settle(session, shop, None, model, feature="answers")
