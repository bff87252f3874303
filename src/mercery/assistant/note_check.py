"""Holds the words an associate adds to a shared offer against the facts: of its pieces, their prices, the policies in
force, and what the advertising law forbids. Fills `guide.associate.service.NoteCheck`.

A client reads the note long after it was written, and nobody looks at it again: so what contradicts a fact stops the
offer, where a draft of a reply is only pointed out to the person who sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from mercery.accounts.shop import Shop
from mercery.assistant.reply_check import facts_at_hand, look, remark
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.guide.associate.service import Remark


class AssociateNotes:
    """Looks at notes with the assistant's own check."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check_note(self, *, shop: Shop, product_ids: Sequence[str], text: str, lang: Lang) -> tuple[Remark, ...]:
        """What in `text` contradicts a fact."""
        async with self._database.session() as session:
            facts, prices = await facts_at_hand(session, shop, product_ids)
        about = product_ids[0] if len(product_ids) == 1 else None
        found = await asyncio.to_thread(look, facts, prices, shop, text, lang, about)
        remarks = (remark(one, lang) for one in found)
        return tuple(Remark(found=one.found, expected=one.expected, source=one.source) for one in remarks)
