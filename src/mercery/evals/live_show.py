"""A show on air in a scratch database, and comments played through it as the director would: taken in, taken up, answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import count

from pydantic_core import to_jsonable_python

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream.comments import service as comments
from mercery.livestream.comments.answering import answer
from mercery.livestream.comments.comment import Comment, Incoming
from mercery.livestream.show import Show

_NUMBERS = count(1)


@dataclass(slots=True, kw_only=True)
class Heard:
    """What came of comments."""

    spoken: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Answers below comments with their evidence and cards, and the names shown beside them."""
    outcomes: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    ms: list[int] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        """Everything that could be heard or read."""
        return [*self.spoken, *self.written]


async def played(
    database: Database, shop: Shop, show: Show, texts: Sequence[str], lang: Lang, *, name: str = "", author: str = ""
) -> Heard:
    """The comments of one viewer, one after the other, each answered as far as it may be."""
    heard = Heard()
    viewer = author or new_id("vis")
    for text in texts:
        async with database.session() as session:
            one = Incoming(text=text, name=name, author=viewer, source_id=f"e{next(_NUMBERS)}", lang=lang)
            taken = await comments.take_in(session, shop, show, one)
        heard.written.append(taken.called(taken.lang))
        while True:
            async with database.session() as session:
                nexts = await comments.next_to_answer(session, show.id)
            if nexts is None:
                break
            await _answered(database, shop, show, nexts, heard)
        async with database.session() as session:
            kept = await comments.comment(session, shop.id, taken.id)
        heard.comments.append(kept)
        heard.outcomes.append(outcome_of(kept))
    return heard


async def _answered(database: Database, shop: Shop, show: Show, comment: Comment, heard: Heard) -> None:
    found = await answer(database, shop, show, comment)
    heard.ms.append(found.ms)
    heard.spoken += [line.text for line in found.lines]
    if found.written is not None:
        heard.written.append(found.written.text)
        heard.written.append(json.dumps(to_jsonable_python(asdict(found.written.body)), ensure_ascii=False))
    async with database.session() as session:
        for line in found.lines[:1]:
            await comments.speaking(session, line.comment_id, now())
            await comments.said(session, line.comment_id, now())


def outcome_of(comment: Comment) -> str:
    """`hidden`, `left`, `private`, `passed` or `told`."""
    if comment.answer is not None and comment.answer.private:
        return "private"
    return "told" if comment.state in ("answered", "written", "speaking", "answering") else comment.state
