"""A show, a script and a queue of comments simple enough to be seen through."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession
from tests.hearing import hearing
from tests.livestream.director.quiet_engine import QuietEngine, QuietEngines

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.ai.speech.speech import Phone, Speech, SpeechFailed, SpokenWord
from mercery.claims.sentence import Sentence
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Lang, Words
from mercery.livestream import repository
from mercery.livestream.comments.comment import Answered, Comment
from mercery.livestream.director import lease
from mercery.livestream.director.direction import Direction, Outcome
from mercery.livestream.director.doors import Unproved
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.engine.protocol import Card
from mercery.livestream.line import Line, LineKind
from mercery.livestream.order.leaving import Leave
from mercery.livestream.service import shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Item, Show

ME = "this:1"
_numbers = itertools.count(1)


def line(text: str, *, kind: LineKind = "piece", product_id: str = "prd_bag", **rest: Any) -> Line:
    """A sentence as a line of its own."""
    return Line(
        id=f"lin_{next(_numbers)}", sentence=Sentence(text=text), lang="en", kind=kind, product_id=product_id, **rest
    )


class Script:
    """Two pieces of which there is always something new to say; what is in `false` does not hold any more."""

    def __init__(self) -> None:
        self.order = (
            Item(id="itm_bag", place=0, kind="piece", product_id="prd_bag", minutes=0.5),
            Item(id="itm_tote", place=1, kind="piece", product_id="prd_tote", minutes=0.5),
        )
        self.false: set[str] = set()
        self.moved: set[str] = set()
        self.away = False
        self.judged_at: dict[str, float] = {}
        self._count = itertools.count(1)

    async def items(self) -> tuple[Item, ...]:
        return self.order

    async def lines(self, item: Item, round_number: int) -> tuple[Line, ...]:
        self._there()
        return tuple(
            line(f"Sentence {next(self._count)} about {item.product_id}.", product_id=item.product_id, item_id=item.id)
            for _ in range(3)
        )

    async def changed(self, product_ids: Sequence[str]) -> frozenset[str]:
        self._there()
        found, self.moved = frozenset(self.moved & set(product_ids)), set()
        return found

    async def reactions(self, product_id: str) -> tuple[Line, ...]:
        return (line("It is sold out now.", kind="reaction", product_id=product_id),)

    async def still_true(self, line: Line) -> bool:
        self._there()
        self.judged_at[line.id] = asyncio.get_running_loop().time()
        return line.text not in self.false

    async def leaves(self, line: Line) -> tuple[Leave, ...]:
        return tuple(Leave(at=found.end()) for found in re.finditer(", ", line.text))

    async def judged(self, text: str, item: Item | None) -> tuple[Line, ...]:
        if "best" in text:
            raise Unproved("“best” cannot be proved")
        return (line(text, kind="notice"),)

    async def resumed(self, *, lost: bool) -> Line | None:
        return line("I go on where we were.", kind="notice")

    async def card(self, product_id: str) -> Card | None:
        return None

    async def kept(self, line: Line) -> tuple[list[Any], dict[str, Any]]:
        return [], {}

    def _there(self) -> None:
        if self.away:
            raise ConnectionError("the database is away")


class Tones:
    """A voice that hums for as long as a sentence takes to be said, at once."""

    name = "tones"

    def __init__(self) -> None:
        self.fails = 0

    def synthesize(self, text: str, lang: Lang) -> Speech:
        if self.fails:
            self.fails -= 1
            raise SpeechFailed("hoarse", failure="late")
        pcm = np.full(round(48_000 * len(text) * 0.06), 900, np.int16)
        return Speech(
            pcm=pcm, rate=48_000, phones=(Phone("a", 0, 100),), words=self._words(text) if ", " in text else ()
        )

    def _words(self, text: str) -> tuple[SpokenWord, ...]:
        places = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
        return tuple(SpokenWord(text[a:b], 60 * a, 60 * b, a, b) for a, b in places)

    def close(self) -> None:
        return None


class Comments:
    """Comments put in by hand; their answers are two sentences."""

    def __init__(self) -> None:
        self.waiting: list[Comment] = []
        self.states: dict[str, str] = {}
        self.long: dict[str, str] = {}
        """Answers of one sentence, by comment."""
        self.ready = asyncio.Event()
        """Whether what answers need is there: until then a comment is waited for."""
        self.ready.set()
        self.thought_out = asyncio.Event()
        """Whether answers are worked out at once: until then they take for ever."""
        self.thought_out.set()
        self.waited_for = 0

    async def next(self, wanted: str = "") -> Comment | None:
        self.waited_for += not self.ready.is_set()
        await self.ready.wait()
        return self.waiting.pop(0) if self.waiting else None

    async def answer(self, comment: Comment) -> Answered:
        await self.thought_out.wait()
        if (text := self.long.get(comment.id)) is not None:
            made = (line(text, kind="answer", comment_id=comment.id),)
            pointer = line(f"{comment.id}, the answer stands under your comment.", kind="answer", comment_id=comment.id)
            return Answered(comment=comment, outcome="spoken", lines=made, pointer=pointer)
        lines = (
            line(f"To {comment.id}: yes.", kind="answer", comment_id=comment.id),
            line(f"To {comment.id}: and more.", kind="answer", comment_id=comment.id),
        )
        return Answered(comment=comment, outcome="spoken", lines=lines)

    async def speaking(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        self.states[comment_id] = "speaking"

    async def said(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        self.states[comment_id] = "answered"

    async def unspoken(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        self.states[comment_id] = "written"


def comment(show: Show, number: int) -> Comment:
    """A question."""
    return Comment(
        id=f"lcm_{number}", shop_id=show.shop_id, show_id=show.id, source="page", source_id=str(number), visitor_id="",
        name="", text="Is it lined?", lang="en", state="answering", reason="", rank=1.0, same_as="", answer=None, turn_id="",
        product_id="", at=datetime.now().astimezone(), answered_at=None, spoken_at=None,
    )  # fmt: skip


@dataclass
class OnAir:
    """A show that is being directed, and everything around it."""

    database: Database
    shop: Shop
    show: Show
    direction: Direction
    script: Script
    comments: Comments
    voice: Tones
    engines: QuietEngines
    task: asyncio.Task[Outcome]
    others: list[asyncio.Task[Any]] = field(default_factory=list)

    @property
    def engine(self) -> QuietEngine:
        return self.engines.engine_now

    @property
    def said(self) -> list[str]:
        """What was heard of all engines, in order."""
        return [one.caption for engine in self.engines.engines for one in engine.said]

    async def until(self, holds: Any, seconds: float = 5.0) -> None:
        """Wait until it does."""
        for _ in range(round(seconds / 0.01)):
            if holds():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"still not so after {seconds} s; said: {self.said[-6:]}")


async def show_on_air(database: Database, **rest: Any) -> tuple[Shop, Show]:
    """A shop with a show that was just put on air."""
    async with database.session() as session:
        shop = await accounts.create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
        made = await shows.create(session, shop.id, SYSTEM, ShowDraft(title=Words("Evening"), record=False, **rest))
        return shop, await shows.go_on_air(session, shop.id, SYSTEM, made.id)


@asynccontextmanager
async def directed(
    database: Database, shop: Shop, show: Show, *, engines: QuietEngines | None = None, script: Script | None = None
) -> AsyncIterator[OnAir]:
    """Direct the show while the block runs."""
    async with database.session() as session:
        assert await lease.take(session, shop.id, show.id, ME)
        show = await repository.show(session, shop.id, show.id)
    listener = await hearing(Listener(database.url))
    script, comments, voice = script or Script(), Comments(), Tones()
    engines = engines or QuietEngines()
    direction = Direction(
        show,
        shop,
        database,
        listener,
        ME,
        programme=script,
        commentary=comments,
        engines=engines,
        voicing=Voicing(voice),
    )
    task = asyncio.create_task(direction.run())
    on_air = OnAir(database, shop, show, direction, script, comments, voice, engines, task)
    try:
        yield on_air
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await listener.stop()
