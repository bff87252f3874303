"""What stands in the way of an act, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Lang

_CHINESE: Final[Mapping[str, str]] = {
    "below_floor": "有订单会低于底线，须修改规则，或写明理由并由第二人核准。",
    "costs_unknown": "有商品成本未知，证明无法与成本对照；请补录成本后重新证明，或写明理由并确认仍要发布。",
    "proof_needed": "尚未证明，或证明之后价格、成本、规则已有变化，请重新证明。",
    "second_person_needed": "须由撰写人以外的另一人核准。",
    "forbidden": "您的角色不能执行此操作，请联系店主。",
    "conflict": "此间已有人改动，或当前状态不允许此操作，请刷新后再试。",
    "not_found": "已不存在。",
    "invalid": "内容不能使用，请核对后再试。",
}


def refusal(error: MerceryError, lang: Lang) -> str:
    """One line that says what is wrong and what to do."""
    if lang == "zh":
        first = error.zh or _CHINESE.get(error.code, told_in(lang, error))
        more = (problem.zh for problem in error.problems[:3] if problem.zh and problem.zh not in first)
        return "".join((first, *more))
    first = told_in(lang, error)
    more = (problem.text() for problem in error.problems[:3] if problem.message not in first)
    return " ".join((first, *more))


def by_field(error: MerceryError, lang: Lang) -> dict[str, str]:
    """The error of each field; without fields the whole under the empty name."""
    found = {problem.field: told_in(lang, problem) for problem in error.problems if problem.field}
    return found or {"": refusal(error, lang)}
