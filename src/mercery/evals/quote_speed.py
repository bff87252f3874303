"""`mercery bench quote [--carts 60] [--lines 1,5,10,20] [--rules 5,10,20,40] [--seconds 0.05]`: how long a price takes.

Made-up shops of 200 articles with the promotions of a big sale. A quote is the best price with its proof, its margin, the
platform's price and what is wanting to unused rules, the calendar being ready. `evaluate` is one cart under one selection,
with all its steps: 5 lines and 6 rules, all of them applied.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from mercery.evals.made_calendars import made_calendar, made_cart
from mercery.evals.registry import Say
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.walk import Quote, Selection
from mercery.promotions.rules.benefit import BuyGet, Every, Off, Pct, Ship, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule

LIMIT_MS: Final = 50
"""For 99 of 100 quotes at 20 lines and 20 rules."""
EVALUATE_LIMIT_MS: Final = 0.3
SKUS: Final = 200
SHOPS: Final = 10


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """By number of lines and rules: p50 and p99 in ms of wall time and of processor time, the share proved best."""
    carts, seconds = int(options.get("carts", "60")), float(options.get("seconds", "0.05"))
    lines = [int(one) for one in options.get("lines", "1,5,10,20").split(",")]
    rules = [int(one) for one in options.get("rules", "5,10,20,40").split(",")]
    found: dict[str, object] = {
        "n": carts,
        "p99_limit_ms": LIMIT_MS,
        "evaluate_ms": round(_evaluate_ms(), 3),
        "evaluate_limit_ms": EVALUATE_LIMIT_MS,
    }
    by_size: dict[str, object] = {}
    for of_rules in rules:
        for of_lines in lines:
            figures = _size(of_lines, of_rules, carts, seconds)
            by_size[f"{of_lines}_lines_{of_rules}_rules"] = figures
            say(f"{of_lines} lines, {of_rules} rules: {figures}")
    return found | {"by_size": by_size}


def _size(lines: int, rules: int, carts: int, seconds: float) -> Mapping[str, object]:
    calendars = [made_calendar(seed, skus=SKUS, rules=rules) for seed in range(SHOPS)]
    for calendar in calendars:
        quote(calendar, tuple(Line(sku=sku, quantity=1) for sku in list(calendar.skus)[:1]))
    times, cpu, quotes = [], [], []
    for seed in range(carts):
        calendar = calendars[seed % SHOPS]
        cart = made_cart(seed, calendar, lines)
        started, processor = time.perf_counter(), time.process_time()
        quotes.append(quote(calendar, cart, seconds=seconds))
        cpu.append((time.process_time() - processor) * 1000)
        times.append((time.perf_counter() - started) * 1000)
    return {
        "p50_ms": round(median(times), 2),
        "p99_ms": _p99(times),
        "cpu_p50_ms": round(median(cpu), 2),
        "cpu_p99_ms": _p99(cpu),
        "optimal": round(sum(one.optimal for one in quotes) / carts, 3),
        "gap": _gap(quotes),
        "saved": round(sum(one.platform.payable - one.best.payable for one in quotes) / carts),
    }


def _p99(times: Sequence[float]) -> float:
    return round(sorted(times)[min(len(times) - 1, int(len(times) * 0.99))], 2)


def _gap(quotes: Sequence[Quote]) -> float:
    """The largest share of a price that a cheaper one could save where it is not proved."""
    return round(max([(one.best.payable - one.bound) / max(1, one.best.payable) for one in quotes]), 4)


def _evaluate_ms() -> float:
    rules = (
        Rule(id="member", level="line", benefit=Pct(bps=500)),
        Rule(id="shop", stage=2, benefit=Off(amount=3000), need_amount=20_000),
        Rule(id="cross", stage=2, benefit=Every(step=30_000, off=5000)),
        Rule(id="third", stage=3, benefit=BuyGet(n=2, m=1)),
        Rule(id="tiers", stage=4, benefit=Tiers(steps=((10_000, Pct(bps=500)), (50_000, Pct(bps=800))))),
        Rule(id="free", stage=5, level="ship", benefit=Ship(), need_amount=9900),
    )
    skus = {f"s{at}": Sku(id=f"s{at}", price=9900 + at * 1700) for at in range(5)}
    calendar = Calendar(skus=skus, rules=rules, shipping=1000)
    cart = tuple(Line(sku=sku, quantity=1 + at % 3) for at, sku in enumerate(skus))
    order = tuple(rule.id for rule in rules[1:])
    selection = Selection(order=order, lines=(("member",),) * 5)
    return _each_ms(calendar, cart, selection)


def _each_ms(calendar: Calendar, cart: tuple[Line, ...], selection: Selection) -> float:
    """Of processor time: others on the machine are not in it."""
    times = []
    for _ in range(20):
        started = time.process_time()
        for _ in range(50):
            evaluate(calendar, cart, selection)
        times.append((time.process_time() - started) * 1000 / 50)
    return median(times)
