"""Headings of recommended rows, and what is said when a customer has put a piece away. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.recommendations.history import Allowed
from mercery.recommendations.recommendation import Placement, ReasonKind, SayWhat

_HEADINGS: Final[Mapping[Placement, Words]] = {
    "completes": Words("Completes it", "与它相配"),
    "instead": Words("Instead of it", "也可以选这些"),
    "bag": Words("Goes with what is in your bag", "与袋中商品相配"),
    "after_order": Words("For what you bought", "为您买下的商品"),
}
_PLAIN: Final[Mapping[Placement, Words]] = {"instead": Words("Similar pieces", "相近的商品")}
_FOR_YOU: Final = Words("For you", "为您推荐")
_LOVED: Final = Words("What many buy", "大家常买")
_NEW: Final = Words("New in the shop", "新近上架")
_MORE: Final = Words("More pieces", "更多商品")


def heading(placement: Placement, kinds: Collection[ReasonKind], personal: bool) -> Words:
    """The heading of a row that stands there for these reasons; without any it is the shop's own order."""
    if not kinds:
        return _PLAIN.get(placement, _MORE)
    if placement in _HEADINGS:
        return _HEADINGS[placement]
    if personal:
        return _FOR_YOU
    if set(kinds) == {"loved"}:
        return _LOVED
    return _NEW if set(kinds) == {"new"} else _MORE


def put_away_words(said: SayWhat, name: Words) -> Words:
    """What is answered to `Not for me` and `I have it`."""
    if said == "have_it":
        return Words(f"Noted that you have it: {name.en or name.zh}.", f"记下了，您已有{name.zh or name.en}。")
    return Words(f"{name.en or name.zh} will not be recommended to you again.", f"不再向您推荐{name.zh or name.en}。")


def taken_back_words(name: Words) -> Words:
    """What is answered when it was taken back."""
    return Words(f"{name.en or name.zh} may be recommended again.", f"已恢复，可以再推荐{name.zh or name.en}。")


def used_words(may: Allowed, *, signed: bool) -> tuple[Words, Words, Literal["yes", "no"]]:
    """What of a person is used, the act that changes it, and whether that is a yes or a no."""
    if may == "all":
        return (
            Words("Your orders are used to choose for you.", "推荐时会参考您的订单。"),
            Words("Stop", "不再参考"),
            "no",
        )
    if may == "nothing":
        nothing = Words("Nothing you did here is used to choose for you.", "推荐时未使用您的任何记录。")
        return nothing, Words("Choose for me", "为我推荐"), "yes"
    if signed:
        without = Words(
            "Only what you looked at and bought in this browser is used to choose for you, not your other orders.",
            "推荐时只参考您在此浏览器中的浏览和购买，不参考您的其他订单。",
        )
        return without, Words("Use all my orders", "参考我的全部订单"), "yes"
    looked = Words("Chosen by what you looked at and bought in this browser.", "根据您在此浏览器中的浏览和购买推荐。")
    return looked, Words("Stop", "停止"), "no"
