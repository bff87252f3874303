"""`mercery eval experiments --simulate [--runs 2000] [--seed 9] [--only TEXT]`: do the statistics keep what they promise?
`mercery eval experiments FILE [--holdout .1] [--by net_value|orders] [--worth N] [--cost N] [--currency EUR]`: what may be
said of an experiment of your own?

Simulated: worlds in which the truth is known (`experiments_designs`), looked at every 100 visitors. Shares of runs that were
ever wrong stand under `fpr_…` and `miss_…`, of those that found what is there under `power_…`; what a plain test that is
looked at as often does stands beside it (`peeking_…`, `naive_…`, `pooled_…`).

A file is a CSV with a line a visitor: `visitor,arm,exposed_at,orders,value,before`. `arm` is `treatment` or `holdout`, `value`
what the visitor left in whole units of the currency (margin less refunds), `before` anything known from before the first
exposure, such as orders of the year before; `value` and `before` may be missing. `--holdout` is the share that was drawn: without it
the sizes of the groups cannot be judged. `--cost` is what the feature cost for each treated visitor, `--worth` what counts as
worthwhile for every 1,000 visitors: extra orders with `--by orders`, else money.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Final

from mercery.core.errors import Invalid
from mercery.core.money import minor_digits
from mercery.evals.registry import Result, Say
from mercery.experiments.statistics.covariate import adjusted
from mercery.experiments.statistics.evidence import Buyers, log_evidence, p_value
from mercery.experiments.statistics.horizon import outlook
from mercery.experiments.statistics.mismatch import Mismatch, Seen, mismatch
from mercery.experiments.statistics.moments import Moments, PairMoments
from mercery.experiments.statistics.order_cost import order_cost
from mercery.experiments.statistics.sequences import Interval, difference, lift, missing
from mercery.experiments.statistics.verdicts import By, Measured, Terms, verdict

RUNS: Final = 2000
SEED: Final = 9
_ARMS: Final = {"treatment": True, "treated": True, "holdout": False, "held": False, "control": False}


def run(paths: list[Path], say: Say, options: Mapping[str, str] | None = None) -> Result:
    """Simulate, or analyse one file."""
    chosen = dict(options or {})
    if "simulate" in chosen:
        return simulate(_whole(chosen, "runs", RUNS), _whole(chosen, "seed", SEED), say, only=chosen.get("only", ""))
    if len(paths) != 1:
        raise Invalid("Name one file of visitors, or --simulate.", remedy="mercery eval experiments --simulate --json")
    return analyse(paths[0], chosen, say)


def simulate(runs: int, seed: int, say: Say, *, only: str = "") -> Result:
    """Every design whose name holds `only`, `runs` times each."""
    from mercery.evals.experiments_designs import DESIGNS, mc_error

    say(f"{runs} runs of each design; the chance error of a share of 5 % is {mc_error(runs):.4f}")
    figures: dict[str, object] = {}
    for number, (name, design) in enumerate(DESIGNS.items()):
        if only not in name:
            continue
        found = {key: round(value, 4) for key, value in design(seed + 1000 * number, runs).items()}
        say(f"{name}: " + ", ".join(f"{key} {value:g}" for key, value in found.items()))
        figures |= {key: value if isfinite(value) else None for key, value in found.items()}
    figures["mc_error_at_5pct"] = round(mc_error(runs), 4)
    figures["runs"] = runs
    return Result(n=runs, figures=figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One visitor of a file."""

    treated: bool
    exposed_at: datetime
    orders: int
    value: float | None
    before: float | None


def analyse(path: Path, options: Mapping[str, str], say: Say) -> Result:
    """Ranges and verdict on one file, as the console would give them."""
    units = read(path)
    by: By = "orders" if options.get("by") == "orders" else "net_value"
    if options.get("by", by) != by:
        raise Invalid(f"--by is net_value or orders, not {options['by']}.")
    currency = options.get("currency", "EUR")
    minor = 10 ** minor_digits(currency)
    arms = [[one for one in units if one.treated == treated] for treated in (True, False)]
    ordered = [Moments.of_share(len(arm), sum(one.orders > 0 for one in arm)) for arm in arms]
    extra = difference(*(_orders(arm) for arm in arms))
    cost = _number(options, "cost") * minor
    net, removed = _net(arms, minor, cost)
    sizes = _sizes(ordered, options)
    days = (max(one.exposed_at for one in units) - min(one.exposed_at for one in units)).total_seconds() / 86_400
    need = missing(*ordered)
    worth = _number(options, "worth") / 1000
    terms = Terms(by=by, worth_orders=worth if by == "orders" else 0, worth_net=worth * minor if by != "orders" else 0)
    measured = Measured(
        orders=extra, net=net, currency=currency, days=days, mismatch=sizes, needs=(need,) if need else ()
    )
    said = verdict(measured, terms)
    for reason in said.reasons:
        say(reason.words.en)
    figures = {
        "treated": ordered[0].n,
        "held": ordered[1].n,
        "days": round(days, 2),
        "buyers_treated": ordered[0].conversions,
        "buyers_held": ordered[1].conversions,
        "extra_orders_per_1000": _ends(extra.scaled(1000)),
        "lift_of_buyers": _ends(lift(*ordered)),
        "net_value_per_1000": _ends(net.scaled(1000 / minor)) if net else None,
        "variance_removed": removed,
        "cost_of_one_extra_order": _cost(cost, minor, extra),
        **_exact(ordered, options),
        "mismatch": None if sizes is None else {"alarm": sizes.alarm, "p": round(sizes.p_value, 4)},
        "verdict": said.kind,
        "reasons": [reason.words.en for reason in said.reasons],
    }
    if said.kind == "wait" and not said.blocked:
        figures["outlook"] = _outlook(ordered, days, say)
    return Result(n=len(units), figures=figures)


def read(path: Path) -> list[Unit]:
    """The visitors of a file; the first line that cannot be read is named."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    lacking = {"visitor", "arm", "exposed_at", "orders"} - set(rows.fieldnames or ())
    if lacking:
        raise Invalid(f"{path.name} has no column {', '.join(sorted(lacking))}.", remedy="See docs/guide/examining.md.")
    found: dict[str, Unit] = {}
    for number, row in enumerate(rows, 2):
        try:
            unit = Unit(
                treated=_ARMS[row["arm"].strip().lower()],
                exposed_at=datetime.fromisoformat(row["exposed_at"]),
                orders=int(row["orders"]),
                value=_cell(row.get("value")),
                before=_cell(row.get("before")),
            )
        except (KeyError, ValueError, AttributeError, TypeError) as error:
            raise Invalid(
                f"{path.name}, line {number} is no visitor: {error}",
                remedy="arm is treatment or holdout, exposed_at an ISO time, orders a whole number.",
            ) from error
        if row["visitor"] in found:
            raise Invalid(
                f"{path.name}, line {number}: the visitor {row['visitor']} is there twice.",
                remedy="Write one line for each visitor, with the sums.",
            )
        found[row["visitor"]] = unit
    if not found:
        raise Invalid(f"{path.name} has no visitors.")
    return list(found.values())


def _orders(arm: list[Unit]) -> Moments:
    return Moments.of((one.orders for one in arm), conversions=sum(one.orders > 0 for one in arm))


def _net(arms: list[list[Unit]], minor: int, cost: float) -> tuple[Interval | None, float | None]:
    """Net value for each visitor in minor units, narrowed by what was known before; and the variance that removed."""
    if any(one.value is None for arm in arms for one in arm):
        return None, None
    buyers = [sum(one.orders > 0 for one in arm) for arm in arms]
    values = [[(one.value or 0.0) * minor for one in arm] for arm in arms]
    if any(one.before is None for arm in arms for one in arm):
        plain = [Moments.of(here, conversions=count) for here, count in zip(values, buyers, strict=True)]
        return difference(*plain).shifted(-cost), None
    pairs = [
        PairMoments.of(
            zip(here, (one.before or 0.0 for one in arm), strict=True),
            conversions=count,
        )
        for here, arm, count in zip(values, arms, buyers, strict=True)
    ]
    found = adjusted(*pairs)
    return difference(found.arms.treated, found.arms.held).shifted(-cost), round(found.removed, 4)


def _sizes(arms: list[Moments], options: Mapping[str, str]) -> Mismatch | None:
    if "holdout" not in options:
        return None
    return mismatch([Seen.arms(arms[0].n, arms[1].n, holdout=_number(options, "holdout"))])


def _exact(arms: list[Moments], options: Mapping[str, str]) -> dict[str, object]:
    """The exact p-value, where the drawn share is known."""
    if "holdout" not in options:
        return {}
    buyers = Buyers(
        treated=arms[0].conversions or 0, held=arms[1].conversions or 0, holdout=_number(options, "holdout")
    )
    return {"exact_p_of_buyers": round(p_value(log_evidence([buyers])), 4)}


def _outlook(arms: list[Moments], days: float, say: Say) -> str:
    seen = arms[0].n + arms[1].n
    rate = ((arms[0].conversions or 0) + (arms[1].conversions or 0)) / seen
    words = outlook(rate, arms[1].n / seen, per_day=seen / max(days, 1), seen=seen)
    say(words.en)
    return words.en


def _cost(cost: float, minor: int, extra: Interval) -> object:
    if not cost:
        return None
    found = order_cost(cost / minor, extra)
    ends = [found.estimate, found.low, found.high]
    return {"state": found.state, "range": [None if one is None else round(one, 4) for one in ends]}


def _ends(interval: Interval) -> list[float | None]:
    """Estimate, low, high; an end that is not known is None."""
    return [round(one, 4) if isfinite(one) else None for one in (interval.estimate, interval.low, interval.high)]


def _cell(text: str | None) -> float | None:
    return float(text) if text and text.strip() else None


def _number(options: Mapping[str, str], name: str) -> float:
    try:
        return float(options.get(name, "0"))
    except ValueError as error:
        raise Invalid(f"--{name} is a number, not {options[name]}.") from error


def _whole(options: Mapping[str, str], name: str, default: int) -> int:
    try:
        number = int(options.get(name, default))
    except ValueError as error:
        raise Invalid(f"--{name} is a whole number, not {options[name]}.") from error
    if number < 1:
        raise Invalid(f"--{name} is at least 1.")
    return number
