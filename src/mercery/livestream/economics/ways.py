"""One show of each way to be on air: what it costs, what is left of its sales, what comes back of each unit of money. Pure.

Sales and returns are ranges, and so is all that follows from them: the worst is the least sold with the most sent back, the best
the other way round. Commission and platform fees are counted on sales that were kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, get_args

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words

WayKind = Literal["influencer", "staff", "hired", "ours"]
KINDS: Final[tuple[WayKind, ...]] = get_args(WayKind)
KIND_NAMES: Final[Mapping[WayKind, Words]] = {
    "influencer": Words("Influencer", "达人主播"),
    "staff": Words("The shop's own people", "自有员工"),
    "hired": Words("Hired digital host", "租用数字人"),
    "ours": Words("Our host", "自有 AI 主播"),
}
FieldKind = Literal["money", "percent", "number"]
MOST: Final = Decimal(1_000_000_000)
_NO_WORDS: Final = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An assumption that can be typed."""

    name: str
    label: Words
    kind: FieldKind
    required: bool = True
    hint: Words = _NO_WORDS


_SALES: Final = (
    Field(name="sales_low", label=Words("Sales of a show, at least", "单场销售额，至少"), kind="money"),
    Field(name="sales_high", label=Words("Sales of a show, at most", "单场销售额，至多"), kind="money"),
    Field(name="returns_low", label=Words("Sent back, at least", "退货率，至少"), kind="percent"),
    Field(name="returns_high", label=Words("Sent back, at most", "退货率，至多"), kind="percent"),
    Field(
        name="margin", label=Words("Margin on what is kept", "留存销售的毛利率"), kind="percent", required=False,
        hint=Words("Empty: the shop's own, from its sales.", "留空则取店铺销售的实际毛利率。"),
    ),
)  # fmt: skip
_SHARED: Final = (
    Field(name="platform", label=Words("Platform fees on kept sales", "平台费率（按留存销售）"), kind="percent", required=False),
    Field(name="other", label=Words("Other costs of a show", "单场其他成本"), kind="money", required=False),
)  # fmt: skip
_PEOPLE: Final = (
    Field(name="people", label=Words("People", "人数"), kind="number"),
    Field(name="hours", label=Words("Hours of each for a show, with preparing", "每人单场工时（含准备）"), kind="number"),
    Field(name="hourly", label=Words("Cost of an hour", "每小时成本"), kind="money"),
)  # fmt: skip
FIELDS: Final[Mapping[WayKind, Sequence[Field]]] = {
    "influencer": (
        Field(name="slot_fee", label=Words("Slot fee of a show", "单场坑位费"), kind="money"),
        Field(name="commission", label=Words("Commission on kept sales", "佣金率（按留存销售）"), kind="percent"),
        *_SHARED, *_SALES,
    ),
    "staff": (*_PEOPLE, *_SHARED, *_SALES),
    "hired": (
        Field(name="fee_month", label=Words("Fee of a month", "月费"), kind="money"),
        Field(name="shows_month", label=Words("Shows in a month", "每月场次"), kind="number"),
        *_SHARED, *_SALES,
    ),
    "ours": (
        Field(name="people", label=Words("People who watch over it", "值守人数"), kind="number", required=False),
        Field(name="hours", label=Words("Hours of each for a show", "每人单场工时"), kind="number", required=False),
        Field(name="hourly", label=Words("Cost of an hour", "每小时成本"), kind="money", required=False),
        Field(
            name="window", label=Words("Orders count until so many hours after a show", "计入播后多少小时内的订单"),
            kind="number", required=False, hint=Words("Empty: 24.", "留空为 24。"),
        ),
        *_SHARED,
    ),
}  # fmt: skip
"""What is typed of each kind. Of ours, sales, returns, margin and the engine's costs are the shop's own figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From the worst to the best; the middle is half way, and no promise."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.low + self.high) / 2

    @property
    def exact(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A show of one way, as numbers. Money in units of the currency, shares of one."""

    fixed: float
    """What it costs whatever is sold."""
    share: float
    """Commission and platform fees of each unit of kept sales."""
    sales: Range
    returns: Range
    """`low`: the fewest sent back."""
    margin: float
    """Of each unit of kept sales."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What follows for one show."""

    cost: Range
    """With the least and the most sold: fees grow with sales."""
    sales: Range
    kept: Range
    margin: Range
    """On what is kept, before these costs."""
    back: Range | None
    """(Margin less cost) for each unit of cost; None where it costs nothing."""
    break_even: float | None
    """Sales at which margin and cost are equal, with the returns half way; None: no sales are enough."""


def worked(one: Assumed) -> Worked:
    """The show worked out at both ends."""
    kept = Range(low=one.sales.low * (1 - one.returns.high), high=one.sales.high * (1 - one.returns.low))
    cost = Range(low=one.fixed + one.share * kept.low, high=one.fixed + one.share * kept.high)
    margin = Range(low=kept.low * one.margin, high=kept.high * one.margin)
    ends = [
        (earned - spent) / spent
        for earned, spent in ((margin.low, cost.low), (margin.high, cost.high))
        if spent > 0
    ]  # fmt: skip
    left = (1 - one.returns.middle) * (one.margin - one.share)
    return Worked(
        cost=cost, sales=one.sales, kept=kept, margin=margin,
        back=Range(low=min(ends), high=max(ends)) if len(ends) == 2 else None,
        break_even=one.fixed / left if left > 0 else None,
    )  # fmt: skip


def fixed_of(kind: WayKind, typed: Mapping[str, str]) -> tuple[float, float]:
    """What a show costs whatever is sold, and the share of kept sales it costs, from what was typed."""
    value = {name: float(Decimal(text)) for name, text in typed.items() if text}

    def of(name: str) -> float:
        return value.get(name, 0.0)

    share = of("platform") / 100
    match kind:
        case "influencer":
            return of("slot_fee") + of("other"), share + of("commission") / 100
        case "hired":
            return of("fee_month") / max(of("shows_month"), 1.0) + of("other"), share
        case "staff" | "ours":
            return of("people") * of("hours") * of("hourly") + of("other"), share


def assumed(kind: WayKind, typed: Mapping[str, str], own_margin: float | None) -> Assumed | None:
    """An entry as numbers; None where the margin is not typed and the shop's own is not known."""
    fixed, share = fixed_of(kind, typed)
    margin = float(Decimal(typed["margin"])) / 100 if typed.get("margin") else own_margin
    if margin is None:
        return None

    def pair(name: str, per: float) -> Range:
        return Range(low=float(Decimal(typed[f"{name}_low"])) / per, high=float(Decimal(typed[f"{name}_high"])) / per)

    return Assumed(fixed=fixed, share=share, sales=pair("sales", 1), returns=pair("returns", 100), margin=margin)


def read_typed(kind: WayKind, form: Mapping[str, str]) -> dict[str, str]:
    """The assumptions as they were typed, as plain numbers. Invalid, with a problem for each field."""
    found, problems = dict[str, str](), list[Problem]()
    for field in FIELDS[kind]:
        text = form.get(field.name, "").strip().rstrip("%").replace(",", ".").strip()
        if not text:
            if field.required:
                message = f"{field.label.en} is missing."
                problems.append(Problem(field=field.name, message=message, remedy="Write a number.", zh="请填写数字。"))
            continue
        try:
            value = Decimal(text)
            if not value.is_finite() or not 0 <= value <= (100 if field.kind == "percent" else MOST):
                raise InvalidOperation
        except InvalidOperation:
            limit, zh = ("from 0 to 100", "0 至 100 的") if field.kind == "percent" else ("of 0 or more", "不小于 0 的")
            problems.append(
                Problem(
                    field=field.name, message=f"'{text}' cannot be used.", remedy=f"Write a number {limit}.",
                    zh=f"请填写{zh}数字。",
                )
            )  # fmt: skip
            continue
        found[field.name] = f"{value:f}"
    for name in ("sales", "returns"):
        low, high = found.get(f"{name}_low"), found.get(f"{name}_high")
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            message = "The most is less than the least."
            remedy, zh = "Write the larger number here.", "上限不应小于下限。"
            problems.append(Problem(field=f"{name}_high", message=message, remedy=remedy, zh=zh))
    if problems:
        raise Invalid("The way is not kept.", problems=problems, zh="未保存，请修改标出的各项。")
    return found
