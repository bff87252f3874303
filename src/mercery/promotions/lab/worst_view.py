"""The worst cart of a certificate as a page shows it: pieces, walk-down, the next carts, the rule at fault, ways around. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab import moments
from mercery.promotions.lab.verdict import proof_words
from mercery.promotions.lab.walk_view import MarginOf, StepWords, Walk, floor_price, walk
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.worst.certificate import Attack, Certificate, Interval, WorstCart
from mercery.promotions.worst.words import rule_words

AUDIENCES: Final[Mapping[str, Words]] = {
    "member": Words("member", "会员"),
    "new": Words("new customer", "新客"),
    "first_order": Words("first order", "首单"),
    "vip": Words("VIP", "贵宾"),
    "student": Words("student", "学生"),
    "plus": Words("PLUS member", "PLUS 会员"),
}
ATTACKS: Final[Mapping[str, Words]] = {
    "split": Words("The order is split", "拆单"),
    "partial_refund": Words("A part is returned", "部分退货"),
    "gift_kept": Words("The gift is kept", "退货留赠品"),
    "coupon_reuse": Words("The coupon comes back", "优惠券返还再用"),
    "accounts": Words("Several accounts", "多个账号"),
}
_PICTURES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a page shows of one article."""

    name: Words
    picture: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceInCart:
    """An article with how many of it."""

    piece: Piece
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstView:
    """The worst cart in full."""

    pieces: Sequence[PieceInCart]
    more_pieces: int
    who: Words
    walk: Walk
    proof: Words
    exact: bool
    between: Words
    """The interval of an open proof, in words; empty where the proof is exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCart:
    """One of the next carts."""

    cart: Words
    pays: Money
    floor: Money | None
    above: Money | None
    margin: Decimal
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """How much a rule is to blame."""

    rule: str
    name: Words
    alone: Money
    share: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultView:
    """The rules at fault: those without any of which the floor holds, the loss shared among all."""

    culprits: Sequence[tuple[str, Words, bool]]
    """Rule, name, and whether it stands in the draft that is looked at."""
    sentence: Words
    lines: Sequence[FaultLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLine:
    """A way around one order."""

    title: Words
    note: Words
    loss: Money
    most: Money | None
    rules: Sequence[Words]
    steps: Sequence[tuple[Words, Money]]
    """What is done, and what the buyer pays in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalLine:
    """A period with the same rules and its worst cart."""

    period: Words
    rules: int
    margin: Money | None
    share: Decimal | None
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the pure views need of the world: names, pictures, words of steps, the margin, the zone."""

    pieces: Mapping[str, Piece]
    step_words: StepWords
    margin_of: MarginOf
    zone: ZoneInfo
    mine: frozenset[str] = frozenset()
    """Rules of the draft that is looked at; the others are in force already."""

    @property
    def names(self) -> dict[str, Words]:
        """Names by article number."""
        return {sku: piece.name for sku, piece in self.pieces.items()}

    def piece(self, sku: str) -> Piece:
        """The piece, by its number alone where nothing is known of it."""
        return self.pieces.get(sku) or Piece(name=Words(sku))


def worst_view(calendar: Calendar, certificate: Certificate, known: Known) -> WorstView | None:
    """The worst cart, or None where every cart is empty."""
    worst = certificate.worst
    if worst is None:
        return None
    lines = worst.priced.cart
    currency = calendar.currency
    span = interval_of(certificate, worst)
    return WorstView(
        pieces=[PieceInCart(piece=known.piece(line.sku), quantity=line.quantity) for line in lines[:_PICTURES]],
        more_pieces=max(0, len(lines) - _PICTURES),
        who=_who(worst.buyer, span, worst.moment, known.zone),
        walk=walk(calendar, worst.priced, worst.margin, names=known.names, step_words=known.step_words,
            margin_of=known.margin_of, at_fault=culprits(certificate)),
        proof=proof_words(certificate),
        exact=certificate.exact,
        between=Words("") if certificate.exact else open_words(certificate, currency),
    )  # fmt: skip


def open_words(certificate: Certificate, currency: str) -> Words:
    """Between what an open proof leaves the truth."""
    if certificate.aim == "share":
        found, bound = Decimal(certificate.found) / 100, Decimal(certificate.bound) / 100
        return Words(
            f"Some cart pays between {bound}% and {found}% of its list price.",
            f"实付占标价的最低比例在 {bound}% 与 {found}% 之间。",
        )
    found_cash, bound_cash = Money(certificate.found, currency), Money(certificate.bound, currency)
    if certificate.aim == "margin":
        return Words(
            f"The least margin found is {found_cash.text('en')}; none is below {bound_cash.text('en')}, proved.",
            f"找到的最低毛利为 {found_cash.text('zh')}；已证明不会低于 {bound_cash.text('zh')}。",
        )
    if certificate.found > 0:
        return Words(
            f"Its margin is {found_cash.text('en')} short of the floor. Proved for any cart:"
            f" at most {bound_cash.text('en')}.",
            f"其毛利比底线少 {found_cash.text('zh')}；已证明任何订单最多少 {bound_cash.text('zh')}。",
        )
    if certificate.bound > 0:
        return Words(
            f"No cart below the floor was found; one up to {bound_cash.text('en')} below it is not ruled out.",
            f"未找到低于底线的订单，但不能排除低至 {bound_cash.text('zh')} 的情形。",
        )
    least, most = Money(-certificate.bound, currency), Money(-certificate.found, currency)
    return Words(
        f"The worst cart stays between {least.text('en')} and {most.text('en')} of margin above the floor.",
        f"最差订单的毛利高出底线 {least.text('zh')} 至 {most.text('zh')}。",
    )


def short_of(calendar: Calendar, certificate: Certificate | None, margin_of: MarginOf) -> Money | None:
    """How much margin the worst cart lacks of the floor; None where it lacks none or no price would do."""
    if certificate is None or certificate.worst is None:
        return None
    if floor_price(calendar, certificate.worst.priced, margin_of) is None:
        return None
    short = certificate.worst.margin.short
    return Money(short, calendar.currency) if short > 0 else None


def culprits(certificate: Certificate) -> frozenset[str]:
    """Rules each of which taken away alone lets the worst cart reach the floor; else those that bear most of the loss."""
    worst = certificate.worst
    if worst is None or worst.margin.short <= 0:
        return frozenset()
    used = {step.rule for step in worst.priced.steps}
    enough = {
        fault.rule
        for fault in certificate.faults
        if fault.rule in used and (fault.clears or fault.alone >= worst.margin.short)
    }
    if enough:
        return frozenset(enough)
    ranked = sorted((fault for fault in certificate.faults if fault.share > 0), key=lambda one: -one.share)
    return frozenset(fault.rule for fault in ranked[:1])


def fault_view(calendar: Calendar, certificate: Certificate, known: Known) -> FaultView | None:
    """None where nothing is at fault."""
    blamed = culprits(certificate)
    if not blamed:
        return None
    order = [fault for fault in certificate.faults if fault.share or fault.alone]
    chosen = sorted(blamed, key=lambda rule: (rule not in known.mine, rule))
    worst = certificate.worst
    alone_enough = worst is not None and any(
        fault.rule in blamed and (fault.clears or fault.alone >= worst.margin.short) for fault in certificate.faults
    )
    return FaultView(
        culprits=[(rule, rule_words(calendar, rule), rule in known.mine) for rule in chosen],
        sentence=_sentence(
            len(chosen), alone_enough, all(fault.clears for fault in certificate.faults if fault.rule in blamed)
        ),
        lines=[
            FaultLine(rule=fault.rule, name=rule_words(calendar, fault.rule),
                alone=Money(fault.alone, calendar.currency), share=Money(fault.share, calendar.currency))
            for fault in sorted(order, key=lambda one: -one.share)
        ],
    )  # fmt: skip


def _sentence(count: int, alone_enough: bool, every: bool) -> Words:
    subject = Words("every cart", "所有订单") if every else Words("this cart", "此单")
    if not alone_enough:
        return Words(
            "It bears most of the loss, but taking it away alone is not enough.",
            "亏损主要由它造成，但仅取消它还不够。",
        )
    if count == 1:
        return Words(f"Take it away and {subject.en} clears the floor.", f"取消它，{subject.zh}即不低于底线。")
    either = "either" if count == 2 else "any one of them"
    return Words(
        f"Take {either} away and {subject.en} clears the floor.",
        f"叠加所致；取消其一，{subject.zh}即不低于底线。",
    )


def other_carts(calendar: Calendar, certificate: Certificate, known: Known) -> list[OtherCart]:
    """The next carts, worst first."""
    found = []
    for one in certificate.runners_up:
        floor = floor_price(calendar, one.priced, known.margin_of)
        found.append(
            OtherCart(
                cart=cart_words(one, known),
                pays=Money(one.priced.payable, calendar.currency),
                floor=None if floor is None else Money(floor, calendar.currency),
                above=None if floor is None else Money(one.priced.payable - floor, calendar.currency),
                margin=Decimal(one.margin.share_bps) / 10_000,
                passes=one.margin.short <= 0,
            )
        )
    return found


def attack_lines(calendar: Calendar, attacks: Sequence[Attack], known: Known) -> list[AttackLine]:
    """The ways around one order, the dearest first."""
    # A calendar knows one name of each article, and a proof speaks with it: Chinese readers get the shop's own.
    chinese = {sku.name: known.pieces[sku.id].name.zh for sku in calendar.skus.values() if sku.id in known.pieces}
    return [
        AttackLine(
            title=ATTACKS[one.kind],
            note=_called_here(Words(one.note_en, one.note_zh), chinese),
            loss=Money(one.loss, calendar.currency),
            most=None if one.most is None else Money(one.most, calendar.currency),
            rules=[rule_words(calendar, rule) for rule in one.rules],
            steps=[(_called_here(step.note, chinese), Money(step.paid, calendar.currency)) for step in one.steps],
        )
        for one in sorted(attacks, key=lambda one: -one.loss)
    ]


def _called_here(words: Words, chinese: Mapping[str, str]) -> Words:
    said = words.zh
    for name in sorted(chinese, key=len, reverse=True):
        if name and chinese[name]:
            said = said.replace(name, chinese[name])
    return Words(words.en, said)


def interval_lines(calendar: Calendar, certificate: Certificate, zone: ZoneInfo) -> list[IntervalLine]:
    """Every period that was proved, in order of time."""
    return [
        IntervalLine(
            period=moments.period(one.starts, one.ends, zone),
            rules=len(one.rules),
            margin=Money(one.worst.margin.margin, calendar.currency) if one.worst else None,
            share=Decimal(one.worst.margin.share_bps) / 10_000 if one.worst else None,
            passes=one.worst is None or one.worst.margin.short <= 0,
        )
        for one in certificate.intervals
    ]


def interval_of(certificate: Certificate, worst: WorstCart) -> Interval | None:
    """The period the worst cart lies in."""
    for one in certificate.intervals:
        if one.worst == worst or (
            worst.moment is not None
            and (one.starts is None or one.starts <= worst.moment)
            and (one.ends is None or worst.moment < one.ends)
        ):
            return one
    return None


def cart_words(one: WorstCart, known: Known) -> Words:
    """What is in a cart, by name."""
    return lines_words(one.priced.cart, known.names)


def lines_words(lines: Cart, names: Mapping[str, Words]) -> Words:
    """Pieces by name, those without one by their number."""
    parts = [(names.get(line.sku, Words(line.sku)), line.quantity) for line in lines]
    return Words(
        "; ".join((f"{quantity} × " if quantity > 1 else "") + (name.en or name.zh) for name, quantity in parts),
        "、".join((name.zh or name.en) + (f" × {quantity}" if quantity > 1 else "") for name, quantity in parts),
    )


def audience_words(audiences: frozenset[str]) -> Words:
    """Groups of buyers by name; whoever belongs to none is any customer."""
    if not audiences:
        return Words("any customer", "任何顾客")
    named = [AUDIENCES.get(one, Words(one.replace("_", " "), one)) for one in sorted(audiences)]
    return Words(", ".join(one.en for one in named), "、".join(one.zh or one.en for one in named))


def _who(buyer: Buyer, span: Interval | None, moment: datetime | None, zone: ZoneInfo) -> Words:
    who = audience_words(buyer.audiences)
    when = Words("")
    if span is not None and (span.starts or span.ends):
        when = moments.period(span.starts, span.ends, zone)
    elif moment is not None:
        when = moments.at(moment, zone)
    return Words(f"{who.en}, {when.en}", f"{who.zh}，{when.zh}") if when.en else who
