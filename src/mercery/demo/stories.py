"""The demo shop's own experiments, and what each does to those who have it: invented, and told as such where it is shown.

They run on the English pages, whose visitors pay in euros: what an order leaves is known in the shop's own currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.experiments.running.experiment import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One experiment, and what its invented visitors do."""

    draft: Draft
    days: int
    """It began in the morning of the day so many days before today, counted from 1 for today."""
    times: float
    """How many times likelier an order is with it."""
    complaints: float = 0.0
    costs: int = 0
    """What a visitor who has it costs, in millionths of the currency."""


STORIES: Final = (
    Story(
        draft=Draft(
            key="assistant-product-pages", name=Words("Assistant on product pages", "商品页 AI 店员"),
            place=Words("product pages in English", "英文商品页"), share=0.5, metric="orders", worth_above=0.0,
        ),
        days=70, times=1.46, complaints=0.002, costs=62_000,
    ),
    Story(
        draft=Draft(
            key="price-countdown", name=Words("Countdown beside the price", "价格旁的倒计时"),
            place=Words("product pages in English", "英文商品页"), share=0.5, metric="orders", worth_above=0.0,
        ),
        days=49, times=0.56,
    ),
    Story(
        draft=Draft(
            key="shorter-greeting", name=Words("Shorter greeting", "更短的问候"),
            place=Words("assistant on pages in English", "英文页面 AI 店员"), share=0.5, metric="orders",
            worth_above=15.0,
        ),
        days=60, times=1.0,
    ),
    Story(
        draft=Draft(
            key="quick-replies-first", name=Words("Quick replies first", "先给快捷回复"),
            place=Words("assistant on pages in English", "英文页面 AI 店员"), share=0.5, metric="orders",
            worth_above=12.0,
        ),
        days=28, times=1.04,
    ),
)  # fmt: skip
BY_KEY: Final[Mapping[str, Story]] = {one.draft.key: one for one in STORIES}
