"""Holds the words an associate adds to a shared offer against the facts: of its pieces, their prices, the policies in
force, and what the advertising law forbids. Fills `guide.associate.service.NoteCheck`.

A client reads the note long after it was written, and nobody looks at it again. So what contradicts a fact stops the
offer, and what no fact bears out goes out only when the person answers for it by name."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Final

from mercery.accounts.shop import Shop
from mercery.assistant.contradicting import Contradiction
from mercery.assistant.reply_check import facts_at_hand, gates_of, look, remark
from mercery.claims.facts import Fact
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.guide.associate.service import NoteFindings, Remark

_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


class AssociateNotes:
    """Looks at notes with the assistant's own check and gate."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check_note(self, *, shop: Shop, product_ids: Sequence[str], text: str, lang: Lang) -> NoteFindings:
        """What in `text` contradicts a fact, and which of its sentences no fact bears out."""
        async with self._database.session() as session:
            facts, prices = await facts_at_hand(session, shop, product_ids)
        return await asyncio.to_thread(_findings, facts, prices, shop, text, lang, tuple(dict.fromkeys(product_ids)))


def _findings(
    facts: Sequence[Fact],
    prices: Sequence[Sequence[Fact]],
    shop: Shop,
    text: str,
    lang: Lang,
    about: Sequence[str],
) -> NoteFindings:
    """A sentence without a name may be about any of the pieces: it contradicts when it is wrong of every one."""
    contradictions: list[Contradiction] = []
    unproved = []
    gates = gates_of(facts, prices, shop)
    for sentence in (one.strip() for one in _SENTENCES.split(text)):
        if not sentence:
            continue
        found = [look(facts, prices, shop, sentence, lang, one) for one in about]
        if all(found):
            contradictions += sorted(found, key=len)[0]
        elif not any(gate.check(sentence, lang, about=one).passed for gate in gates for one in (None, *about)):
            unproved.append(sentence)
    remarks = (remark(one, lang) for one in contradictions)
    return NoteFindings(
        contradictions=tuple(Remark(found=one.found, expected=one.expected, source=one.source) for one in remarks),
        unproved=tuple(unproved),
    )
