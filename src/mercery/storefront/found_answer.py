"""What stands above the results where a search asks something: the assistant's answer with its evidence, or a way on.

The results are worked out first. An answer that is there within a moment is part of the page; a slower one is loaded
after it, and without a script a link waits for it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError

from mercery.assistant.at_search.asking import asks
from mercery.assistant.at_search.service import SearchAnswer, answer_to_search
from mercery.assistant.at_search.showing import Kind
from mercery.catalog import service as catalog
from mercery.conversations.thread_view import pieces
from mercery.core.errors import MerceryError, TooMany
from mercery.core.logging import get_logger
from mercery.promotions.service import offers_of
from mercery.storefront.visit import Visit
from mercery.storefront.wares import Tile, tiles
from mercery.web.database import database_of
from mercery.web.rate_limit import Limit, client_address, limiter_of

MOMENT: Final = 0.25
"""Seconds for which a page of results waits for its answer."""
MOST_PIECES: Final = 3
PER_VISITOR: Final = Limit(name="search_answer", burst=30, seconds=60, shared=False)
PER_ADDRESS: Final = Limit(name="search_answer_address", burst=120, seconds=60, shared=False)
log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A search as far as an answer is concerned."""

    query: str
    question: bool = True
    """Whether it asks something, by its form or by its topic alone: `returns` does, and is answered in approved words."""
    looking: bool = False
    """Whether it asks for pieces: `do you have it in green`."""
    nothing_found: bool = False
    service: bool = False
    """Whether it asks what the shop does for its customers: then it is said where no answer is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """An answer as a page shows it."""

    kind: Kind
    answer: SearchAnswer
    name: str
    """The assistant's."""
    tiles: tuple[Tile, ...]
    """The pieces it speaks of, as they can be had now."""
    choices: tuple[tuple[str, str], ...] = ()
    """Questions it may be, each with its address."""

    pieces = staticmethod(pieces)

    def words(self, key: str) -> tuple[str, ...]:
        """What the answer says on the evidence with this key."""
        body = self.answer.body
        said = [piece.text for one in body.sentences for piece in pieces(one, body.evidence) if piece.key == key]
        return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlace:
    """The place above the results: an answer, or the address from which it comes."""

    shown: AnswerShown | None = None
    later: str = ""
    wait: str = ""
    """The page that waits for it, for readers without a script."""
    unanswered: bool = False
    """A question about the shop's service that has no recorded answer."""


NO_PLACE: Final = AnswerPlace()


@dataclass(frozen=True, slots=True)
class LaterAnswer:
    """What comes after the page: the words that were searched for, and the place's content."""

    words: str
    place: AnswerPlace


async def answer_place(visit: Visit, posed: Posed, *, wait: bool = False) -> AnswerPlace:
    """The place above the results; empty where there is nothing to answer, or nobody to read it.

    The request's reading is over when this begins: the answer has transactions of its own.
    """
    none = AnswerPlace(unanswered=posed.service)
    if not posed.question or not await _may_answer(visit):
        return none
    await visit.session.commit()
    working = _answer(visit, posed)
    try:
        found = await (working if wait else asyncio.wait_for(working, MOMENT))
    except (MerceryError, SQLAlchemyError) as error:
        # The results stand without it.
        log.warning("search_not_answered", shop=visit.shop.id, error=str(error))
        return none
    except TimeoutError:
        more = {name: "1" for name, on in (("nothing", posed.nothing_found), ("looking", posed.looking)) if on}
        return AnswerPlace(
            later=visit.url(f"/search/answer?{urlencode({'q': posed.query, **more})}"),
            wait=visit.url(f"/search?{urlencode({'q': posed.query, 'answer': 'wait'})}"),
        )
    return AnswerPlace(shown=await _shown(visit, found)) if found else none


async def later_answer(visit: Visit, posed: Posed) -> AnswerPlace:
    """The answer a page of results did not wait for."""
    return await answer_place(visit, posed, wait=True)


async def _answer(visit: Visit, posed: Posed) -> SearchAnswer | None:
    return await answer_to_search(
        database_of(visit.request),
        visit.shop,
        posed.query,
        visit.lang,
        visitor_id=visit.visitor_id,
        currency=visit.currency,
        asks=asks(posed.query),
        nothing_found=posed.nothing_found or not asks(posed.query),
        looking=posed.looking,
    )


async def _shown(visit: Visit, found: SearchAnswer) -> AnswerShown:
    async with database_of(visit.request).session() as session:
        spoken_of = await catalog.products(session, visit.shop.id, found.product_ids[:MOST_PIECES])
    sold = [one for one in spoken_of if one.status == "active"]
    offered = offers_of(visit.shop, sold, currency=visit.currency)
    return AnswerShown(
        kind=found.kind,
        answer=found,
        name=visit.assistant().name,
        tiles=tiles(sold, offered, visit.shop, visit.lang, currency=visit.currency),
        choices=tuple(
            (button.label, visit.url(f"/search?{urlencode({'q': button.value or button.label})}"))
            for button in found.body.buttons
            if button.kind == "reply"
        ),
    )


async def _may_answer(visit: Visit) -> bool:
    """Not for machines, not for the assistant's hold-out, and not for who asks without end."""
    if visit.by_machine or not visit.assistant().shown:
        return False
    limiter = limiter_of(visit.request)
    try:
        await limiter.take(PER_VISITOR, visit.shop.id, visit.visitor_id)
        await limiter.take(PER_ADDRESS, visit.shop.id, client_address(visit.request))
    except TooMany:
        return False
    return True
