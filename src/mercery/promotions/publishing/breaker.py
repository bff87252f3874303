"""When a rule is stopped by itself. Pure: figures go in, reasons come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.quoting.walk import Margin, Priced

TripKind = Literal["margin", "velocity", "spend", "budget", "price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A reason to stop a rule."""

    kind: TripKind
    rule: str
    words: Words
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSeen:
    """How a rule was used by live orders."""

    rule: str
    uses: int
    """Within the last hour."""
    spend: int
    """What it took off within the last hour."""
    spend_of_set: int
    """What all rules of its set have taken off since the set was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the uses of a rule are held against; None: nothing."""

    uses_per_hour: int
    """Set for the rule's set, or what the shop expects of itself."""
    set_by_hand: bool
    spend_per_hour: int | None
    budget: int | None


def limits_of(watch: Mapping[str, int], *, usual_per_hour: float, least_uses: int, velocity_times: int) -> Limits:
    """The limits of a rule whose set is watched by `watch`, in a shop with so many orders an hour."""
    own = watch.get("uses_per_hour")
    expected = max(least_uses, round(usual_per_hour * velocity_times))
    return Limits(
        uses_per_hour=own or expected,
        set_by_hand=own is not None,
        spend_per_hour=watch.get("spend_per_hour"),
        budget=watch.get("budget"),
    )


def judge(seen: RuleSeen, limits: Limits, currency: str) -> Trip | None:
    """The first limit a rule has gone over, or None."""
    if seen.uses > limits.uses_per_hour:
        why = Words("the limit set", "所设上限") if limits.set_by_hand else Words("what is expected", "预期")
        words = Words(
            f"'{seen.rule}' was used {seen.uses} times within an hour; {why.en} is {limits.uses_per_hour}.",
            f"“{seen.rule}”一小时内被使用 {seen.uses} 次，{why.zh}为 {limits.uses_per_hour} 次。",
        )
        return Trip(
            kind="velocity", rule=seen.rule, words=words, figures={"uses": seen.uses, "limit": limits.uses_per_hour}
        )
    if limits.spend_per_hour is not None and seen.spend > limits.spend_per_hour:
        return _over("spend", seen.rule, seen.spend, limits.spend_per_hour, currency)
    if limits.budget is not None and seen.spend_of_set > limits.budget:
        return _over("budget", seen.rule, seen.spend_of_set, limits.budget, currency)
    return None


def judge_order(
    number: str, priced: Priced, margin: Margin, bound: int, rules: Sequence[str], currency: str
) -> Trip | None:
    """Whether an order is further below the floor than was proved possible; the rule that took most off is to stop."""
    if margin.short <= max(0, bound):
        return None
    used = [step for step in priced.steps if step.discount and step.rule in rules]
    rule = max(used, key=lambda step: step.discount).rule if used else ""
    short, proved = Money(margin.short, currency), Money(max(0, bound), currency)
    words = Words(
        f"Order {number} is {short.text()} below the floor; the proof allows {proved.text()} at most.",
        f"订单 {number} 低于底线 {short.text('zh')}，证明允许最多 {proved.text('zh')}。",
    )
    figures = {"short": margin.short, "bound": max(0, bound), "margin": margin.margin}
    return Trip(kind="margin", rule=rule, words=words, figures=figures)


def _over(kind: TripKind, rule: str, spent: int, most: int, currency: str) -> Trip:
    amount, limit = Money(spent, currency), Money(most, currency)
    when = Words("within an hour", "一小时内") if kind == "spend" else Words("in all with its set", "连同所属活动累计")
    words = Words(
        f"'{rule}' took {amount.text()} off {when.en}; the limit is {limit.text()}.",
        f"“{rule}”{when.zh}优惠 {amount.text('zh')}，上限 {limit.text('zh')}。",
    )
    return Trip(kind=kind, rule=rule, words=words, figures={"spent": spent, "limit": most})
