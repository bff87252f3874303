"""The pages of the shop's rules for recommendations: all of them, and the form of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final, cast
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError, wrong_field
from mercery.core.i18n import Lang, Words
from mercery.core.standing import Standing
from mercery.recommendations import repository
from mercery.recommendations.asking import RULES, Asking, Editing, Reading
from mercery.recommendations.durable.kinds import kinds
from mercery.recommendations.naming import piece_named
from mercery.recommendations.recommendation import PLACEMENTS, Placement
from mercery.recommendations.rules import ACT_WORDS, PLACEMENT_WORDS, Act, Rule, Target, TargetKind
from mercery.recommendations.ruling import rule as rule_of_shop
from mercery.recommendations.ruling import save_rule, switch_rule
from mercery.recommendations.shelf import Shelf, shelf_of
from mercery.ui.formats import zone_named
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/rules", include_in_schema=False)
FIELDS: Final = (
    "act", "place", "strength", "piece", "group", "other_piece", "other_group", "starts", "ends", "endless", "reason",
)  # fmt: skip
_USUAL: Final = timedelta(days=28)
_TIME: Final = "%Y-%m-%dT%H:%M"
_GROUP_NAMES: Final[Mapping[str, Words]] = {
    "kind": Words("Kind", "品类"),
    "category": Words("Category", "类别"),
    "brand": Words("Brand", "品牌"),
    "collection": Words("Collection", "系列"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule in words."""

    rule: Rule
    does: Words
    target: Words
    other: Words | None
    where: Sequence[Words]
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """All rules of one standing."""

    lines: Sequence[RuleLine]
    counts: Mapping[Standing, int]
    show: Standing
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """The form."""

    kept: Rule | None
    typed: Mapping[str, str]
    chosen: Sequence[str]
    """Placements that are ticked; none: everywhere."""
    errors: Mapping[str, str]
    groups: Sequence[tuple[str, str]]
    placements: Sequence[tuple[Placement, Words]]
    may_edit: bool

    def error(self, name: str) -> str:
        """What stands in the way of a field."""
        return self.errors.get(name, "")


@router.get("")
async def rules_page(asking: Reading, show: Annotated[Standing, Query()] = "in_force") -> Response:
    """The rules by how they stand."""
    every = await repository.rules(asking.session, asking.shop.id)
    moment = now()
    counts: dict[Standing, int] = {"in_force": 0, "planned": 0, "ended": 0, "off": 0}
    for one in every:
        counts[one.standing(moment)] += 1
    shelf = await shelf_of(asking.session, asking.shop, also=_pieces(every))
    page = RulesPage(
        lines=[_line(one, shelf, moment) for one in every if one.standing(moment) == show],
        counts=counts,
        show=show,
        may_edit=asking.may(Permission.EDIT_CATALOG),
    )
    return page_response("recommendations/rules.html", page, context=asking.context)


@router.get("/new")
async def new_rule(asking: Editing, piece: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The form; it ends four weeks from now unless something else is chosen."""
    zone = zone_named(asking.shop.timezone)
    typed = dict.fromkeys(FIELDS, "") | {
        "act": "pin", "place": "1", "strength": "2", "piece": piece, "starts": _local(now(), zone),
        "ends": _local(now() + _USUAL, zone),
    }  # fmt: skip
    return await _form(asking, typed, ())


@router.get("/{rule_id}")
async def rule_page(asking: Reading, rule_id: str) -> Response:
    """One rule."""
    kept = await rule_of_shop(asking.session, asking.shop, rule_id)
    shelf = await shelf_of(asking.session, asking.shop, also=_pieces([kept]))
    return await _form(
        asking, _typed(kept, shelf, zone_named(asking.shop.timezone), asking.lang), kept.placements, kept=kept
    )


@router.post("/save")
async def save(asking: Editing) -> Response:
    """Keep a rule."""
    form = await asking.request.form()
    typed = {name: str(form.get(name, ""))[:2_000].strip() for name in FIELDS}
    chosen = [str(one) for one in form.getlist("placements")]
    rule_id = str(form.get("id", ""))[:40]
    kept: Rule | None = None
    try:
        kept = await rule_of_shop(asking.session, asking.shop, rule_id) if rule_id else None
        made = await _read(asking, typed, chosen, rule_id)
        seen = datetime.fromisoformat(str(form.get("seen"))) if form.get("seen") else None
        await save_rule(asking.session, asking.shop, asking.staff.actor, made, seen=seen)
    except (Invalid, Conflict) as error:
        return await _form(asking, typed, chosen, kept=kept, error=error)
    words = Words("The rule is kept.", "规则已保存。")
    return redirect_with_flash(
        asking.request, RULES + ("" if made.starts_at <= now() else "?show=planned"), words.text(asking.lang)
    )


@router.post("/{rule_id}/switch")
async def switch(asking: Editing, rule_id: str, active: Annotated[bool, Form()] = False) -> Response:
    """Switch it off, or on again."""
    on, off = Words("It counts again.", "已启用。"), Words("It is switched off.", "已停用。")
    act = switch_rule(asking.session, asking.shop, asking.staff.actor, rule_id, active=active)
    return await asking.done(act, on if active else off, RULES, back=f"{RULES}/{rule_id}")


async def _read(asking: Asking, typed: Mapping[str, str], chosen: Sequence[str], rule_id: str) -> Rule:
    """The rule as it was typed; Invalid with what cannot be read."""
    zone, moment = zone_named(asking.shop.timezone), now()
    starts = _moment(typed["starts"], "starts", zone) or moment
    ends = None if typed["endless"] else _moment(typed["ends"], "ends", zone)
    if ends is None and not typed["endless"]:
        raise _problem(
            "ends",
            "The end is missing.",
            "Choose one, or say that it has no end.",
            zh="请选择结束时间，或选择不设期限。",
        )
    apart = typed["act"] == "apart"
    return Rule(
        id=rule_id,
        act=cast(Act, typed["act"]),
        target=await _target(asking, typed["piece"], typed["group"], "target"),
        other=await _target(asking, typed["other_piece"], typed["other_group"], "other") if apart else None,
        placements=tuple(cast("list[Placement]", chosen)),
        place=int(typed["place"]) if typed["act"] == "pin" and typed["place"].isdigit() else None,
        strength=int(typed["strength"]) if typed["strength"].isdigit() else 2,
        starts_at=starts,
        ends_at=ends,
        reason=typed["reason"],
        made_at=moment,
        changed_at=moment,
    )


async def _target(asking: Asking, piece: str, group: str, field: str) -> Target:
    if group and not piece:
        kind, _, value = group.partition("=")
        return Target(kind=cast(TargetKind, kind), value=value)
    if (found := await piece_named(asking.session, asking.shop, piece)) is not None:
        return Target(kind="product", value=found.id)
    raise _problem(
        field,
        "No piece is called that.",
        "Write its SKU, its address or its whole name, or choose a group.",
        zh="没有找到该商品，请填写 SKU、地址或完整名称，或选择分组。",
    )


async def _form(
    asking: Asking,
    typed: Mapping[str, str],
    chosen: Sequence[str],
    *,
    kept: Rule | None = None,
    error: MerceryError | None = None,
) -> Response:
    shelf = await shelf_of(asking.session, asking.shop)
    page = RulePage(
        kept=kept,
        typed=typed,
        chosen=chosen,
        errors=asking.problems(error) if error else {},
        groups=_groups(shelf, asking.lang),
        placements=[(one, PLACEMENT_WORDS[one]) for one in PLACEMENTS],
        may_edit=asking.may(Permission.EDIT_CATALOG),
    )
    return page_response(
        "recommendations/rule.html", page, context=asking.context, status=error.status if error else 200
    )


def _groups(shelf: Shelf, lang: Lang) -> list[tuple[str, str]]:
    """Groups that have pieces, by kind, category, brand and collection."""
    table, between = kinds(), "：" if lang == "zh" else ": "
    found: dict[str, str] = {}
    for piece in shelf.pieces.values():
        for key in (piece.broad, piece.group, piece.kind):
            if key in table:
                found[f"kind={key}"] = table[key].label.text(lang)
        found |= {f"category={one}": one for one in piece.categories}
        found |= {f"collection={one}": one for one in piece.collections}
        if piece.brand:
            found[f"brand={piece.brand}"] = piece.brand
    order = list(_GROUP_NAMES)
    lines = sorted(found.items(), key=lambda pair: (order.index(pair[0].partition("=")[0]), pair[1]))
    return [(key, f"{_GROUP_NAMES[key.partition('=')[0]].text(lang)}{between}{label}") for key, label in lines]


def _typed(kept: Rule, shelf: Shelf, zone: ZoneInfo, lang: Lang) -> dict[str, str]:
    def piece(target: Target | None) -> str:
        found = shelf.piece(target.value) if target and target.kind == "product" else None
        return found.title.text(lang) if found else ""

    def group(target: Target | None) -> str:
        return f"{target.kind}={target.value}" if target and target.kind != "product" else ""

    return {
        "act": kept.act, "place": str(kept.place or ""), "strength": str(kept.strength),
        "piece": piece(kept.target), "group": group(kept.target), "other_piece": piece(kept.other),
        "other_group": group(kept.other), "starts": _local(kept.starts_at, zone),
        "ends": _local(kept.ends_at, zone) if kept.ends_at else "", "endless": "" if kept.ends_at else "1",
        "reason": kept.reason,
    }  # fmt: skip


def _line(one: Rule, shelf: Shelf, moment: datetime) -> RuleLine:
    return RuleLine(
        rule=one,
        does=ACT_WORDS[one.act],
        target=_said(one.target, shelf),
        other=_said(one.other, shelf) if one.other else None,
        where=[PLACEMENT_WORDS[place] for place in one.placements],
        standing=one.standing(moment),
    )


def _said(target: Target, shelf: Shelf) -> Words:
    if target.kind == "product":
        piece = shelf.piece(target.value)
        return piece.title if piece else Words("a piece that is gone", "已移除的商品")
    name = _GROUP_NAMES[target.kind]
    label = kinds()[target.value].label if target.kind == "kind" and target.value in kinds() else Words(target.value)
    return Words(f"all of {name.en.lower()} {label.text('en')}", f"{name.zh}为“{label.text('zh')}”的商品")


def _pieces(rules: Sequence[Rule]) -> list[str]:
    targets = [target for one in rules for target in (one.target, one.other) if target is not None]
    return [target.value for target in targets if target.kind == "product"]


def _moment(text: str, field: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=zone)
    except ValueError as error:
        raise _problem(field, "This is no time.", "Write it as 2026-12-10T14:30.", zh="请选择日期与时间。") from error


def _problem(field: str, message: str, remedy: str, *, zh: str) -> Invalid:
    return wrong_field(field, message, remedy=remedy, zh=zh)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime(_TIME)
