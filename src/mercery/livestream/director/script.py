"""The sentences of a show out of the shop's facts: one shelf of everything it may speak of, never older than a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

from mercery.accounts.shop import Shop
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price
from mercery.claims.wording import Voice
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream import repository
from mercery.livestream.director.air import Air
from mercery.livestream.director.card import card_of
from mercery.livestream.director.doors import Reaction, Unproved
from mercery.livestream.engine.protocol import Card
from mercery.livestream.line import Line
from mercery.livestream.order.gathering import gather
from mercery.livestream.order.memory import Memory
from mercery.livestream.order.reacting import changes, reaction
from mercery.livestream.order.rejudging import grounded, still_true
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.speaking import NO_ITEM, back_line, lines_for, pace_of
from mercery.livestream.order.stamps import stamp
from mercery.livestream.pronunciations import SayingNames, said_words
from mercery.livestream.said import spans_json, spans_of
from mercery.livestream.show import Item, Show
from mercery.studio.editing import told as read_words

FRESH_S: Final = 0.8
"""So old the answer to whether anything has changed may be when a line is judged."""


class Script:
    """`doors.Programme` of a real shop."""

    def __init__(
        self, database: Database, shop: Shop, show: Show, air: Air | None = None, *, names: SayingNames | None = None
    ) -> None:
        self._names = names
        self._database, self._shop, self._show = database, shop, show
        self._shelf: Shelf | None = None
        self._before: Shelf | None = None
        self._asked = 0.0
        self._product_ids: tuple[str, ...] = ()
        self._memory = Memory()
        self._begun = ""
        self._looking = asyncio.Lock()
        self.air = air

    async def items(self) -> tuple[Item, ...]:
        """The running order without what is skipped. How names are said is looked up with it."""
        async with self._database.session() as session:
            if self._names is not None:
                self._names.said = await said_words(session, self._shop.id)
            found = await repository.items(session, self._show.id)
        kept = tuple(item for item in found if not item.skipped)
        ids = tuple(dict.fromkeys(item.product_id for item in kept if item.product_id))
        if ids != self._product_ids:
            self._product_ids, self._asked, self._shelf = ids, 0.0, None
        return kept

    async def lines(self, item: Item, round_number: int) -> tuple[Line, ...]:
        """What is said for the entry. Made in a thread: it takes tens of milliseconds, and the engine must not wait."""
        shelf = await self.shelf()
        again = self._begun == item.id
        if not again:
            self._begun = item.id
            self._memory.begin(item.product_id)
        made = await asyncio.to_thread(self._made, item, shelf, round_number, again=again)
        self._memory.add(made)
        return made

    def _made(self, item: Item, shelf: Shelf, number: int, *, again: bool) -> tuple[Line, ...]:
        watching = self.air.watching if self.air is not None else None
        lately = self._memory.lately(item.product_id)
        return lines_for(item, shelf, number, self._show.lang, again=again, pace=pace_of(watching), lately=lately)

    async def changed(self, product_ids: Sequence[str]) -> frozenset[str]:
        """Of which of these something changed. What is of no running order is not watched: answers hold for seconds."""
        before = self._shelf
        self._asked = 0.0
        after = await self.shelf()
        if before is None or before is after:
            return frozenset()
        self._before = before
        return frozenset(one for one in product_ids if _told(before, one) != _told(after, one))

    async def reaction(self, product_id: str, item: Item | None) -> Reaction:
        """What the change asks to be said."""
        before, shelf = self._before, await self.shelf()
        if before is None:
            return Reaction()
        found = changes(before, shelf, product_id)
        lately = self._memory.lately(product_id)
        seed = time.monotonic_ns()
        lines = reaction(found, shelf, self._show.lang, item=item or NO_ITEM, seed=seed, lately=lately)
        self._memory.add(lines)
        return Reaction(lines=lines, goes_on=any(one.ends_item for one in found))

    async def still_true(self, line: Line) -> bool:
        """Whether the line holds on the facts of this moment."""
        shelf = await self.shelf()
        if line.kind == "answer" and line.product_id and line.product_id not in shelf.by_product:
            async with self._database.session() as session:
                shelf = await gather(session, self._shop, [line.product_id])
        return still_true(line, shelf, now())

    async def judged(self, text: str, item: Item | None) -> tuple[Line, ...]:
        """A person's words as lines. Unproved."""
        shelf = await self.shelf()
        about = item.product_id if item is not None and item.product_id in shelf.by_product else ""
        materials = shelf.piece(about or next(iter(shelf.by_product), ""))
        if materials is None:
            raise Unproved("there is no product to speak of")
        found = await asyncio.to_thread(read_words, text, materials, about, "person")
        for one in found:
            if not one.holds:
                reason = one.blocked.text(self._show.lang)
                raise Unproved(f"{one.sentence.text}: {reason}")
        return tuple(self._line(one.sentence, shelf, about) for one in found)

    def _line(self, sentence: Sentence, shelf: Shelf, about: str) -> Line:
        # Said once, at once: nobody knows on which fact a person's words lean, so they lean on all of them.
        line = Line(
            id=new_id("lln"), sentence=sentence, lang=self._show.lang, kind="notice", product_id=about, mood="warm"
        )
        return grounded(line, shelf, everything=True)

    async def resumed(self, *, lost: bool) -> Line | None:
        """What the host says when it has the air again."""
        return back_line(await self.shelf(), self._show.lang, time.monotonic_ns())

    async def card(self, product_id: str) -> Card | None:
        """The card of the product with the price of the moment."""
        return card_of(await self.shelf(), product_id, self._show.lang)

    async def kept(self, line: Line) -> tuple[list[Any], Json]:
        """The line's spans with the evidence in words, and the price it said."""
        shelf = await self.shelf()
        facts = {one: shelf.by_id[one] for one in line.sentence.fact_ids if one in shelf.by_id}
        # A fact may say the same under a newer version by now: then that one is the evidence.
        spans = spans_of(line.sentence, facts, self._voice(line.lang))
        return spans_json(spans), _price(facts.values())

    async def shelf(self) -> Shelf:
        """Everything the show may speak of, as it was less than a second ago at most."""
        async with self._looking:
            if self._shelf is not None and time.monotonic() - self._asked < FRESH_S and not self._turned(self._shelf):
                return self._shelf
            asked = time.monotonic()
            async with self._database.session() as session:
                current = await stamp(session, self._shop.id, self._product_ids) if self._product_ids else ""
                if self._shelf is None or self._shelf.stale(current, now()):
                    self._shelf = await gather(session, self._shop, self._product_ids)
            self._asked = asked
            return self._shelf

    def _turned(self, shelf: Shelf) -> bool:
        return shelf.turns_at is not None and now() >= shelf.turns_at

    def _voice(self, lang: Lang) -> Voice:
        return Voice(lang=lang, now=now(), timezone=self._shop.timezone)


def _told(shelf: Shelf, product_id: str) -> list[tuple[str, ...]]:
    return sorted(
        (*key, repr(fact.value), str(fact.valid_to))
        for key, fact in shelf.by_key.items()
        if product_id in (fact.subject.id, fact.subject.parent_id)
    )


def _price(facts: Any) -> Json:
    """What `live_said.price` keeps: product, variant, amount, currency, until when; the first price a line says."""
    for fact in facts:
        found: Fact = fact
        if isinstance(found.value, Price):
            amount = found.value.amount
            return {
                "product_id": found.subject.parent_id or found.subject.id,
                "variant_id": found.subject.id if found.subject.kind == "variant" else "",
                "amount": amount.minor,
                "currency": amount.currency,
                "until": plain(found.valid_to) if found.valid_to else None,
                "fact_id": found.id,
            }
    return {}
