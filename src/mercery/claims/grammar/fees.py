"""Prices worked out with a policy: with a code, with gift wrapping or engraving, by instalments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.clauses import Clause, base
from mercery.claims.grammar.goods import covers_goods, goods_cover
from mercery.claims.grammar.priced import fact, priced, segments, sentence
from mercery.claims.grammar.prices import role_of
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.tokens import Token
from mercery.claims.values import Price


def read_code(reading: Reading, segment: Segment) -> None:
    """A price with a promotion code: worked out from the policy that grants it, where it covers the product."""
    view = segment.view
    codes = [token for one in segments(reading, segment) for token in one.tokens if _CODE.fullmatch(token.text)]
    if not codes and segment.has("c:code"):
        clauses = [
            clause
            for clause in reading.grounds.units
            if "c:code" in clause.affirmed and any(one.kind in ("percent", "fold") for one in clause.amounts)
        ]
        words = {word for clause in clauses for word in clause.said.split() if _CODE.fullmatch(word)}
        codes = [Token(next(iter(words)))] if len(words) == 1 else []
    clause = next(
        (
            clause
            for clause in reading.grounds.units
            if codes
            and f" {base(codes[0].text)} " in clause.said
            and any(one.kind in ("percent", "fold") for one in clause.amounts)
        ),
        None,
    )
    if view is None or clause is None:
        return
    share = next(one.value for one in clause.amounts if one.kind in ("percent", "fold"))
    covered = (
        covers_goods(clause, view)
        and ("c:full_price" not in clause.affirmed or not view.on_sale)
        and _in_force(clause, reading.grounds.today)
    )
    if (
        any(token.is_a("neg") for token in segment.tokens)
        and not covered
        and not any(token.amount for token in segment.tokens)
    ):
        reading.claim("promotion", codes[0].text, clause.fact_id, subject=view.id, qualifier="not")
        segment.use([*codes], "code")
        segment.use_kinds("code", "neg")
        segment.use_keys("code", "c:code", "c:valid", "price:down", "quant:again")
        return
    money = [token for token in segment.open() if token.amount and token.amount.kind == "money"]
    prices = priced(segment.variants)
    if not money:
        return
    if not covered or not prices:
        raise Blocked("the code does not cover it", subject=view.id, attribute="price")
    for index, token in enumerate(money):
        if len(money) == 2 and index == 0 and _is_own_price(token, prices):
            reading.claim(
                "price", token.amount.value if token.amount else "", fact(segment.variants, "price"), subject=view.id
            )
            segment.use([token, *[one for one in segment.before(token, 1) if one.text in ("from", "从", "由")]], "code")
            continue
        off = token.amount is not None and role_of(segment, token, money) == "save"
        factor = share if off else 100 - share
        if token.amount is None or not all(
            same_money(token.amount, price.amount.major * factor / 100, price.amount.currency) for price in prices
        ):
            raise Blocked(f"“{token.text}” is not the price with the code", subject=view.id, attribute="price")
        reading.claim(
            "price", token.amount.value, clause.fact_id, subject=view.id, unit=token.amount.unit, qualifier="with code"
        )
        segment.use([token], "code")
    for one in segments(reading, segment):
        one.use([token for token in one.tokens if token in codes or token.has("c:code", "c:promotion")], "code")
        one.use([token for token in one.tokens if token.text == "down to"], "code")
        one.use([token for token in one.open() if _is_share(token, share)], "code")
        one.use_keys("code", "price:now", "price:down", "price:save", "price:sum", "c:accept", "quant:only")


def _is_own_price(token: Token, prices: Sequence[Price]) -> bool:
    """`from €340 to €306 with the code`: the first of two amounts is the price without it."""
    amount = token.amount
    return amount is not None and all(same_money(amount, one.amount.major, one.amount.currency) for one in prices)


_CODE: Final = re.compile(r"[a-z]{2,}\d+")


def _is_share(token: Token, share: Decimal) -> bool:
    """九折后, `10% off`: the share that the code takes off."""
    return token.amount is not None and token.amount.kind in ("percent", "fold") and token.amount.value == share


def _in_force(clause: Clause, today: date) -> bool:
    days = [one.day for one in clause.amounts if one.kind == "date" and one.day]
    return not days or max(days) >= today


_FEES: Final = ("c:gift_wrap", "c:engrave", "c:postage")


def with_fees(reading: Reading, segment: Segment) -> None:
    """The price with gift wrapping or engraving, or one of several instalments: worked out with the policy's fee."""
    view = segment.view
    money = [token for token in segment.open() if token.amount and token.amount.kind == "money"]
    prices = priced(segment.variants)
    if view is None or not money or not prices or len({price.amount for price in prices}) != 1:
        return
    price, said = prices[0].amount, {key for token in sentence(reading, segment) for key in token.keys}
    total = money[-1]
    for fee_key in _FEES:
        if fee_key not in said or not (
            segment.has("price:sum")
            or any(
                token.text in ("with", "加上", "连", "含", "come to", "comes to")
                for token in sentence(reading, segment)
            )
        ):
            continue
        fees = [
            one.value
            for clause in reading.grounds.units
            if fee_key in clause.affirmed
            and (covers_goods(clause, view) or not clause.names)
            and (not clause.names or view.id in clause.names)
            for one in clause.amounts
            if one.kind == "money" and one.unit == price.currency and one.high is None
        ]
        free = fee_key == "c:gift_wrap" and any(
            "c:free" in clause.affirmed and goods_cover(clause, [view])
            for clause in reading.grounds.units
            if fee_key in clause.affirmed
        )
        if fees and not free and total.amount and same_money(total.amount, price.major + fees[0], price.currency):
            reading.claim(
                "price",
                total.amount.value,
                fact(segment.variants, "price"),
                subject=view.id,
                unit=price.currency,
                qualifier=f"with {fee_key[2:]}",
            )
            for one in segments(reading, segment):
                one.use(
                    [
                        token
                        for token in one.tokens
                        if token is total
                        or token.has(fee_key, "price:sum", "price:now", "c:extra")
                        or (token.amount and token.amount.kind == "money" and token.amount.value == fees[0])
                    ],
                    "fee",
                )
            return
    if "c:instalment" in said or any(
        token.text in ("期", "每期", "instalments") for token in sentence(reading, segment)
    ):
        _instalment(reading, segment, total)


def _instalment(reading: Reading, segment: Segment, total: Token) -> None:
    view = segment.view
    price = priced(segment.variants)[0].amount
    numbers = [
        token
        for token in sentence(reading, segment)
        if token.amount
        and token.amount.kind in ("number", "count", "quantity")
        and token.amount.value in (2, 3, 4, 6, 9, 12)
    ]
    if view is None or len(numbers) != 1 or numbers[0].amount is None or total.amount is None:
        return
    many = numbers[0].amount.value
    fitting = [
        clause for clause in reading.grounds.units
        if {"c:instalment", "c:free"} <= clause.affirmed and any(one.value == many and one.kind in ("number", "quantity") for one in clause.amounts)
        and any(one.kind == "money" and one.unit == price.currency and one.high and one.value <= price.major <= one.high for one in clause.amounts)
    ]  # fmt: skip
    if (
        not fitting
        or total.amount.unit not in (price.currency, "€")
        or abs(total.amount.value * many - price.major) > Decimal("0.02") * many
    ):
        return
    reading.claim(
        "price",
        total.amount.value,
        fitting[0].fact_id,
        subject=view.id,
        unit=price.currency,
        qualifier=f"of {many} instalments",
    )
    for one in segments(reading, segment):
        one.use(
            [
                token
                for token in one.tokens
                if token is total
                or token is numbers[0]
                or token.has("c:instalment", "quant:each")
                or token.text in ("期", "of", "的话")
            ],
            "instalments",
        )
