"""Published rules as facts that may be told to customers. Pure.

What is said is the rule as a buyer meets it: who pays for it, in which stage it is worked out and which of two goes first
is the shop's own affair. A rule with a coupon code is told only to who has the code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from mercery.claims.deals import Promotion, Term
from mercery.claims.facts import Fact, Subject
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.rules.benefit import Bundle, BuyGet, Every, Fix, Gift, Off, Pct, Ship, Tiers
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.rule import tell_rule
from mercery.promotions.telling.usual import is_conditional, usual_group, usual_level, usual_stage

LABEL: Final = Words("Promotion", "促销")


def rule_facts(
    rules: Iterable[Rule],
    names: Names,
    *,
    at: datetime,
    release: int,
    certificate: str = "",
    recorded_at: datetime | None = None,
    goods: Mapping[str, Sequence[Sku]] | None = None,
) -> list[Fact]:
    """One fact for each rule in force at `at`. `goods`: the articles of the products asked about, by product."""
    return [
        rule_fact(rule, names, release=release, certificate=certificate, recorded_at=recorded_at or at, goods=goods)
        for rule in rules
        if rule.holds_at(at)
    ]


def rule_fact(
    rule: Rule,
    names: Names,
    *,
    release: int,
    certificate: str,
    recorded_at: datetime,
    goods: Mapping[str, Sequence[Sku]] | None = None,
) -> Fact:
    """What a buyer is told of a rule."""
    shown = as_told(rule)
    words = Words(
        _capital(tell_rule(shown, "en", names, numbered=False)), tell_rule(shown, "zh", names, numbered=False)
    )
    proof = (", proved", "，已证明") if certificate else ("", "")
    value = Promotion(
        words=words,
        name=rule.name,
        terms=terms_of(rule, names),
        goods=_named(rule.scope.tags, rule.scope.skus, names),
        not_goods=_named(rule.scope.not_tags, rule.scope.not_skus, names),
        audiences=tuple(Words(names.audience(one, "en"), names.audience(one, "zh")) for one in sorted(rule.who)),
        code=rule.code or "",
        most=None if rule.cap is None else Money(rule.cap, names.currency),
        with_others=False if rule.exclusive else None,
        products=None if goods is None else covered(rule.scope, goods),
    )
    return Fact(
        subject=Subject(kind="promotion", id=rule.id, name=rule.name if rule.name.text("en") else words),
        attribute="promotion",
        label=LABEL,
        value=value,
        source=Words(f"promotion {release}{proof[0]}", f"促销第 {release} 版{proof[1]}"),
        version=release,
        valid_from=rule.starts,
        valid_to=rule.ends,
        recorded_at=recorded_at,
    )


def as_told(rule: Rule) -> Rule:
    """The rule without what is the shop's own affair; its period is told beside the words."""
    conditional = is_conditional(rule)
    return replace(
        rule,
        starts=None,
        ends=None,
        level=usual_level(rule.benefit, conditional=conditional),
        stage=usual_stage(usual_level(rule.benefit, conditional=conditional), rule.benefit, code=rule.code),
        basis="entry",
        need_basis=None,
        group=usual_group(rule.code),
        priority=0,
        merchant_bps=10_000,
        total=None,
        budget=None,
        round_at=None,
        excludes=frozenset(),
        returned=True,
    )


def covered(scope: Scope, goods: Mapping[str, Sequence[Sku]]) -> tuple[str, ...]:
    """The products of which every article is meant: of a piece that is reduced in one colour only nothing is promised."""
    return tuple(key for key, skus in goods.items() if skus and all(scope.has(one) for one in skus))


def terms_of(rule: Rule, names: Names) -> tuple[Term, ...]:
    """What may be said in other words than the rule's own; empty where its conditions are too many for a short sentence."""
    scope = rule.scope
    narrow = scope.price_min is not None or scope.price_max is not None or bool(scope.shops)
    if (
        narrow
        or rule.need_scope is not None
        or rule.also
        or (scope.tags and scope.skus)
        or (rule.need_amount and rule.need_qty)
    ):
        return ()
    need = Money(rule.need_amount, names.currency) if rule.need_amount else None
    return tuple(
        term
        if term.from_amount or term.from_pieces
        else replace(term, from_amount=need, from_pieces=rule.need_qty or None)
        for term in _terms(rule, names)
    )


def _terms(rule: Rule, names: Names) -> tuple[Term, ...]:
    def money(minor: int) -> Money:
        return Money(minor, names.currency)

    match rule.benefit:
        case Pct() | Off():
            return (_taken_off(rule.benefit, names.currency),)
        case Fix(price=int() as price, prices=prices) if not prices:
            return (Term(gives="price", amount=money(price)),)
        case Every(step=step, off=off):
            return (Term(gives="amount", amount=money(off), from_amount=money(step), every=True),)
        case Tiers(steps=steps, by=by):
            return tuple(_tier(need, _taken_off(given, names.currency), by, names.currency) for need, given in steps)
        case BuyGet(n=n, m=m, bps=bps, get=None):
            return (Term(gives="pieces", percent=Decimal(bps) / 100, pieces=m, of_pieces=n + m),)
        case Bundle(n=n, price=price):
            return (Term(gives="price", amount=money(price), pieces=n),)
        case Gift(gift=gift, qty=1, step=step):
            named = Words(names.sku(gift, "en"), names.sku(gift, "zh"))
            return (Term(gives="gift", gift=named, from_amount=money(step) if step else None, every=bool(step)),)
        case Ship(bps=bps, amount=None):
            return (Term(gives="delivery", percent=None if bps is None else Decimal(bps) / 100),)
        case _:
            return ()


def _taken_off(given: Pct | Off, currency: str) -> Term:
    if isinstance(given, Pct):
        return Term(gives="percent", percent=Decimal(given.bps) / 100)
    return Term(gives="amount", amount=Money(given.amount, currency), per_piece=given.per == "unit")


def _tier(need: int, term: Term, by: str, currency: str) -> Term:
    if by == "quantity":
        return replace(term, from_pieces=need)
    return replace(term, from_amount=Money(need, currency))


def _named(tags: Collection[str], skus: Collection[str], names: Names) -> tuple[Words, ...]:
    found = [Words(names.tag(one, "en"), names.tag(one, "zh")) for one in sorted(tags)]
    return (*found, *(Words(names.sku(one, "en"), names.sku(one, "zh")) for one in sorted(skus)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
