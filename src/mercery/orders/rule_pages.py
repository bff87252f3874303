"""What the pages of rules say of codes, packs and how an order would stand, and what a set of rules would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Words
from mercery.orders.actions import rule_versions
from mercery.orders.actions.decision import Code
from mercery.orders.actions.looking_back import LookBack
from mercery.orders.actions.rule import ActionRule
from mercery.orders.actions.rule_words import ACTION_NAMES, Difference, differences
from mercery.orders.actions.service import rules_in_force

PACK_WORDS: Final[Mapping[str, Words]] = {
    "standard": Words("A careful beginning: larger amounts and exchanges wait for a person.", "稳妥起步：较大金额与换货由店员处理。"),
    "boutique": Words("For a house that sends by parcel: cancel until packed, returns within 30 days, one free exchange.", "适合精品店：打包前可取消，30 天内可退，免费换货一次。"),
    "one-change-retail": Words("For shops that act at once: known by e-mail or name and postcode, one change for an order.", "适合即时办理的店铺：凭邮箱或姓名加邮编，每单可改一次。"),
}  # fmt: skip
CODE_WORDS: Final[Mapping[Code, Words]] = {
    "status": Words("the order's state does not allow it", "订单状态不允许"), "done_before": Words("already done once", "已办理过一次"),
    "too_late": Words("too late after delivery", "超过签收后期限"), "reason": Words("the reason is not accepted", "原因不被接受"),
    "refund_target": Words("the money would have to go another way", "退款去向不符"), "identity": Words("a stronger proof would be needed", "需要更强的身份证明"),
    "limit_amount": Words("above the amount, a person decides", "超过金额，由店员决定"), "limit_day": Words("too many in a day, a person decides", "超过每日次数，由店员决定"),
    "approval": Words("a person decides every time", "由店员逐一决定"), "no_rule": Words("there is no rule", "没有规则"),
    "gift_balance": Words("the gift card would not cover it", "礼品卡余额不足"),
}  # fmt: skip
STANDING: Final = {
    "open": Words("open", "可办"),
    "person": Words("for a person", "由店员处理"),
    "shut": Words("not possible", "不可办"),
}


def code_words(code: Code) -> Words:
    """Why a request would be refused or wait, in words."""
    return CODE_WORDS.get(code, Words(code.replace("_", " ")))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What a rule would change about one action."""

    name: Words
    changes: Sequence[Difference]
    fresh: bool
    """Whether there is no rule for it yet."""
    back: LookBack


async def rule_changes(session: AsyncSession, shop_id: str, rules: Sequence[ActionRule]) -> list[RuleChange]:
    """What the rules would change against those in force, and of the last ninety days; without those that change nothing."""
    held = {rule.key: rule for rule in await rules_in_force(session, shop_id)}
    return [
        RuleChange(
            name=ACTION_NAMES[rule.action], changes=differing, fresh=rule.key not in held,
            back=await rule_versions.looked_back(session, shop_id, rule),
        )
        for rule in rules
        if (differing := differences(held.get(rule.key), rule))
    ]  # fmt: skip
