"""The guide's offers as cards, each in the variant that fits, and pieces side by side as a table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from mercery.assistant.goods import Goods
from mercery.assistant.turns import Outcome
from mercery.claims.facts import Fact
from mercery.claims.frames.guiding import because_line, cells
from mercery.claims.plan import Propose, Proposed, Table
from mercery.claims.sentence import Line, Sentence
from mercery.claims.values import Price, Stock
from mercery.claims.wording import Voice, until_text
from mercery.conversations.conversation import Button, Card, SentenceOut
from mercery.conversations.conversation import Table as TableOut
from mercery.conversations.conversation import TableRow as TableRowOut

Cut = Callable[[Sentence], SentenceOut]
"""Makes of a sentence what a message keeps of it."""


def offered_cards(outcome: Outcome, shelf: Mapping[str, Goods], cut: Cut, voice: Voice) -> tuple[Card, ...]:
    """One card for each piece of which something may be said: an offer whose line was held back is not shown."""
    said = {one.place for one in outcome.sentences if one.place}
    guided = outcome.decision.guided
    found = []
    for act in outcome.decision.acts:
        for one in act.offers if isinstance(act, Propose) else ():
            goods = shelf.get(one.about.product_id)
            if goods is None or goods.id not in said:
                continue
            buttons = tuple(
                Button(label=reply.label.text(voice.lang), value=reply.words.text(voice.lang))
                for reply in (guided.on_cards.get(goods.id, ()) if guided else ())
            )
            reason = cut(because_line(one, outcome.decision.facts, voice).done())
            made = _card(one, goods, outcome.decision.facts, voice, reason=reason, buttons=buttons)
            priced = cut(Line().fact(outcome.decision.facts[one.price_id], made.price_text).done())
            found.append(replace(made, price_key=priced.spans[0].key if priced.spans else ""))
    return tuple(found)


def _card(
    one: Proposed,
    goods: Goods,
    facts: Mapping[str, Fact],
    voice: Voice,
    *,
    reason: SentenceOut | None = None,
    buttons: tuple[Button, ...] = (),
) -> Card:
    product = goods.product
    variant = product.variant(one.variant_id)
    own = {fact.attribute: fact for fact in goods.facts if fact.subject.id == one.variant_id}
    price = facts.get(one.price_id) or own.get("price")
    stock = facts.get(one.stock_id or "") or own.get("stock")
    there = stock is not None and isinstance(stock.value, Stock) and stock.value.available
    value = price.value if price is not None and isinstance(price.value, Price) else None
    return Card(
        product_id=product.id,
        title=product.title.text(voice.lang),
        url=f"/{voice.lang}/p/{product.handle}" + (f"?variant={quote(variant.sku)}" if variant and variant.sku else ""),
        image=_image(goods, variant.sku if variant else ""),
        price_text=value.amount.text(voice.lang) if value else "",
        was_text=value.was.text(voice.lang) if value and value.was else "",
        until_text=until_text(price.valid_to, voice) if price is not None and price.valid_to else "",
        stock_text=voice.pick("In stock", "有现货") if there else voice.pick("Sold out at the moment", "暂时售罄"),
        sku=variant.sku if variant and there else "",
        options_text=one.about.label(one.variant_id).text(voice.lang),
        reason=reason,
        buttons=buttons,
    )


def _image(goods: Goods, sku: str) -> str:
    """The picture of the variant, else the first of the piece."""
    shown = [media for media in goods.product.media if media.kind == "image" and media.url]
    own = [media for media in shown if sku and sku in media.variant_skus]
    return next((media.url for media in (*own, *shown)), "")


def table_of(outcome: Outcome, shelf: Mapping[str, Goods], cut: Cut, voice: Voice) -> TableOut | None:
    """The table, of the rows whose line passed the check."""
    act = next((one for one in outcome.decision.acts if isinstance(one, Table)), None)
    if act is None or any(one.about.product_id not in shelf for one in act.columns):
        return None
    passed = {one.place for one in outcome.sentences}
    rows = tuple(
        TableRowOut(label=row.label.text(voice.lang), cells=tuple(cut(cell) for cell in line))
        for place, (row, line) in enumerate(zip(act.rows, cells(act, outcome.decision.facts, voice), strict=True))
        if f"row/{place}" in passed
    )
    columns = tuple(_card(one, shelf[one.about.product_id], outcome.decision.facts, voice) for one in act.columns)
    return TableOut(columns=columns, rows=rows) if rows else None
