"""A quoted bag as facts and acts: what it comes to, what took something off, what is missing, which codes do nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.claims.deal_acts import RefuseCode, Refused, TellBag, TellMissing
from mercery.claims.deals import Amount
from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Price, Quantity, Value
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.cart_quote import CartPromotions, CartQuote
from mercery.promotions.in_force import rules_in_force
from mercery.promotions.rule_facts import rule_fact
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_names import names_of
from mercery.promotions.telling.names import Names
from mercery.promotions.told import one_counts

MOST_MISSING: Final = 2
"""So many promotions that wait for a larger amount are spoken of, the nearest first."""
_BAG: Final = Words("your bag", "购物袋")
_SOURCE: Final = Words("prices and promotions of this moment", "此刻的价格与促销")


@dataclass(frozen=True, slots=True, kw_only=True)
class BagTold:
    """Everything that may be said of one bag at one moment."""

    facts: tuple[Fact, ...]
    told: TellBag
    missing: TellMissing
    refused: tuple[RefuseCode, ...] = ()
    codes: tuple[str, ...] = ()
    """Those that were given, in capitals."""

    def refused_of(self, codes: Collection[str]) -> tuple[RefuseCode, ...]:
        """Of these codes, those that take nothing off."""
        return tuple(one for one in self.refused if one.code in codes)

    @property
    def by_id(self) -> Mapping[str, Fact]:
        """The facts by id."""
        return {fact.id: fact for fact in self.facts}


async def bag_told(session: AsyncSession, shop: Shop, quote: CartQuote, buyer: Buyer) -> BagTold:
    """What may be said of a quoted bag. `buyer` is the one it was quoted for."""
    held = await rules_in_force(session, shop.id)
    rules = [rule for rule in held.rules(quote.currency) if not rule.code or rule.code in (buyer.wallet or ())]
    names = await names_of(session, shop, rules, currency=quote.currency)
    known = {
        rule.id: rule_fact(
            rule,
            names,
            release=held.release,
            certificate=held.certificates.get(quote.currency, ""),
            recorded_at=quote.at,
        )
        for rule in rules
    }
    return told_of(quote, buyer, rules, known, names)


def told_of(quote: CartQuote, buyer: Buyer, rules: Sequence[Rule], known: Mapping[str, Fact], names: Names) -> BagTold:
    """The same with the rules and their facts at hand. `rules`: also those whose time has not come or is over. Pure."""
    facts: dict[str, Fact] = {}

    def keep(fact: Fact) -> str:
        facts[fact.id] = fact
        return fact.id

    release = quote.promotions.release if quote.promotions else 0
    total = keep(_fact("total", _total(quote), release, quote.at, until=quote.valid_to))
    saved = tuple(
        (keep(known[rule]), keep(_fact(f"saved:{rule}", Amount(Money(minor, quote.currency)), release, quote.at)))
        for rule, minor in taken_off(quote).items()
        if rule in known
    )
    gifts = tuple(keep(known[one]) for one in _gift_rules(quote.promotions) if one in known)
    delivery = ""
    if quote.shipping is not None:
        delivery = keep(_fact("delivery", Amount(quote.shipping), release, quote.at))
    missing = tuple(
        (keep(known[rule.id]), keep(_fact(f"missing:{rule.id}", value, release, quote.at)))
        for rule, value in missing_for(quote, rules)
        if rule.id in known
    )
    codes = tuple(buyer.wallet or ())
    refused = tuple(
        _kept(one, known, facts, release, quote) for code in codes if (one := refusal(code, quote, buyer, rules))
    )
    return BagTold(
        facts=tuple(facts.values()),
        told=TellBag(total_id=total, saved=saved, delivery_id=delivery, gift_ids=gifts),
        missing=TellMissing(missing=missing),
        refused=refused,
        codes=codes,
    )


def apart_from_others(told: BagTold, name: str) -> BagTold:
    """The same under ids of its own, to be told beside another bag of the same moment. Pure."""
    ids: dict[str, str] = {}
    facts = []
    for fact in told.facts:
        own = replace(fact, subject=replace(fact.subject, id=name)) if fact.subject.kind == "bag" else fact
        ids[fact.id] = own.id
        facts.append(own)
    bag, missing = told.told, told.missing
    return replace(
        told,
        facts=tuple(facts),
        told=replace(
            bag,
            total_id=ids[bag.total_id],
            saved=tuple((one, ids[amount]) for one, amount in bag.saved),
            delivery_id=ids.get(bag.delivery_id, ""),
        ),
        missing=replace(missing, missing=tuple((one, ids[amount]) for one, amount in missing.missing)),
        refused=tuple(replace(one, missing_id=ids.get(one.missing_id, "")) for one in told.refused),
    )


def taken_off(quote: CartQuote) -> dict[str, int]:
    """What each rule took off goods and delivery, in minor units, in the order of application."""
    found: dict[str, int] = {}
    for step in quote.promotions.chosen.steps if quote.promotions else ():
        if step.discount:
            found[step.rule] = found.get(step.rule, 0) + step.discount
    return found


def missing_for(quote: CartQuote, rules: Iterable[Rule]) -> list[tuple[Rule, Amount | Quantity]]:
    """The promotions that wait for a larger amount or more pieces, the nearest first."""
    if quote.promotions is None:
        return []
    by_id = {rule.id: rule for rule in rules}
    waiting = sorted(
        (
            (missing, by_id[key])
            for key, missing in quote.promotions.quote.missed.items()
            if key in by_id and missing > 0
        ),
        key=lambda one: one[0],
    )
    return [(rule, _lacking(quote, rule.id, missing)) for missing, rule in waiting[:MOST_MISSING]]


def _lacking(quote: CartQuote, rule: str, missing: int) -> Amount | Quantity:
    if quote.promotions is not None and rule in quote.promotions.quote.missed_pieces:
        return Quantity(Decimal(missing), "piece")
    return Amount(Money(missing, quote.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a code takes nothing off."""

    code: str
    why: Refused
    rule: Rule | None = None
    missing: int = 0
    other: str = ""
    """The rule that counts in its place."""


def refusal(code: str, quote: CartQuote, buyer: Buyer, rules: Iterable[Rule]) -> Refusal | None:
    """Why the code takes nothing off; None where it does."""
    own = [rule for rule in rules if rule.code == code]
    if not own:
        return Refusal(code=code, why="unknown")
    priced = quote.promotions
    used = taken_off(quote).keys() | set(_gift_rules(priced))
    if any(rule.id in used for rule in own):
        return None
    found = [_why(rule, quote, buyer, used) for rule in own]
    # Of several rules behind one code, the one that is nearest to count says why.
    return replace(min(found, key=lambda one: _NEAREST.index(one.why)), code=code)


_NEAREST: Final[tuple[Refused, ...]] = (
    "threshold", "other_better", "not_needed", "goods", "audience", "sign_in", "sign_in_counted", "used_up", "not_yet", "expired", "empty",
    "unknown",
)  # fmt: skip


def _why(rule: Rule, quote: CartQuote, buyer: Buyer, used: Collection[str]) -> Refusal:
    code, priced = rule.code or "", quote.promotions
    if (early := _out_of_time(rule, quote.at)) is not None:
        return Refusal(code=code, why=early, rule=rule)
    if rule.who and rule.who.isdisjoint(buyer.audiences):
        # Somebody signed in is in one audience at least; of a stranger nobody knows what would hold at the till.
        return Refusal(code=code, why="audience" if buyer.audiences else "sign_in", rule=rule)
    if rule.per_user is not None and not buyer.known:
        return Refusal(code=code, why="sign_in_counted", rule=rule)
    if rule.per_user is not None and buyer.used.get(rule.id, 0) >= rule.per_user:
        return Refusal(code=code, why="used_up", rule=rule)
    if priced is None:
        return Refusal(code=code, why="empty", rule=rule)
    goods = [priced.calendar.skus[line.sku] for line in priced.chosen.cart if line.sku in priced.calendar.skus]
    if not any(rule.scope.has(sku) for sku in goods):
        return Refusal(code=code, why="goods", rule=rule)
    if missing := priced.quote.missed.get(rule.id, 0):
        return Refusal(code=code, why="threshold", rule=rule, missing=missing)
    by_id = priced.calendar.by_id
    policy = priced.calendar.policy
    other = next((one for one in used if one in by_id and one_counts(rule, by_id[one], policy)), "")
    return Refusal(code=code, why="other_better" if other else "not_needed", rule=rule, other=other)


def _out_of_time(rule: Rule, at: datetime) -> Refused | None:
    if rule.starts is not None and at < rule.starts:
        return "not_yet"
    return "expired" if rule.ends is not None and rule.ends <= at else None


def _kept(
    one: Refusal, known: Mapping[str, Fact], facts: dict[str, Fact], release: int, quote: CartQuote
) -> RefuseCode:
    """The refusal as an act. A promotion out of its time is no fact in force, and is not told."""
    fact = known.get(one.rule.id) if one.rule and one.why not in ("expired", "not_yet") else None
    lacking = ""
    if fact is not None:
        facts[fact.id] = fact
    if one.missing and one.rule:
        made = _fact(f"missing:{one.rule.id}", _lacking(quote, one.rule.id, one.missing), release, quote.at)
        facts[made.id] = made
        lacking = made.id
    other = known.get(one.other)
    if other is not None:
        facts[other.id] = other
    return RefuseCode(
        why=one.why,
        code=one.code,
        fact_id=fact.id if fact else "",
        missing_id=lacking,
        other_id=other.id if other else "",
    )


def _gift_rules(promotions: CartPromotions | None) -> list[str]:
    """The rules that put a present in."""
    if promotions is None or not promotions.chosen.gifts:
        return []
    given = {sku for sku, _ in promotions.chosen.gifts}
    picked = {*promotions.chosen.selection.order, *(step.rule for step in promotions.chosen.steps)}
    return [
        rule.id
        for rule in promotions.calendar.rules
        if rule.id in picked and isinstance(rule.benefit, Gift) and rule.benefit.gift in given
    ]


def _total(quote: CartQuote) -> Price:
    before = quote.before
    if quote.promotions is not None and quote.shipping is not None:
        before += Money(quote.promotions.calendar.shipping, quote.currency)
    was = before if quote.total < before else None
    return Price(quote.total, was, bool(quote.tax_included))


def _fact(attribute: str, value: Value, release: int, at: datetime, *, until: datetime | None = None) -> Fact:
    return Fact(
        subject=Subject(kind="bag", id="bag", name=_BAG),
        attribute=attribute,
        label=Words("Bag", "购物袋"),
        value=value,
        source=_SOURCE,
        version=release,
        valid_to=until,
        recorded_at=at,
    )
