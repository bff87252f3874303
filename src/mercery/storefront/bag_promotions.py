"""What promotions do to a bag, as the bag's page shows it: each rule with what it takes off, codes with the reason where one
does nothing, and what is nearly reached."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.claims.deals import Amount, Promotion
from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.values import Quantity
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.promotions.bag_told import BagTold
from mercery.promotions.cart_quote import CartQuote
from mercery.storefront.speech import until_text
from mercery.storefront.visit import Visit
from mercery.ui.formats import money_text


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkedDown:
    """One promotion and what it takes off."""

    name: str
    how: str
    """What it says, where its name does not."""
    amount: str
    until: str
    fact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """A coupon code that was given: whether it counts, and if not, why."""

    code: str
    counts: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A promotion that is nearly reached."""

    missing: str
    words: str
    until: str
    fact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagPromotions:
    """The walk from the goods' prices to what is paid."""

    before: str
    """What the goods come to before promotions; empty where none takes anything off."""
    walk: tuple[WalkedDown, ...]
    gifts: tuple[str, ...]
    delivery: str
    """What delivery costs before promotions; empty where it is no part of the total."""
    off_delivery: tuple[WalkedDown, ...]
    codes: tuple[CodeLine, ...]
    waiting: tuple[Waiting, ...]
    release: int = 0
    certificate: str = ""
    """The proof the promotions were published with."""


def promotions_of_bag(visit: Visit, quote: CartQuote, told: BagTold) -> BagPromotions:
    """The walk-down of a quoted bag in the visitor's language."""
    facts, lang = told.by_id, visit.lang
    by_id = quote.promotions.calendar.by_id if quote.promotions else {}
    shipped = {key for key, rule in by_id.items() if rule.level == "ship"}
    off = [
        (facts[one].subject.id in shipped, _walked(visit, facts[one], facts[amount])) for one, amount in told.told.saved
    ]
    walk = tuple(one for of_delivery, one in off if not of_delivery)
    return BagPromotions(
        before=money_text(quote.before, lang) if walk else "",
        walk=walk,
        gifts=tuple(_words(facts[one], visit)[0] for one in told.told.gift_ids),
        delivery=_delivery(quote, lang),
        off_delivery=tuple(one for of_delivery, one in off if of_delivery),
        codes=tuple(_code(visit, code, told) for code in told.codes),
        waiting=tuple(_waiting(visit, facts[one], facts[amount]) for one, amount in told.missing.missing),
        release=quote.promotions.release if quote.promotions else 0,
        certificate=quote.promotions.certificate if quote.promotions else "",
    )


def _delivery(quote: CartQuote, lang: Lang) -> str:
    fee = quote.promotions.calendar.shipping if quote.promotions else 0
    return money_text(Money(fee, quote.currency), lang) if fee else ""


def _walked(visit: Visit, fact: Fact, amount: Fact) -> WalkedDown:
    name, how = _words(fact, visit)
    assert isinstance(amount.value, Amount)
    return WalkedDown(
        name=name, how=how, amount=money_text(amount.value.money * -1, visit.lang), until=_until(visit, fact), fact_id=fact.id
    )  # fmt: skip


def _waiting(visit: Visit, fact: Fact, lacking: Fact) -> Waiting:
    _, how = _words(fact, visit)
    name = how or _words(fact, visit)[0]
    if isinstance(lacking.value, Quantity):
        count = int(lacking.value.low)
        missing = visit.say("1 piece" if count == 1 else f"{count} pieces", f"{count} 件")
    else:
        assert isinstance(lacking.value, Amount)
        missing = money_text(lacking.value.money, visit.lang)
    return Waiting(missing=missing, words=name, until=_until(visit, fact), fact_id=fact.id)


def _code(visit: Visit, code: str, told: BagTold) -> CodeLine:
    refused = told.refused_of((code,))
    if not refused:
        return CodeLine(code=code, counts=True)
    voice = Voice(lang=visit.lang, now=now(), timezone=visit.shop.timezone)
    said = [sentence.text for one in refused for sentence in render(one, told.by_id, voice)]
    return CodeLine(code=code, counts=False, why=tuple(said))


def _words(fact: Fact, visit: Visit) -> tuple[str, str]:
    """The promotion's name and what it says; what it says alone where it has no name."""
    assert isinstance(fact.value, Promotion)
    name, words = fact.value.name.text(visit.lang), fact.value.words.text(visit.lang)
    return (name, words) if name and name != words else (words, "")


def _until(visit: Visit, fact: Fact) -> str:
    return until_text(fact.valid_to, visit.lang, visit.shop.timezone)
