"""Cases in the lab's own notation: the best price for the buyer, figure by figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from mercery.core.errors import MerceryError
from mercery.evals.promotions.comparing import differences
from mercery.evals.promotions.peers.trial import Case, Inexpressible
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line
from mercery.promotions.rules.notation import buyer_from, calendar_from

_SKU = ("price", "tags", "floor", "cost", "shop")


def judge(case: Case) -> str:
    """What is wrong with the price of a case; empty where nothing is."""
    try:
        calendar, ids = _calendar(case)
        cart = tuple(Line(sku=sku, quantity=row["qty"]) for sku, row in zip(ids, case["cart"], strict=True))
        priced = charged(calendar, quote(calendar, cart, buyer_from(case.get("buyer") or {})))
        return "; ".join(differences(case["expect"], _figures(priced)))
    except (Inexpressible, KeyError, TypeError) as error:
        return f"cannot be said: {error}"
    except MerceryError as error:
        return error.message


def _calendar(case: Case) -> tuple[Calendar, list[str]]:
    """The calendar of a case; lines of one name and different prices are articles of their own."""
    skus: dict[str, dict[str, Any]] = {}
    ids = []
    for row in case["cart"]:
        name = row["sku"]
        said = {key: row[key] for key in _SKU if key in row}
        while name in skus and {key: skus[name][key] for key in said} != said:
            name += "'"
        skus[name] = {"sku": name, **said}
        ids.append(name)
    data = {
        "skus": list(skus.values()),
        "rules": case["rules"],
        "policy": _policy(case.get("policy") or {}),
        "shipping": case.get("shipping") or 0,
        "most_units": max([row["qty"] for row in case["cart"]], default=1),
    }
    return calendar_from(data), ids


def _policy(said: Mapping[str, Any]) -> dict[str, Any]:
    """The policy in our names for the same things (`floor` is `down`, `last` is `last_line`)."""
    return {
        name: _OURS.get((name, value), value) if isinstance(value, str) else value
        for name, value in said.items()
        if value is not None
    }


_OURS: Final[Mapping[tuple[str, str], str]] = {
    **{("round_mode", name): "down" for name in ("floor", "truncate", "trunc")},
    **{("round_mode", name): "up" for name in ("ceil", "ceiling")},
    **{("round_mode", name): "half_even" for name in ("even", "bankers", "half-even")},
    **{("round_mode", name): name.replace("-", "_") for name in ("half-up", "half-down")},
    **{("alloc", name): "last_line" for name in ("last", "remainder_last", "last_line_remainder")},
    **{("alloc", name): "first_lines" for name in ("first", "first_line", "remainder_first")},
    **{("alloc", name): "carried" for name in ("carry", "carried_delta", "delta")},
    **{("alloc", name): "largest_remainder" for name in ("largest", "hamilton", "prorata", "pro_rata")},
}


def _figures(priced: Priced) -> dict[str, object]:
    return {
        "total": priced.payable,
        "discount": priced.list_total - priced.goods,
        "lines": [line.total for line in priced.lines],
        "line_discounts": [line.list_total - line.total for line in priced.lines],
        "unit_paid": [list(line.unit_paid) for line in priced.lines],
        "units": [list(line.unit_paid) for line in priced.lines],
        "ship": priced.shipping,
        "gifts": [list(one) for one in priced.gifts],
    }


def figures(cases: Iterable[Case]) -> dict[str, object]:
    """Counts in all and by system, and what is wrong by id."""
    right, total, wrong = Counter[str](), Counter[str](), {}
    for case in cases:
        system = str(case.get("system", "?")).split(" (")[0]
        said = judge(case)
        total[system] += 1
        right[system] += not said
        if said:
            wrong[str(case.get("id"))] = said
    by_system: Mapping[str, object] = {one: {"right": right[one], "total": total[one]} for one in sorted(total)}
    return {
        "stacking_right": sum(right.values()),
        "stacking_total": sum(total.values()),
        "by_system": by_system,
        "stacking_failures": wrong,
    }
