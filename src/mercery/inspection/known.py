"""Facts, identity and limits as the loosely written things known that detectors read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from mercery.catalog.value_words import value_words
from mercery.claims.facts import Fact
from mercery.claims.values import Price, Stock
from mercery.conversations.on_record import OnRecord
from mercery.core.i18n import Lang, Words
from mercery.inspection.facts_then import FactsThen
from mercery.inspection.rulebook import AllowedOffer, RuleBook
from mercery.inspection.transcript import Known

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LONGEST: Final = 400
"""Characters of a value; a description is read no further."""
_RULES: Final = Words("The shop's rules of inspection", "本店质检规则")
_CONVERSATION: Final = Words("The conversation's record", "会话记录")


def known_then(then: FactsThen, lang: Lang) -> list[Known]:
    """The facts of one moment, in the language of the conversation. Approved answers are left out: what they state is
    stated by facts and policies, and as loose words they would be held against sentences on other things."""
    return [
        *_of_goods(then.products, lang),
        *_of_prices(then.prices[0] if then.prices else (), lang),
        *(_of(fact, fact.label.text(lang), lang) for fact in then.policies),
    ]


def known_of_conversation(record: OnRecord, book: RuleBook, lang: Lang, *, identified: bool) -> list[Known]:
    """Who asks, how their orders stand, and the limits the shop has set."""
    who = Known(name="identified", value="yes" if identified else "no", source=_CONVERSATION)
    limit = Known(name="response_limit_s", value=str(book.slow_after), source=_RULES)
    orders = [
        Known(name=f"order {what}", value=state.en, source=_CONVERSATION) for what, state, _ in record.order_states
    ]
    offers = [
        Known(name="upsell", value=f"{one.situation} → {one.offer}", source=_RULES) for one in _offers(book, lang)
    ]
    return [who, limit, *orders, *offers]


def _offers(book: RuleBook, lang: Lang) -> Sequence[AllowedOffer]:
    """The offers written in the conversation's language, where there are any."""
    own = [one for one in book.offers if bool(_HAN.search(one.text())) == (lang == "zh")]
    return own or book.offers


def _of_goods(facts: Sequence[Fact], lang: Lang) -> Iterator[Known]:
    for fact in facts:
        if isinstance(fact.value, Stock):
            yield _of(fact, f"{fact.subject.name.text(lang)} {fact.label.text(lang)}", lang, _stock(fact.value, lang))
        elif fact.subject.kind == "product":
            yield _of(fact, f"{fact.subject.name.text(lang)} {fact.label.text(lang)}", lang)


def _of_prices(facts: Iterable[Fact], lang: Lang) -> Iterator[Known]:
    """A price by product where all its variants cost the same, else by variant."""
    by_product = sorted(facts, key=lambda fact: fact.subject.parent_id or "")
    for _, group in groupby(by_product, key=lambda fact: fact.subject.parent_id):
        every = list(group)
        amounts = {fact.value.amount for fact in every if isinstance(fact.value, Price)}
        for fact in every[:1] if len(amounts) == 1 else every:
            if isinstance(fact.value, Price):
                name = f"{fact.subject.name.text(lang)} {fact.label.text(lang)}"
                yield _of(fact, name, lang, fact.value.amount.text(lang))


def _of(fact: Fact, name: str, lang: Lang, text: str = "") -> Known:
    value = (text or value_words(fact.value).text(lang))[:_LONGEST]
    return Known(name=name, value=value, fact_id=fact.id, source=fact.source)


def _stock(stock: Stock, lang: Lang) -> str:
    if stock.available:
        return "有货" if lang == "zh" else "in stock"
    return "售罄" if lang == "zh" else "sold out"
