"""The script editor: what the host would say for an entry in its next round, and what becomes of sentences a person types."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.errors import NotFound, wrong_field
from mercery.core.i18n import Lang, Words
from mercery.livestream import repository
from mercery.livestream.line import LineKind
from mercery.livestream.order.gathering import gather
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.speaking import Pace, lines_for
from mercery.livestream.order.typed import Typed, typed_lines
from mercery.livestream.said import SaidSpan, spans_of
from mercery.livestream.show import NO_WORDS, Item
from mercery.studio.piece import Told, Writer

LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """A sentence as the editor shows it."""

    text: str
    kind: LineKind
    writer: Writer
    spans: tuple[SaidSpan, ...]
    blocked: Words = NO_WORDS
    """Why it may not be said; empty: it may."""
    source: str = ""
    """Of a law it would break."""
    instead: tuple[str, ...] = ()
    """What code says of the same facts."""

    @property
    def holds(self) -> bool:
        """Whether it may be said."""
        return not (self.blocked.en or self.blocked.zh)


async def preview(
    session: AsyncSession, shop: Shop, show_id: str, item_id: str, *, number: int = 0, pace: Pace = "usual"
) -> tuple[ScriptLine, ...]:
    """What the host would say for the entry now; of a person's own sentences those that do not hold any more stand in it too, with
    the reason. Another `number`, other words."""
    show = await repository.show(session, shop.id, show_id)
    items = await repository.items(session, show_id)
    item = next((one for one in items if one.id == item_id), None)
    if item is None:
        raise NotFound("The running order has no such entry.")
    others = [one.product_id for one in items if one.product_id and one.id != item_id]
    shelf = await gather(session, shop, [item.product_id, *others] if item.product_id else others)
    return await asyncio.to_thread(_lines, item, shelf, show.lang, number, pace)


def _lines(item: Item, shelf: Shelf, lang: Lang, number: int, pace: Pace) -> tuple[ScriptLine, ...]:
    own = {one.told.sentence.text: one for text in item.own for one in _typed(text, shelf, lang, item)}
    found = [
        _shown(line.sentence, line.kind, "person" if line.text in own else "code", shelf, lang)
        for line in lines_for(item, shelf, number, lang, pace=pace)
    ]
    said = {line.text for line in found}
    return (
        *found,
        *(line for text, one in own.items() if text not in said for line in [_typed_line(one.told, shelf, lang)]),
    )


def _typed(text: str, shelf: Shelf, lang: Lang, item: Item) -> Sequence[Typed]:
    return typed_lines(text, shelf, lang, item=item, about=item.product_id)


async def judged(
    session: AsyncSession, shop: Shop, show_id: str, text: str, *, product_id: str = ""
) -> tuple[ScriptLine, ...]:
    """What a person typed, sentence by sentence: whether it may be said of the piece (or of the shop), on which facts, else why not and
    what may be said instead. Nothing is kept."""
    if len(text) > LONGEST_TEXT:
        message = f"More than {LONGEST_TEXT} signs are not judged at once."
        raise wrong_field(
            "text", message, remedy="Take it in parts.", zh=f"一次最多核对 {LONGEST_TEXT} 字，请分次核对。"
        )
    show = await repository.show(session, shop.id, show_id)
    shelf = await gather(session, shop, [product_id] if product_id else [])
    found = await asyncio.to_thread(typed_lines, text, shelf, show.lang, about=product_id)
    return tuple(_typed_line(one.told, shelf, show.lang) for one in found)


def _typed_line(told: Told, shelf: Shelf, lang: Lang) -> ScriptLine:
    shown = _shown(told.sentence, "piece", "person", shelf, lang)
    return ScriptLine(
        text=shown.text, kind="piece", writer="person", spans=shown.spans, blocked=told.blocked, source=told.source,
        instead=tuple(one.text for one in told.instead),
    )  # fmt: skip


def _shown(sentence: Sentence, kind: LineKind, writer: Writer, shelf: Shelf, lang: Lang) -> ScriptLine:
    voice = Voice(lang=lang, now=now(), timezone=shelf.shop.timezone)
    return ScriptLine(text=sentence.text, kind=kind, writer=writer, spans=spans_of(sentence, shelf.by_id, voice))
