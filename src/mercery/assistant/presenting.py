"""A finished turn in the words of conversations: sentences with keys, evidence, buttons, product cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mercery.assistant.goods import Goods
from mercery.assistant.guiding.showing import offered_cards, table_of
from mercery.assistant.turns import Choice, Outcome
from mercery.claims.deals import Amount, Promotion
from mercery.claims.facts import Fact
from mercery.claims.frames.render import quoted
from mercery.claims.plan import Propose
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price, Statement, Stock, Text
from mercery.claims.wording import Voice, until_text
from mercery.conversations.conversation import Button, Card, EvidenceOut, MessageBody, SentenceOut, Span

_HEAVENLY: Final = "甲乙丙丁戊己庚辛壬癸"
_DETAIL: Final = 400


def body(outcome: Outcome, voice: Voice, shelf: Mapping[str, Goods], *, took_ms: int) -> MessageBody:
    """The parts of the assistant's message."""
    keys = _keys(outcome.sentences, outcome.decision.facts, voice)
    guided = outcome.decision.guided
    return MessageBody(
        sentences=tuple(_sentence(one, keys) for one in outcome.sentences if in_text(one)),
        evidence=tuple(
            _evidence(key, outcome.decision.facts[fact_id], fact_id, outcome.sentences, voice)
            for fact_id, key in keys.items()
        ),
        buttons=tuple(_button(choice, voice) for choice in outcome.decision.choices),
        cards=_cards(outcome, shelf, keys, voice),
        table=table_of(outcome, shelf, lambda sentence: _sentence(sentence, keys), voice) if guided else None,
        wishes=tuple(_button(Choice(label=one.label, value=one.words), voice) for one in guided.chips)
        if guided
        else (),
        held=tuple(f"{one.text} ({one.reason})" for one in outcome.held),
        took_ms=took_ms,
    )


def in_text(sentence: Sentence) -> bool:
    """Whether it stands in the text of the message; others stand in a table or on a card."""
    return sentence.place in ("", "ask")


def text_of(outcome: Outcome, voice: Voice) -> str:
    """The whole answer as plain text."""
    return ("" if voice.zh else " ").join(one.text for one in outcome.sentences)


def _keys(sentences: Sequence[Sentence], facts: Mapping[str, Fact], voice: Voice) -> dict[str, str]:
    """Fact id to its key, in order of appearance: a, b, c or 甲、乙、丙. The stitch is for what the shop answers for: words
    of somebody else's stand between quotation marks, and have none."""
    ids = list(dict.fromkeys(fact_id for sentence in sentences for fact_id in sentence.fact_ids))
    ids = [one for one in ids if facts[one].subject.kind != "text" or facts[one].attribute != "quoted"]
    return {fact_id: fact_key(index, voice) for index, fact_id in enumerate(ids)}


def fact_key(index: int, voice: Voice) -> str:
    """The key of the fact at that place."""
    if voice.zh:
        return _HEAVENLY[index] if index < len(_HEAVENLY) else str(index + 1)
    return chr(ord("a") + index) if index < 26 else str(index + 1)


def _sentence(sentence: Sentence, keys: Mapping[str, str]) -> SentenceOut:
    spans = tuple(
        Span(start=span.start, end=span.end, key=keys[span.fact_id]) for span in sentence.spans if span.fact_id in keys
    )
    return SentenceOut(text=sentence.text, spans=spans, fact_ids=sentence.fact_ids, asks=sentence.place == "ask")


def _evidence(key: str, fact: Fact, fact_id: str, sentences: Sequence[Sentence], voice: Voice) -> EvidenceOut:
    computed = all(
        span.how == "computed" for sentence in sentences for span in sentence.spans if span.fact_id == fact_id
    )
    until = until_text(fact.valid_to, voice) if fact.valid_to else ""
    return EvidenceOut(
        key=key,
        label=_label(fact, voice),
        source=fact.source.text(voice.lang),
        state="computed" if computed else ("expiring" if fact.valid_to else "holds"),
        fact_id=fact.id,
        valid_to=fact.valid_to,
        until=until,
        detail=_detail(fact, voice),
    )


def _label(fact: Fact, voice: Voice) -> str:
    if fact.subject.kind in ("policy", "answer"):
        return fact.label.text(voice.lang)
    name = fact.label.text(voice.lang) or fact.attribute.replace("_", " ")
    match fact.value:
        case Price(amount, _, _) | Amount(amount):
            return amount.text(voice.lang)
        case Promotion(_, called) if called.text(voice.lang):
            return called.text(voice.lang)
        case Stock(quantity, _):
            return name if quantity is None else f"{name} {quantity}"
        case _:
            return name


def _detail(fact: Fact, voice: Voice) -> str:
    if isinstance(fact.value, Statement | Text):
        return quoted(fact, voice)[:_DETAIL]
    if isinstance(fact.value, Promotion):
        return fact.value.words.text(voice.lang)[:_DETAIL]
    return fact.subject.name.text(voice.lang)


def _button(choice: Choice, voice: Voice) -> Button:
    label = choice.label.text(voice.lang)
    return Button(label=label, value=choice.value.text(voice.lang) or label, kind=choice.kind)


def _cards(outcome: Outcome, shelf: Mapping[str, Goods], keys: Mapping[str, str], voice: Voice) -> tuple[Card, ...]:
    if not any(isinstance(act, Propose) for act in outcome.decision.acts):
        if outcome.decision.guided is not None:
            return ()
        return tuple(_card(shelf[one], voice) for one in outcome.decision.shown if one in shelf)
    return offered_cards(outcome, shelf, lambda sentence: _sentence(sentence, keys), voice)


def _card(one: Goods, voice: Voice) -> Card:
    product = one.product
    prices = sorted(
        (fact for fact in one.prices if isinstance(fact.value, Price)), key=lambda fact: _price(fact).amount.minor
    )
    image = next((media.url for media in product.media if media.kind == "image" and media.url), "")
    card = Card(
        product_id=product.id,
        title=product.title.text(voice.lang),
        url=f"/{voice.lang}/p/{product.handle}",
        image=image,
        stock_text=_stock_text(one, voice),
    )
    if not prices:
        return card
    lowest, several = prices[0], _price(prices[0]).amount != _price(prices[-1]).amount
    was, amount = _price(lowest).was, _price(lowest).amount.text(voice.lang)
    return Card(
        product_id=card.product_id,
        title=card.title,
        url=card.url,
        image=card.image,
        stock_text=card.stock_text,
        price_text=voice.pick(f"from {amount}", f"{amount} 起") if several else amount,
        was_text=was.text(voice.lang) if was and not several else "",
        until_text=until_text(lowest.valid_to, voice) if lowest.valid_to else "",
    )


def _price(fact: Fact) -> Price:
    assert isinstance(fact.value, Price)
    return fact.value


def _stock_text(one: Goods, voice: Voice) -> str:
    there = [fact for fact in one.stock if isinstance(fact.value, Stock) and fact.value.available]
    if not one.stock:
        return ""
    return voice.pick("In stock", "有现货") if there else voice.pick("Sold out at the moment", "暂时售罄")
