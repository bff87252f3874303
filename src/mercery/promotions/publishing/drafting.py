"""Writing sets of promotions: every change is a new version, and throws away what was proved of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Conflict, Invalid, Problem, wrong_field
from mercery.core.ids import new_id
from mercery.core.money import minor_digits
from mercery.promotions.in_force import rules_from, rules_in_force
from mercery.promotions.publishing.sets import STATE_ZH, WATCHED, PromotionSet, SetDraft, locked, promotion_set
from mercery.promotions.publishing.settings import one_writer
from mercery.promotions.publishing.tables import PromotionSetRow, PromotionSetVersionRow
from mercery.promotions.rules.rule import Rule

MOST_RULES = 200
_AMOUNTS = frozenset(
    (
        "need_amount",
        "cap",
        "budget",
        "amount",
        "off",
        "price",
        "prices",
        "step",
        "pay",
        "worth",
        "price_min",
        "price_max",
    )
)


async def create(session: AsyncSession, shop: Shop, actor: Actor, draft: SetDraft) -> PromotionSet:
    """Keep a new set as a draft; Invalid with one problem for each rule and field that cannot be used."""
    checked_draft(shop, draft)
    await one_writer(session, shop.id)
    last = await session.scalar(select(func.max(PromotionSetRow.number)).where(PromotionSetRow.shop_id == shop.id))
    row = PromotionSetRow(
        id=new_id("prm"), shop_id=shop.id, number=(last or 0) + 1, version=1, state="draft", author_id=actor.id,
        author=actor.name, asked_by_id="", asked_by="", asked_reason="", published_by="", certificates={}, created_at=now(), updated_at=now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await _add_version(session, row, actor, draft)
    await note(session, shop.id, actor, "draft", row, after=_noted(draft))
    return await promotion_set(session, shop.id, row.id)


async def change(
    session: AsyncSession, shop: Shop, actor: Actor, set_id: str, draft: SetDraft, *, after_version: int | None = None
) -> PromotionSet:
    """Give a set that is not published another content. What was checked or asked for is asked for anew."""
    checked_draft(shop, draft)
    row, before = await locked(session, shop.id, set_id)
    refuse_unless_open(before)
    if after_version is not None and after_version != row.version:
        raise Conflict(
            f"Version {row.version} was written meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh=f"第 {row.version} 版已由他人写入，请刷新页面后重新修改。",
        )
    row.version += 1
    row.state, row.certificates = "draft", {}
    row.asked_by_id, row.asked_by, row.asked_reason = "", "", ""
    row.author_id, row.author, row.updated_at = actor.id, actor.name, now()
    await _add_version(session, row, actor, draft)
    await note(session, shop.id, actor, "change", row, before=_noted(draft_of(before)), after=_noted(draft))
    return await promotion_set(session, shop.id, set_id)


async def drop(session: AsyncSession, shop: Shop, actor: Actor, set_id: str, *, reason: str = "") -> None:
    """Throw a draft away; its versions stay on record."""
    row, before = await locked(session, shop.id, set_id)
    refuse_unless_open(before)
    row.state, row.updated_at = "dropped", now()
    await note(session, shop.id, actor, "drop", row, reason=reason)


def draft_of(one: PromotionSet) -> SetDraft:
    """What a set says, as a draft: to be changed, or written once more."""
    return SetDraft(name=one.name, rules=one.written, currency=one.currency, note=one.note, watch=one.watch)


def refuse_unless_open(one: PromotionSet) -> None:
    """Conflict when the set is published, ended or dropped."""
    if not one.open:
        raise Conflict(
            f"This set is {one.state} and cannot be changed.",
            remedy="Write a new one.",
            zh=f"此促销{STATE_ZH[one.state]}，不能更改，请另建。",
        )


def checked_draft(shop: Shop, draft: SetDraft) -> tuple[Rule, ...]:
    """The rules a draft says; Invalid when they cannot be used by this shop."""
    if not (draft.name.en.strip() or draft.name.zh.strip()):
        raise _wrong(
            "name", "The set needs a name.", "Write it in at least one language.", zh="请填写促销名称，至少一种语言。"
        )
    if not 1 <= len(draft.rules) <= MOST_RULES:
        raise _wrong(
            "rules",
            f"A set has 1 to {MOST_RULES} rules.",
            "Add a rule, or split the set.",
            zh=f"一组促销须有 1 至 {MOST_RULES} 条规则，请添加规则，或拆分。",
        )
    rules = rules_from(draft.rules)
    problems = [*_twice(rules), *_periods(rules), *_watched(draft)]
    if draft.currency:
        minor_digits(draft.currency)
        if draft.currency not in shop.currencies:
            problems.append(
                Problem(field="currency", message=f"The shop does not sell in {draft.currency}.",
                        remedy=f"Use {' or '.join(shop.currencies)}.", zh=f"本店不以 {draft.currency} 销售，请使用 {'、'.join(shop.currencies)}。")
            )  # fmt: skip
    else:
        problems += _amounts_without_currency(rules)
    if problems:
        raise Invalid(
            "The rules cannot be used as they are.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="规则有误，请修改标出的字段。",
        )
    return rules


async def refuse_clashes(session: AsyncSession, shop_id: str, one: PromotionSet) -> None:
    """Invalid when a rule has the id of one in force: limits and uses are counted by it."""
    held = await rules_in_force(session, shop_id)
    taken = {id_: other for other in held.sets if other.id != one.id for id_ in other.ids}
    problems = [
        Problem(field=f"{rule.id}.id", message=f"'{rule.id}' is the id of a rule of {taken[rule.id].name.text('en')} in force.",
                remedy="Give the rule another id.", zh=f"编号“{rule.id}”已用于生效中的“{taken[rule.id].name.text('zh')}”，请换一个编号。")
        for rule in one.rules
        if rule.id in taken
    ]  # fmt: skip
    if problems:
        raise Invalid("Two rules would have one id.", problems=problems, zh="有两条规则的编号相同，请换一个编号。")


def _twice(rules: Iterable[Rule]) -> list[Problem]:
    seen, found = set[str](), list[Problem]()
    for rule in rules:
        if rule.id in seen:
            message = f"'{rule.id}' is the id of two rules."
            found.append(
                Problem(
                    field=f"{rule.id}.id",
                    message=message,
                    remedy="Give each rule its own.",
                    zh=f"有两条规则的编号同为“{rule.id}”，请使用不同的编号。",
                )
            )
        seen.add(rule.id)
    return found


def _periods(rules: Iterable[Rule]) -> list[Problem]:
    return [
        Problem(
            field=f"{rule.id}.ends",
            message=f"'{rule.id}' would end before it begins.",
            remedy="Give a later end.",
            zh=f"“{rule.id}”的结束时间早于开始时间，请填写更晚的结束时间。",
        )
        for rule in rules
        if rule.starts and rule.ends and rule.ends <= rule.starts
    ]


def _watched(draft: SetDraft) -> list[Problem]:
    return [
        Problem(field=f"watch.{name}", message=f"'{name}': {most} is no limit.", remedy=f"Use {', '.join(WATCHED)}, 1 or more.", zh=f"“{name}”：{most} 不能用作上限，可用：{'、'.join(WATCHED)}，数值不小于 1。")
        for name, most in draft.watch.items()
        if name not in WATCHED or most < 1
    ]  # fmt: skip


def _amounts_without_currency(rules: Iterable[Rule]) -> list[Problem]:
    return [
        Problem(field=f"{rule.id}.{name}", message=f"'{rule.id}' has an amount, and the set has no currency.",
                remedy="Say in which currency the amounts are.", zh=f"“{rule.id}”含有金额，但促销未指定货币，请指定金额的货币。")
        for rule in rules
        if (name := _first_amount(rule))
    ]  # fmt: skip


def _first_amount(value: Any) -> str:
    """The name of a field that holds an amount of money, or nothing."""
    if isinstance(value, tuple):
        return next((name for one in value if (name := _first_amount(one))), "")
    if not is_dataclass(value):
        return ""
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name in _AMOUNTS and held:
            return one.name
        if one.name == "value" and getattr(value, "by", "") == "off":
            return one.name
        if name := _first_amount(held):
            return name
    return "steps" if getattr(value, "kind", "") == "tiers" and getattr(value, "by", "") == "amount" else ""


def _wrong(field: str, message: str, remedy: str, *, zh: str) -> Invalid:
    return wrong_field(field, message, remedy=remedy, zh=zh)


async def _add_version(session: AsyncSession, row: PromotionSetRow, actor: Actor, draft: SetDraft) -> None:
    session.add(
        PromotionSetVersionRow(
            shop_id=row.shop_id, set_id=row.id, version=row.version, name=plain(draft.name), note=draft.note.strip(),
            currency=draft.currency, rules=[dict(rule) for rule in draft.rules], watch=dict(draft.watch),
            author_id=actor.id, author=actor.name, recorded_at=now(),
        )
    )  # fmt: skip
    await session.flush()


def _noted(draft: SetDraft) -> Json:
    return {"name": plain(draft.name), "currency": draft.currency, "rules": [dict(rule) for rule in draft.rules],
            "watch": dict(draft.watch)}  # fmt: skip


async def note(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    step: str,
    row: PromotionSetRow,
    *,
    before: Json | None = None,
    after: Json | None = None,
    reason: str = "",
) -> None:
    """Put a step into the audit record."""
    await record(
        session, shop_id, actor, f"promotion.{step}", f"promotion:{row.id}", before=before,
        after={"number": row.number, "version": row.version, **(after or {})}, reason=reason.strip() or None,
    )  # fmt: skip
