"""The part of a rule's form that says what it gives: one group of fields for each kind of benefit. Pure."""

from __future__ import annotations

import re
from typing import Final, Literal, assert_never, cast

from mercery.core.i18n import Words
from mercery.promotions.lab.form_fields import FieldReader, plain_amount, plain_rate
from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
    Tiers,
)
from mercery.promotions.rules.scope import Scope

BENEFIT_FIELDS: Final = (
    "kind", "rate", "off", "per", "price", "prices", "step", "step_off", "times", "tiers", "by", "n", "m", "free",
    "buy_times", "pick", "partial", "get_skus", "get_tags", "line_by", "line_value", "max_units", "skip", "sets_of", "bundle_n",
    "bundle_price", "bundle_times", "gift", "gift_qty", "gift_step", "gift_times", "ship_rate", "ship_off", "point_worth", "point_most",
    "pay", "worth", "refundable",
)  # fmt: skip
KINDS: Final = (
    ("pct", Words("Per cent off", "打折")),
    ("off", Words("An amount off", "立减")),
    ("fix", Words("A fixed price", "一口价")),
    ("every", Words("Every X minus Y", "每满减")),
    ("tiers", Words("Tiers", "阶梯")),
    ("buyget", Words("Buy N get M", "买 N 赠 M")),
    ("bundle", Words("N for a price", "N 件组合价")),
    ("perline", Words("Some pieces of an article", "单品部分件数")),
    ("gift", Words("A gift", "赠品")),
    ("ship", Words("Delivery", "运费")),
    ("points", Words("Points", "积分抵现")),
    ("deposit", Words("A deposit that grows", "定金膨胀")),
)
_PICKS: Final = ("cheapest", "dearest", "grouped")
_TIER: Final = re.compile(r"^\s*([\d.,]+)\D+?([\d.]+)\s*(%|％)?\s*$")
_PRICE_LINE: Final = re.compile(r"^(\S+)\s*[=:：,，\s]\s*([\d.,]+)$")


def benefit_of(reader: FieldReader) -> Benefit:
    """What the chosen kind gives, as typed."""
    kind, typed = reader.typed["kind"], reader.typed
    if kind == "off":
        amount = reader.need("off", reader.amount("off"))
        return Off(amount=amount, per="unit" if typed["per"] == "unit" else "order")
    if kind == "fix":
        return _fix(reader)
    if kind == "every":
        step = reader.need("step", reader.amount("step"))
        off = reader.need("step_off", reader.amount("step_off"))
        return Every(step=step, off=off, times=reader.whole("times", least=1))
    if kind == "tiers":
        return _tiers(reader)
    if kind == "buyget":
        return _buyget(reader)
    if kind in ("perline", "bundle", "gift"):
        return _on_units(reader, kind)
    if kind == "ship":
        return Ship(bps=reader.rate("ship_rate"), amount=reader.amount("ship_off"))
    if kind == "points":
        most = reader.rate("point_most")
        return Points(
            rate=reader.need("point_worth", reader.amount("point_worth")), max_bps=10_000 if most is None else most
        )
    if kind == "deposit":
        pay, worth = reader.need("pay", reader.amount("pay")), reader.need("worth", reader.amount("worth"))
        return Deposit(pay=pay, worth=worth, refundable=bool(typed["refundable"]))
    return Pct(bps=reader.need("rate", reader.rate("rate")))


def typed_benefit(benefit: Benefit, currency: str) -> dict[str, str]:  # noqa: C901 - one case a kind
    """The fields filled with a benefit."""

    def cash(minor: int | None) -> str:
        return plain_amount(minor, currency)

    found: dict[str, str] = {"kind": benefit.kind}
    match benefit:
        case Pct():
            more = {"rate": plain_rate(benefit.bps)}
        case Off():
            more = {"off": cash(benefit.amount), "per": benefit.per}
        case Fix():
            more = {"price": cash(benefit.price), "prices": "\n".join(f"{sku} {cash(at)}" for sku, at in benefit.prices.items())}  # fmt: skip
        case Every():
            more = {"step": cash(benefit.step), "step_off": cash(benefit.off), "times": str(benefit.times or "")}
        case Tiers():
            more = {"by": benefit.by, "tiers": "\n".join(_tier_line(need, gives, benefit.by, currency) for need, gives in benefit.steps)}  # fmt: skip
        case BuyGet():
            more = {
                "n": str(benefit.n), "m": str(benefit.m), "free": plain_rate(benefit.bps), "pick": benefit.pick,
                "buy_times": str(benefit.times or ""), "partial": "1" if benefit.partial else "",
                "get_skus": ", ".join(sorted(benefit.get.skus)) if benefit.get else "",
                "get_tags": ", ".join(sorted(benefit.get.tags)) if benefit.get else "",
            }  # fmt: skip
        case PerLine():
            value = plain_rate(benefit.value) if benefit.by == "pct" else cash(benefit.value)
            more = {"line_by": benefit.by, "line_value": value, "max_units": str(benefit.max_units or ""),
                    "skip": str(benefit.skip or ""), "sets_of": str(benefit.sets_of or "")}  # fmt: skip
        case Bundle():
            more = {"bundle_n": str(benefit.n), "bundle_price": cash(benefit.price), "bundle_times": str(benefit.times or "")}  # fmt: skip
        case Gift():
            more = {"gift": benefit.gift, "gift_qty": str(benefit.qty), "gift_step": cash(benefit.step), "gift_times": str(benefit.times or "")}  # fmt: skip
        case Ship():
            more = {"ship_rate": plain_rate(benefit.bps) if benefit.bps is not None else "", "ship_off": cash(benefit.amount)}  # fmt: skip
        case Points():
            more = {"point_worth": cash(benefit.rate), "point_most": plain_rate(benefit.max_bps)}
        case Deposit():
            more = {"pay": cash(benefit.pay), "worth": cash(benefit.worth), "refundable": "1" if benefit.refundable else ""}  # fmt: skip
        case _:
            assert_never(benefit)
    return found | more


def _fix(reader: FieldReader) -> Fix:
    price = reader.amount("price")
    prices: dict[str, int] = {}
    for line in reader.lines("prices"):
        found = _PRICE_LINE.match(line)
        if found is None:
            reader.miss("prices", f"“{line[:60]}” is not an article and a price.", "Write one a line: SKU 99.00.", "每行写“货号 价格”。")  # fmt: skip
            continue
        one = FieldReader({"price": found[2]}, reader.currency, reader.zone).amount("price")
        prices[found[1]] = one or 0
    if price is None and not prices:
        reader.need("price", None)
    return Fix(price=price, prices=prices)


def _tiers(reader: FieldReader) -> Tiers:
    by = "quantity" if reader.typed["by"] == "quantity" else "amount"
    steps: list[tuple[int, Pct | Off]] = []
    for line in reader.lines("tiers"):
        found = _TIER.match(line)
        if found is None:
            reader.miss("tiers", f"“{line[:60]}” is not a tier.", "Write one a line: 300 = 40, or 300 = 10%.", "每行写“300 = 40”或“300 = 10%”。")  # fmt: skip
            continue
        one = FieldReader({"need": found[1], "off": found[2]}, reader.currency, reader.zone)
        need = one.amount("need") if by == "amount" else one.whole("need", least=1)
        gives = Pct(bps=one.rate("off") or 0) if found[3] else Off(amount=one.amount("off") or 0)
        if need is None or one.problems:
            reader.miss("tiers", f"“{line[:60]}” is not a tier.", "Write one a line: 300 = 40, or 300 = 10%.", "每行写“300 = 40”或“300 = 10%”。")  # fmt: skip
            continue
        steps.append((need, gives))
    if not steps:
        reader.need("tiers", None)
    return Tiers(steps=tuple(sorted(steps, key=lambda one: one[0])), by=cast(Literal["amount", "quantity"], by))


def _tier_line(need: int, gives: Pct | Off, by: str, currency: str) -> str:
    threshold = plain_amount(need, currency) if by == "amount" else str(need)
    return f"{threshold} = " + (f"{plain_rate(gives.bps)}%" if isinstance(gives, Pct) else plain_amount(gives.amount, currency))  # fmt: skip


def _buyget(reader: FieldReader) -> BuyGet:
    typed = reader.typed
    skus, tags = frozenset(reader.names("get_skus")), frozenset(reader.names("get_tags"))
    free = reader.rate("free")
    return BuyGet(
        n=reader.need("n", reader.whole("n", least=1, most=999)),
        m=reader.need("m", reader.whole("m", least=1, most=999)),
        bps=10_000 if free is None else free,
        times=reader.whole("buy_times", least=1),
        pick=cast(Literal["cheapest", "dearest", "grouped"], typed["pick"] if typed["pick"] in _PICKS else "cheapest"),
        partial=bool(typed["partial"]),
        get=Scope(skus=skus, tags=tags) if skus or tags else None,
    )


def _on_units(reader: FieldReader, kind: str) -> Benefit:
    typed = reader.typed
    if kind == "perline":
        by: Literal["pct", "off"] = "off" if typed["line_by"] == "off" else "pct"
        value = reader.rate("line_value") if by == "pct" else reader.amount("line_value")
        return PerLine(
            by=by,
            value=reader.need("line_value", value),
            max_units=reader.whole("max_units", least=1),
            skip=reader.whole("skip", least=0, most=999) or 0,
            sets_of=reader.whole("sets_of", least=2, most=999),
        )
    if kind == "bundle":
        return Bundle(
            n=reader.need("bundle_n", reader.whole("bundle_n", least=2, most=999)),
            price=reader.need("bundle_price", reader.amount("bundle_price")),
            times=reader.whole("bundle_times", least=1),
        )
    if not typed["gift"]:
        reader.need("gift", None)
    return Gift(
        gift=typed["gift"],
        qty=reader.whole("gift_qty", least=1) or 1,
        step=reader.amount("gift_step"),
        times=reader.whole("gift_times", least=1),
    )
