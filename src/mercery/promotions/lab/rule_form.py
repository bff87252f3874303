"""The form of one rule: filled from a rule, and read back into one with an error beside each field. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, cast, get_args
from zoneinfo import ZoneInfo

from mercery.core.i18n import Words
from mercery.promotions.lab.benefit_form import BENEFIT_FIELDS, benefit_of, typed_benefit
from mercery.promotions.lab.form_fields import FieldReader, plain_amount, plain_rate
from mercery.promotions.rules.benefit import Benefit
from mercery.promotions.rules.rule import Basis, Level, Refund, Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope

FIELDS: Final = (
    "rule", "set", "name_en", "name_zh", *BENEFIT_FIELDS, "skus", "tags", "not_skus", "not_tags", "price_min",
    "price_max", "need_amount", "need_qty", "basis", "need_basis", "stage", "level", "group", "exclusive", "excludes",
    "priority", "who", "code", "cap", "per_user", "total", "merchant", "budget", "starts", "ends", "endless", "lost", "refund",
)  # fmt: skip
_TIME: Final = "%Y-%m-%dT%H:%M"
_LINE_KINDS: Final = frozenset({"fix", "deposit"})


def blank(start: str = "", end: str = "") -> dict[str, str]:
    """An empty form at the values that ask for nothing."""
    return dict.fromkeys(FIELDS, "") | {
        "kind": "pct", "per": "order", "by": "amount", "pick": "cheapest", "line_by": "pct", "basis": "entry",
        "stage": "1", "starts": start, "ends": end, "refund": "allocated",
    }  # fmt: skip


def typed_of(rule: Rule, currency: str, zone: ZoneInfo) -> dict[str, str]:
    """The form filled with a rule."""
    scope = rule.scope
    return blank() | typed_benefit(rule.benefit, currency) | {
        "rule": rule.id, "name_en": rule.name.en, "name_zh": rule.name.zh,
        "skus": _joined(scope.skus), "tags": _joined(scope.tags), "not_skus": _joined(scope.not_skus),
        "not_tags": _joined(scope.not_tags), "price_min": plain_amount(scope.price_min, currency),
        "price_max": plain_amount(scope.price_max, currency),
        "need_amount": plain_amount(rule.need_amount or None, currency),
        "need_qty": str(rule.need_qty or ""), "basis": rule.basis, "need_basis": rule.need_basis or "",
        "stage": str(rule.stage), "level": rule.level, "group": rule.group or "",
        "exclusive": "1" if rule.exclusive else "", "excludes": _joined(rule.excludes), "priority": str(rule.priority or ""),
        "who": _joined(rule.who), "code": rule.code or "", "cap": plain_amount(rule.cap, currency),
        "per_user": str(rule.per_user or ""), "total": str(rule.total or ""),
        "budget": plain_amount(rule.budget, currency), "merchant": plain_rate(rule.merchant_bps) if rule.merchant_bps != 10_000 else "",
        "starts": _local(rule.starts, zone), "ends": _local(rule.ends, zone),
        "endless": "1" if rule.starts is not None and rule.ends is None else "",
        "lost": "" if rule.returned else "1", "refund": rule.refund,
    }  # fmt: skip


def rule_of(typed: Mapping[str, str], *, currency: str, zone: ZoneInfo, rule_id: str, kept: Rule | None = None) -> Rule:
    """The rule as typed; Invalid with a problem for each field that cannot be read."""
    reader = FieldReader(typed, currency, zone)
    benefit = benefit_of(reader)
    level = _level(typed, benefit)
    # What the form has no field for stays as it was.
    made = replace(
        kept or Rule(id=rule_id, benefit=benefit),
        benefit=benefit,
        stage=reader.whole("stage", least=0, most=99) or 1,
        level=level,
        name=Words(typed["name_en"], typed["name_zh"]),
        scope=_scope(reader),
        need_amount=reader.amount("need_amount") or 0,
        need_qty=reader.whole("need_qty", least=1, most=9_999) or 0,
        basis=cast(Basis, _one_of(typed["basis"], get_args(Basis), "entry")),
        need_basis=cast("Basis | None", _one_of(typed["need_basis"], get_args(Basis), "") or None),
        group=typed["group"] or None,
        exclusive=bool(typed["exclusive"]),
        excludes=frozenset(reader.names("excludes")),
        who=frozenset(reader.names("who")),
        code=typed["code"] or None,
        cap=reader.amount("cap"),
        budget=reader.amount("budget"),
        priority=reader.whole("priority", least=-9_999, most=9_999) or 0,
        merchant_bps=10_000 if (share := reader.rate("merchant")) is None else share,
        starts=reader.moment("starts"),
        ends=None if typed["endless"] else reader.moment("ends"),
        per_user=reader.whole("per_user", least=1),
        total=reader.whole("total", least=1),
        returned=not typed["lost"],
        refund=cast(Refund, _one_of(typed["refund"], get_args(Refund), "allocated")),
    )
    _check(made, typed, reader)
    reader.finish()
    return made


def _check(made: Rule, typed: Mapping[str, str], reader: FieldReader) -> None:
    if not made.name.en and not made.name.zh:
        reader.miss("name_en", "The rule has no name.", "Write what customers may read.", "请填写名称。")
    if made.starts and made.ends and made.ends <= made.starts:
        reader.miss("ends", "It ends before it begins.", "Choose a later end.", "结束早于开始，请选择更晚的时间。")
    if made.ends is None and not typed["endless"]:
        reader.miss("ends", "The end is missing.", "Choose one, or say that it has no end.", "请选择结束时间，或注明不设期限。")  # fmt: skip


def _level(typed: Mapping[str, str], benefit: Benefit) -> Level:
    if benefit.kind == "ship":
        return "ship"
    chosen = _one_of(typed["level"], get_args(Level), "")
    if chosen in ("line", "order"):
        return cast(Level, chosen)
    return "line" if benefit.kind in _LINE_KINDS or (benefit.kind == "off" and benefit.per == "unit") else "order"


def _scope(reader: FieldReader) -> Scope:
    made = Scope(
        skus=frozenset(reader.names("skus")),
        tags=frozenset(reader.names("tags")),
        not_skus=frozenset(reader.names("not_skus")),
        not_tags=frozenset(reader.names("not_tags")),
        price_min=reader.amount("price_min"),
        price_max=reader.amount("price_max"),
    )
    return EVERYTHING if made == EVERYTHING else made


def _one_of(text: str, among: tuple[str, ...], otherwise: str) -> str:
    return text if text in among else otherwise


def _joined(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime(_TIME) if moment is not None else ""
