"""A rule as typed into the form, and back. What is wrong is said by field, with its remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from mercery.core.errors import Invalid, Problem
from mercery.core.money import Money
from mercery.orders.actions.requests import ActionName
from mercery.orders.actions.rule import ActionRule, rule_from_data
from mercery.orders.actions.rule_words import AFTER_DELIVERY, amounts_text
from mercery.ui.formats import zone_named

_AMOUNT: Final = re.compile(r"(?:([A-Za-z]{3})\s*([\d.,]+)|([\d.,]+)\s*([A-Za-z]{3}))")
Typed = Mapping[str, str | Sequence[str]]


def typed_of(rule: ActionRule | None, action: ActionName) -> dict[str, Any]:
    """What stands in the form's fields for a rule; for none, a careful beginning."""
    rule = rule or ActionRule(key=action, action=action, statuses=(), identity="code")
    return {
        "statuses": list(rule.statuses), "identity": rule.identity, "confirmation": rule.confirmation,
        "approval": rule.approval, "once": rule.once, "reasons": "\n".join(rule.reasons),
        "within_days": "" if rule.within_days is None else str(rule.within_days), "refund_to": rule.refund_to,
        "refund_low": str(rule.refund_days[0]), "refund_high": str(rule.refund_days[1]), "refund_from": rule.refund_from,
        "person_above": amounts_text(rule.person_above),
        "per_day": "" if rule.per_customer_and_day is None else str(rule.per_customer_and_day),
        "statement_en": rule.statement.en, "statement_zh": rule.statement.zh, "reminder_en": rule.reminder.en,
        "reminder_zh": rule.reminder.zh, "valid_from": "", "valid_to": "", "reason": "", "version": str(rule.version),
    }  # fmt: skip


def rule_from_typed(action: ActionName, key: str, typed: Mapping[str, Any], timezone: str) -> ActionRule:
    """The rule that was typed; Invalid with every problem at once."""
    problems: list[Problem] = []
    data: dict[str, Any] = {
        "key": key, "action": action, "statuses": typed.get("statuses") or [], "identity": typed.get("identity", ""),
        "confirmation": bool(typed.get("confirmation")), "once": bool(typed.get("once")),
        "approval": typed.get("approval", ""), "refund_to": typed.get("refund_to") or "original",
        "refund_from": typed.get("refund_from") or "now",
        "reasons": [line.strip() for line in str(typed.get("reasons", "")).splitlines() if line.strip()],
        "within_days": _number(typed, "within_days", problems) if action in AFTER_DELIVERY else None,
        "per_customer_and_day": _number(typed, "per_day", problems),
        "refund_days": [_number(typed, "refund_low", problems) or 0, _number(typed, "refund_high", problems) or 0],
        "person_above": [
            {"minor": one.minor, "currency": one.currency} for one in _amounts(str(typed.get("person_above", "")), problems)
        ],
        "statement": {"en": typed.get("statement_en", ""), "zh": typed.get("statement_zh", "")},
        "reminder": {"en": typed.get("reminder_en", ""), "zh": typed.get("reminder_zh", "")},
    }  # fmt: skip
    _sense(data, problems)
    begins, ends = _day(typed, "valid_from", timezone, problems), _day(typed, "valid_to", timezone, problems, days=1)
    if begins and ends and ends <= begins:
        problems.append(
            _problem(
                "valid_to",
                "It would end before it begins.",
                "Choose a later last day.",
                zh="截止日早于生效日，请选择更晚的截止日。",
            )
        )
    if problems:
        raise Invalid("The rule is not saved.", problems=problems, zh="规则未保存，请修改标出的字段。")
    return replace(rule_from_data(data, file="the form"), valid_from=begins, valid_to=ends)


def _sense(data: Mapping[str, Any], problems: list[Problem]) -> None:
    """What the parts must say together."""
    if data["action"] != "change_customer_address" and not data["statuses"]:
        remedy = "Choose at least one, or withdraw the rule."
        problems.append(
            _problem(
                "statuses",
                "No state of an order is chosen, so nothing is ever allowed.",
                remedy,
                zh="请至少选择一种订单状态；不再办理请撤销规则。",
            )
        )
    low, high = data["refund_days"]
    if low > high:
        problems.append(
            _problem(
                "refund_high",
                "The later day comes before the earlier one.",
                "Exchange the two.",
                zh="最多天数小于最少天数，请对调。",
            )
        )
    for lang, name, named in (("en", "English", "英文"), ("zh", "Chinese", "中文")):
        if not data["statement"][lang]:
            missing = f"Customers who write {name} would be told nothing."
            problems.append(
                _problem(
                    f"statement_{lang}",
                    missing,
                    "Write one or two sentences.",
                    zh=f"使用{named}的顾客将得不到说明，请写一两句。",
                )
            )


def _problem(field: str, message: str, remedy: str, *, zh: str) -> Problem:
    return Problem(field=field, message=message, remedy=remedy, zh=zh)


def _number(typed: Mapping[str, Any], field: str, problems: list[Problem]) -> int | None:
    text = str(typed.get(field, "")).strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        problems.append(
            _problem(
                field,
                f"'{text}' is not a whole number.",
                "Write for example 30, or nothing.",
                zh=f"“{text}”不是整数，请填写 30 这样的数，或留空。",
            )
        )
        return None
    return int(text)


def _amounts(text: str, problems: list[Problem]) -> list[Money]:
    """`EUR 1500, 12,000 CNY`. One amount for each currency."""
    found: dict[str, Money] = {}
    rest = _AMOUNT.sub("", text)
    for match in _AMOUNT.finditer(text):
        currency, number = (match[1] or match[4]).upper(), (match[2] or match[3]).rstrip(".,").replace(",", "")
        try:
            found[currency] = Money.from_major(number, currency)
        except (ValueError, ArithmeticError):
            rest += match[0]
    if re.sub(r"[\s,;，；、]|and|和", "", rest):
        problems.append(
            _problem(
                "person_above",
                f"'{text}' cannot be read as amounts.",
                "Write EUR 1500, CNY 12000.",
                zh=f"“{text}”不是金额，请写成 EUR 1500, CNY 12000。",
            )
        )
        return []
    return list(found.values())


def _day(
    typed: Mapping[str, Any], field: str, timezone: str, problems: list[Problem], *, days: int = 0
) -> datetime | None:
    """Midnight of the day in the shop's zone; an end day counts as a whole."""
    text = str(typed.get(field, "")).strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        problems.append(
            _problem(
                field,
                f"'{text}' is not a date.",
                "Write 2026-11-30.",
                zh=f"“{text}”不是日期，请填写 2026-11-30 这样的日期。",
            )
        )
        return None
    return datetime.combine(day, time(), tzinfo=zone_named(timezone))
