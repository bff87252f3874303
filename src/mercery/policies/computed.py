"""Which values of a policy code computes with, and what it works out of them. Other names are kept, told apart when a policy
changes and handed out with it, and nothing is worked out of them.

Code reads a value by the name declared here, the page and the reference list the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.policies.policy import Scalar, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A value with a meaning."""

    name: str
    """The name, or the part of it that tells."""
    where: Literal["whole", "begins", "ends"] = "whole"
    """Whether a name is this one, begins with it (a currency follows) or ends with it (a place stands before it)."""
    topics: tuple[Topic, ...] = ()
    """Topics of the policies it is read from; empty means any."""
    example: str
    holds: Words
    """What stands behind the colon."""
    means: Words
    """What is worked out of it."""

    @property
    def shown(self) -> str:
        """The name as a person reads it: `…business_days_max`, `instalment_least_…`."""
        return {"whole": self.name, "begins": f"{self.name}…", "ends": f"…{self.name}"}[self.where]

    def fits(self, name: str) -> bool:
        """Whether a value of this name is meant."""
        if self.where == "whole":
            return name == self.name
        return name.startswith(self.name) if self.where == "begins" else name.endswith(self.name)

    def of(self, values: Mapping[str, Scalar]) -> Scalar:
        """The value; None where there is none."""
        return next((value for name, value in values.items() if self.fits(name)), None)


_NUMBER: Final = Words("a whole number", "整数")
_AMOUNT: Final = Words("an amount in whole units of the currency", "金额，以该货币的主单位计")
_CLOCK: Final = Words("a time of day", "时刻")
_SPAN: Final = Words(
    "Shown to whoever answers a customer, as what may be granted. Of the policy returns, days is also held against the rules for orders.",
    "答复顾客的同事可看到的承诺期限；“returns”政策的 days 还会与订单规则核对。",
)


def _in(unit: str, unit_zh: str) -> Words:
    return Words(
        f"What may be granted, in {unit}: shown to whoever answers a customer.",
        f"承诺期限，以{unit_zh}计；答复顾客的同事可看到。",
    )


WORKING_DAYS: Final = Computed(
    name="business_days_max", where="ends", topics=("delivery",), example="business_days_max: 3", holds=_NUMBER,
    means=Words("The day a parcel is there at the latest (“by Friday?”), Monday to Friday counted from today.",
                "包裹最迟送达日（“周五前能到吗”），从今天起按周一至周五计。"),
)  # fmt: skip
CALENDAR_DAYS: Final = Computed(
    name="days_max", where="ends", topics=("delivery",), example="days_max: 5", holds=_NUMBER,
    means=Words("The day a parcel is there at the latest, every day counted from today.", "包裹最迟送达日，从今天起按自然日计。"),
)  # fmt: skip
COSTS_EXTRA: Final = Computed(
    name="fee", where="begins", topics=("delivery",), example="fee_eur: 20", holds=_AMOUNT,
    means=Words("A delivery that costs extra is a choice: no day is promised by it.",
                "另收费的配送属于可选项，不据此承诺送达日。"),
)  # fmt: skip
DAYS: Final = Computed(
    name="days", topics=("returns", "warranty", "repair"), example="days: 30", holds=_NUMBER, means=_SPAN,
)  # fmt: skip
MONTHS: Final = Computed(
    name="months", topics=("returns", "warranty", "repair"), example="months: 24", holds=_NUMBER,
    means=_in("months", "月"),
)  # fmt: skip
YEARS: Final = Computed(
    name="years", topics=("returns", "warranty", "repair"), example="years: 2", holds=_NUMBER,
    means=_in("years", "年"),
)  # fmt: skip
OPENS: Final = Computed(
    name="from", topics=("contact",), example="from: 09:00", holds=_CLOCK,
    means=Words("With to: when somebody answers, said to customers who wait while nobody is at the desk. The page Hours writes a policy of its own.",
                "与 to 一起表示人工在线时间，无人值守时告知等候的顾客。“服务时间”页会另写一条政策。"),
)  # fmt: skip
CLOSES: Final = Computed(
    name="to", topics=("contact",), example="to: 18:30", holds=_CLOCK,
    means=Words("With from: until when somebody answers.", "与 from 一起表示人工在线时间的结束时刻。"),
)  # fmt: skip
REGION: Final = Computed(
    name="region", example="region: FR", holds=Words("a country's code", "国家代码"),
    means=Words("Where it applies, beside the field of that name: for the day a parcel is there, and for drafts from documents that are held against it.",
                "适用地区，与“适用地区”一栏并用：用于推算送达日，以及核对文档草稿。"),
)  # fmt: skip
PARTS: Final = Computed(
    name="instalment_months", example="instalment_months: 3, 6", holds=Words("numbers from 2 to 60", "2 至 60 的数字"),
    means=Words("Opens payment in so many parts; the assistant works the amounts out of the price or the bag.",
                "开放分期付款的期数；店员据商品价格或购物袋算出每期金额。"),
)  # fmt: skip
PARTS_FEE: Final = Computed(
    name="instalment_fee_bps", example="instalment_fee_bps: 150", holds=Words("hundredths of a percent", "万分之几"),
    means=Words("What payment in parts costs once, of the price.", "分期付款的一次性手续费，按价格计。"),
)  # fmt: skip
PARTS_YEARLY: Final = Computed(
    name="instalment_annual_bps", example="instalment_annual_bps: 990", holds=Words("hundredths of a percent", "万分之几"),
    means=Words("What payment in parts costs as a yearly rate.", "分期付款的年利率。"),
)  # fmt: skip
PARTS_PAID_BY: Final = Computed(
    name="instalment_paid_by", example="instalment_paid_by: merchant", holds=Words("buyer or merchant", "buyer 或 merchant"),
    means=Words("Who pays what payment in parts costs; the buyer where nothing is said.", "分期付款的费用由谁承担；未填为买家。"),
)  # fmt: skip
PARTS_LEAST: Final = Computed(
    name="instalment_least_", where="begins", example="instalment_least_eur: 300", holds=_AMOUNT,
    means=Words("The smallest amount payment in parts is open for, by currency.", "可分期的最低金额，按货币分别填写。"),
)  # fmt: skip
PARTS_MOST: Final = Computed(
    name="instalment_most_", where="begins", example="instalment_most_eur: 5000", holds=_AMOUNT,
    means=Words("The largest amount payment in parts is open for, by currency.", "可分期的最高金额，按货币分别填写。"),
)  # fmt: skip

COMPUTED: Final[tuple[Computed, ...]] = (
    WORKING_DAYS, CALENDAR_DAYS, COSTS_EXTRA, DAYS, MONTHS, YEARS, OPENS, CLOSES, PARTS, PARTS_FEE, PARTS_YEARLY,
    PARTS_PAID_BY, PARTS_LEAST, PARTS_MOST, REGION,
)  # fmt: skip
"""In the order in which they are listed."""


def computed_by_topic() -> Iterator[tuple[tuple[Topic, ...], list[Computed]]]:
    """The values by the topics they are read from."""
    groups: dict[tuple[Topic, ...], list[Computed]] = {}
    for one in COMPUTED:
        groups.setdefault(one.topics, []).append(one)
    yield from groups.items()
