"""The sentences of a show on air, with the database behind them: the shelf is gathered anew when its stamp changes, and every line
is held against it in the moment before it is spoken."""

from __future__ import annotations

import asyncio
import random
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.claims.facts import Fact
from mercery.claims.values import Price
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.livestream import repository
from mercery.livestream.director.doors import Unproved
from mercery.livestream.engine.protocol import Card
from mercery.livestream.line import Line
from mercery.livestream.order.card import card_of
from mercery.livestream.order.gathering import gather
from mercery.livestream.order.leaving import Leave, leaves
from mercery.livestream.order.memory import Memory
from mercery.livestream.order.reacting import Change, changes, reaction
from mercery.livestream.order.rejudging import still_true
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.speaking import Pace, back_line, lines_for, pace_of
from mercery.livestream.order.stamps import NOTHING_OF, stamp
from mercery.livestream.order.typed import typed_lines
from mercery.livestream.said import spans_json, spans_of
from mercery.livestream.service.running_order import replan
from mercery.livestream.show import Item, Show
from mercery.livestream.tables import LiveSaidRow, LiveWatcherRow
from mercery.studio.standing import digest_of, key_of

_REMEMBERED: Final = timedelta(minutes=60)
_NEWS: Final = timedelta(seconds=90)
"""What is older is no news: whoever watches has heard the price since, or not heard of the piece at all."""
MOST_ELSEWHERE: Final = 24
"""Pieces beside the running order whose facts are kept at hand, those that were spoken of last: in weeks on air viewers ask about all
a shop has."""
_MOST_TOLD: Final = 200
_WATCHES: Final = timedelta(seconds=60)


class ShowProgramme:
    """What one show says. Made once for each stretch on air."""

    def __init__(self, database: Database, show: Show) -> None:
        self._database, self._show = database, show
        self._shelf: Shelf | None = None
        self._memory = Memory()
        self._recalled = False
        self._item = ""
        self._round: int | None = None
        self._asked = 0
        self._elsewhere: OrderedDict[str, None] = OrderedDict()
        """Products of answers that are on no running order, the one spoken of last at the end."""
        self._happened: dict[str, list[tuple[datetime, Change]]] = {}
        self._told: dict[str, str] = {}
        """What was known of each product when it was asked last whether it changed."""

    async def items(self) -> tuple[Item, ...]:
        """The running order without what is skipped, and without pieces that are sold out or gone."""
        async with self._database.session() as session:
            items = await repository.items(session, self._show.id)
            shelf = await self._fresh(session, items)
        return tuple(
            item for item in items
            if not item.skipped and (item.kind != "piece" or shelf.available(item.product_id))
        )  # fmt: skip

    async def lines(self, item: Item, round_number: int) -> tuple[Line, ...]:
        """About a minute for the entry, another one each time it is asked."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
            await self._recall(session)
            pace = await self._pace(session)
        await self._next_round(item, round_number)
        again, self._item = item.id == self._item, item.id
        if item.product_id and not again:
            self._memory.begin(item.product_id)
        self._asked += 1
        # A number of its own, so that a round that is asked for twice is not said twice.
        made = await asyncio.to_thread(
            lines_for, item, shelf, round_number + self._asked, self._show.lang,
            again=again, pace=pace, lately=self._memory.lately(item.product_id),
        )  # fmt: skip
        self._memory.add(made)
        return made

    async def changed(self, product_ids: Sequence[str]) -> frozenset[str]:
        """Of which of these something changed since it was asked last."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
        found = set()
        for product_id in product_ids:
            known = _known(shelf, product_id)
            if self._told.pop(product_id, known) != known:
                found.add(product_id)
            # The one asked about last stands at the end.
            self._told[product_id] = known
        while len(self._told) > _MOST_TOLD:
            self._told.pop(next(iter(self._told)))
        return frozenset(found)

    async def reactions(self, product_id: str) -> tuple[Line, ...]:
        """What has to be said of what happened to the piece since it was asked last."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
        happened = [one for at, one in self._happened.pop(product_id, []) if now() - at < _NEWS]
        if not happened:
            return ()
        made = reaction(happened, shelf, self._show.lang, seed=self._asked, lately=self._memory.lately(product_id))
        self._memory.add(made)
        return made

    async def still_true(self, line: Line) -> bool:
        """Whether the line holds now. One small question to the database; the shelf is gathered only when it changed."""
        if not line.grounds and not line.sentence.fact_ids:
            return line.holds_until is None or now() < line.holds_until
        async with self._database.session() as session:
            shelf = await self._fresh(session, of=line)
        return still_true(line, shelf, now())

    async def leaves(self, line: Line) -> tuple[Leave, ...]:
        """Where the line may be left for an answer."""
        async with self._database.session() as session:
            shelf = await self._fresh(session, of=line)
            answers = await _answers_of(session, shelf.shop.id, line)
        return await asyncio.to_thread(leaves, line, shelf, answers)

    async def judged(self, text: str, item: Item | None) -> tuple[Line, ...]:
        """A person's words as lines. Unproved, with the reason, where one of them may not be said."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
        about = item.product_id if item and item.product_id in shelf.by_product else ""
        found = await asyncio.to_thread(typed_lines, text, shelf, self._show.lang, item=item, about=about)
        wrong = next((one for one in found if not one.told.holds), None)
        if wrong is not None or not found:
            raise Unproved(wrong.told.blocked.text(self._show.lang) if wrong else "")
        return tuple(one.line for one in found if one.line is not None)

    async def resumed(self, *, lost: bool) -> Line | None:
        """What the host says when it has the air again. `lost`: the person's stream broke off, and nobody is thanked for it."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
        return back_line(shelf, self._show.lang, random.SystemRandom().randrange(1 << 30), thanked=not lost)

    async def card(self, product_id: str) -> Card | None:
        """The card of the product with the price of the moment."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
        return card_of(shelf, product_id, self._show.lang, Path(settings().home) / "media")

    async def kept(self, line: Line) -> tuple[list[Json], Json]:
        """The line's spans with the evidence in words, and the price it said."""
        async with self._database.session() as session:
            shelf = await self._fresh(session)
        voice = Voice(lang=line.lang, now=now(), timezone=shelf.shop.timezone)
        facts = _facts_of(line, shelf)
        return spans_json(spans_of(line.sentence, facts, voice)), _price_of(facts.values())

    async def _next_round(self, item: Item, round_number: int) -> None:
        """A new round is planned of the goods and offers of this moment when its first entry comes up; that one stays."""
        if self._round is None:
            self._round = round_number
        if item.id == self._item or round_number <= self._round:
            return
        async with self._database.session() as session:
            items = await repository.items(session, self._show.id)
            if items and items[0].id == item.id:
                self._round = round_number
                shop = await accounts.shop(session, self._show.shop_id)
                await replan(session, shop, self._show.id, round_number=round_number, running=item.id)

    async def _fresh(
        self, session: AsyncSession, items: Sequence[Item] | None = None, *, of: Line | None = None
    ) -> Shelf:
        """The shelf of this moment."""
        ids = await self._ids(session, items, of)
        if self._shelf is not None and set(ids) == set(self._shelf.asked):
            at = await stamp(session, self._show.shop_id, ids or NOTHING_OF)
            if not self._shelf.stale(at, now()):
                return self._shelf
        shop = await accounts.shop(session, self._show.shop_id)
        before, self._shelf = self._shelf, await gather(session, shop, ids)
        if before is not None:
            self._note(before, self._shelf)
        return self._shelf

    async def _ids(self, session: AsyncSession, items: Sequence[Item] | None, of: Line | None) -> list[str]:
        if of is not None and of.product_id:
            known = self._shelf.asked if self._shelf else ()
            if of.product_id not in known or of.product_id in self._elsewhere:
                self._elsewhere[of.product_id] = None
                self._elsewhere.move_to_end(of.product_id)
            while len(self._elsewhere) > MOST_ELSEWHERE:
                self._elsewhere.popitem(last=False)
        if items is None and self._shelf is not None:
            return list(dict.fromkeys([*self._shelf.asked, *self._elsewhere]))
        found = await repository.items(session, self._show.id) if items is None else items
        return list(dict.fromkeys([*(one.product_id for one in found if one.product_id), *sorted(self._elsewhere)]))

    def _note(self, before: Shelf, after: Shelf) -> None:
        self._happened = {
            key: fresh for key, all_of in self._happened.items()
            if (fresh := [one for one in all_of if after.now - one[0] < _NEWS])
        }  # fmt: skip
        for product in before.products:
            if product.id not in after.asked:
                continue
            found = changes(before, after, product.id)
            if found:
                self._happened.setdefault(product.id, []).extend((after.now, one) for one in found)

    async def _pace(self, session: AsyncSession) -> Pace:
        watching = await session.scalar(
            select(func.count())
            .select_from(LiveWatcherRow)
            .where(LiveWatcherRow.show_id == self._show.id, LiveWatcherRow.seen_at > now() - _WATCHES)
        )
        outside = any(one.enabled for one in await repository.destinations(session, self._show.id))
        pace = pace_of(watching or 0)
        # How many watch on another platform is not known here.
        return "usual" if outside and pace == "quiet" else pace

    async def _recall(self, session: AsyncSession) -> None:
        """What was said before this process began."""
        if self._recalled:
            return
        self._recalled = True
        rows = await session.execute(
            select(LiveSaidRow.product_id, LiveSaidRow.text).where(
                LiveSaidRow.show_id == self._show.id, LiveSaidRow.began_at > now() - _REMEMBERED
            )
        )
        for product_id, text in rows:
            self._memory.recall(product_id, [text])


async def _answers_of(session: AsyncSession, shop_id: str, line: Line) -> list[Fact]:
    """The approved answers a line stands on, at the versions it names."""
    keys = [key_of(one)[1] for one in line.sentence.fact_ids if key_of(one)[0] == "answer"]
    if not keys:
        return []
    # Loaded with what answers need, after the first picture.
    from mercery.knowledge import service as knowledge
    from mercery.knowledge.facts import answer_fact

    found = [answer_fact(await knowledge.answer(session, shop_id, key)) for key in keys]
    return [fact for fact in found if fact.id in line.sentence.fact_ids]


def _known(shelf: Shelf, product_id: str) -> str:
    facts = (fact for fact in shelf.by_key.values() if product_id in (fact.subject.id, fact.subject.parent_id))
    return ".".join(sorted(digest_of(fact) for fact in facts)) + "".join(
        sorted(fact.subject.id for fact in shelf.promotions(product_id))
    )


def _facts_of(line: Line, shelf: Shelf) -> dict[str, Fact]:
    """By the ids the line names: a fact that says the same under a newer version bears it."""
    found = {}
    for fact_id in line.sentence.fact_ids:
        fact = shelf.by_id.get(fact_id) or shelf.by_key.get(key_of(fact_id))
        if fact is not None:
            found[fact_id] = fact
    return found


def _price_of(facts: Iterable[Fact]) -> Json:
    """The price that was said, the lowest where there are several; empty where none was."""
    priced = [(fact.value, fact) for fact in facts if isinstance(fact.value, Price)]
    if not priced:
        return {}
    price, fact = min(priced, key=lambda one: one[0].amount.minor)
    return {
        "product": fact.subject.parent_id or fact.subject.id, "variant": fact.subject.id, "amount": price.amount.minor,
        "currency": price.amount.currency, "until": fact.valid_to.isoformat() if fact.valid_to else None,
    }  # fmt: skip
