"""A quote as a page shows it: walk-down, slip, what a platform would do, what comes back for each unit. Pure."""

from __future__ import annotations

from decimal import Decimal

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.trying_pages import Tried, UnitLine
from mercery.promotions.lab.walk_view import walk
from mercery.promotions.lab.worst_view import Known, PieceInCart
from mercery.promotions.quoting.walk import Priced, Quote
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.words import rule_words


def tried_view(calendar: Calendar, quoted: Quote, known: Known) -> Tried:
    """Everything the page of a tried cart shows of its quote."""
    best, currency = quoted.best, calendar.currency
    seen = walk(
        calendar, best, quoted.margin, names=known.names, step_words=known.step_words, margin_of=known.margin_of
    )
    return Tried(
        pieces=[PieceInCart(piece=known.piece(line.sku), quantity=line.quantity) for line in best.cart],
        walk=seen,
        rows=_slip(calendar, best),
        to_pay=Money(best.payable, currency),
        optimal=quoted.optimal,
        bound=Money(quoted.bound, currency),
        evaluated=quoted.evaluated,
        platform=Money(quoted.platform.payable, currency),
        platform_rules=_used(calendar, quoted.platform),
        difference=Money(quoted.platform.payable - best.payable, currency),
        units=[
            UnitLine(
                name=known.piece(line.sku).name,
                quantity=line.quantity,
                paid=Money(line.total, currency),
                units=[Money(unit, currency) for unit in line.unit_paid],
                returned=Money(min(line.unit_paid, default=0), currency),
            )
            for line in best.lines
        ],
        missed=_missed(calendar, quoted),
        margin=Money(quoted.margin.margin, currency),
        margin_share=Decimal(quoted.margin.share_bps) / 10_000,
        passes=quoted.margin.short <= 0,
    )


def _slip(calendar: Calendar, best: Priced) -> list[tuple[Words, Money]]:
    currency = calendar.currency
    rows = [(Words("List price", "标价"), Money(best.list_total, currency))]
    rows += [
        (rule_words(calendar, step.rule), Money(-step.discount, currency))
        for step in best.steps
        if step.level != "ship"
    ]
    if calendar.shipping or best.shipping:
        rows.append((Words("Delivery", "配送"), Money(best.shipping, currency)))
    return rows


def _used(calendar: Calendar, priced: Priced) -> Words:
    names = [rule_words(calendar, step.rule) for step in priced.steps]
    if not names:
        return Words("It uses no rule.", "未使用任何规则。")
    return Words(
        "It uses " + ", then ".join(one.en or one.zh for one in names) + ".",
        "依次使用" + "、".join(one.zh or one.en for one in names) + "。",
    )


def _missed(calendar: Calendar, quoted: Quote) -> list[tuple[Words, Money | None, int]]:
    found: list[tuple[Words, Money | None, int]] = []
    for rule_id, lacking in quoted.missed.items():
        money = None if rule_id in quoted.missed_pieces else Money(lacking, calendar.currency)
        found.append((rule_words(calendar, rule_id), money, lacking))
    return found
