"""The features that run against a hold-out from the first day, as experiments with a fixed key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.experiments.running.experiment import Experiment


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature of Mercery."""

    name: Words
    place: Words
    recorded: bool
    """Whether the places that show it note who met it. Where they do not, nothing can be compared, and pages say so."""
    order_days: int | None = None
    """Who meets it are customers, not visitors, and their orders on file count that many days after each meeting. None: visitors,
    and what was told of them counts from the first meeting on."""


FEATURES: Final[Mapping[str, Feature]] = {
    "assistant": Feature(
        name=Words("Assistant", "AI 店员"),
        place=Words("on every page of the shop", "店铺各页面"),
        recorded=True,
    ),
    "live": Feature(
        name=Words("Live shows", "直播"),
        place=Words("announced on the home page, comments answered on air", "首页预告，直播中答复评论"),
        recorded=True,
    ),
    "recommendations": Feature(
        name=Words("Recommendations", "推荐"),
        place=Words("beside pieces, in the bag and after an order", "商品页、购物袋与下单之后"),
        recorded=True,
    ),
    "mails": Feature(
        name=Words("Recommendation mails", "推荐邮件"),
        place=Words("rows for the mails your shop sends", "店铺邮件中的推荐"),
        recorded=True,
        order_days=14,
    ),
    "search": Feature(
        name=Words("Search", "搜索"),
        place=Words("the search of the shop", "店内搜索"),
        recorded=False,
    ),
    "guide": Feature(
        name=Words("Buying guide", "导购"),
        place=Words("the guide's page and the assistant", "导购页与 AI 店员"),
        recorded=False,
    ),
    "content": Feature(
        name=Words("Content studio", "内容工坊"),
        place=Words("texts, pictures and films on the shop's pages", "店铺页面上的文案、图片与视频"),
        recorded=False,
    ),
}


def share_in_force(shop: Shop, key: str) -> float:
    """The share of this shop's visitors without it at this moment; 1 where nobody has it."""
    return shop.holdouts.get(key, settings().holdout_share)


def as_experiment(shop: Shop, key: str) -> Experiment:
    """A feature nobody has said anything about: it runs with the shop's share, judged by orders."""
    one = FEATURES[key]
    share = share_in_force(shop, key)
    return Experiment(
        key=key, name=one.name, place=one.place, share=share, metric="orders", worth_above=0.0,
        state="running" if 0 < share < 1 else "ended", feature=True,
    )  # fmt: skip
