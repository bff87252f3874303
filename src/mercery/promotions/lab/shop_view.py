"""What the pages read of a shop before they are built: the calendar that is looked at, names, pictures, words of steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.promotions.in_force import Drafted, InForce, calendar_of, rules_in_force
from mercery.promotions.lab import moments
from mercery.promotions.lab.pages import RuleLine
from mercery.promotions.lab.worst_view import Known, Piece
from mercery.promotions.publishing.drafting import checked_draft
from mercery.promotions.publishing.sets import PromotionSet, SetDraft
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import Step
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_names import names_of, sku_names
from mercery.promotions.telling.benefits import tell_benefit
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.rule import tell_rule, tell_threshold
from mercery.promotions.telling.scopes import tell_scope
from mercery.promotions.telling.walk import tell_step
from mercery.ui.formats import zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A calendar with everything that is said about it."""

    calendar: Calendar
    held: InForce
    names: Names
    zone: ZoneInfo


async def look_at(
    session: AsyncSession,
    shop: Shop,
    *,
    currency: str = "",
    drafts: Sequence[Drafted] = (),
    at: datetime | None = None,
) -> LookedAt:
    """What is in force with some drafts, and the names of all that is in it."""
    held = await rules_in_force(session, shop.id)
    chosen = currency or shop.currency
    calendar = await calendar_of(session, shop, at=at or now(), currency=chosen, drafts=drafts, within=held)
    names = await names_of(session, shop, calendar.rules, currency=chosen)
    return LookedAt(calendar=calendar, held=held, names=names, zone=zone_named(shop.timezone))


async def known_of(
    session: AsyncSession, shop: Shop, looked: LookedAt, skus: Iterable[str], *, mine: Iterable[str] = ()
) -> Known:
    """Names and pictures of some articles, and the words of steps."""
    wanted = sorted(set(skus))
    ids = await catalog.product_ids_of_skus(session, shop.id, wanted) if wanted else {}
    products = await catalog.products(session, shop.id, sorted(set(ids.values())))
    pieces = pieces_of(products)
    for sku in wanted:
        if sku not in pieces:
            pieces[sku] = Piece(name=Words(name_of_sku(looked.calendar, sku)))
    return Known(
        pieces=pieces,
        step_words=lambda step: step_words(looked, step),
        margin_of=margin_of,
        zone=looked.zone,
        mine=frozenset(mine),
    )


def pieces_of(products: Sequence[Product]) -> dict[str, Piece]:
    """Articles by number, with the picture of the variant first."""
    names = sku_names(products)
    found = {}
    for product in products:
        for variant in product.variants:
            own = [one for one in product.media if variant.sku in one.variant_skus]
            picture = next((one.url for one in [*own, *product.media] if one.kind == "image" and one.url), "")
            found[variant.sku] = Piece(name=names[variant.sku], picture=picture, url=f"/console/products/{product.id}")
    return found


def name_of_sku(calendar: Calendar, sku: str) -> str:
    """What an article is called in its calendar, else its number."""
    found = calendar.skus.get(sku)
    return (found.name if found else "") or sku


def step_words(looked: LookedAt, step: Step) -> Words:
    """What a step did, in words of both languages."""
    rule = looked.calendar.by_id.get(step.rule)
    if rule is None:
        return Words(step.note)
    return Words(tell_step(step, rule, "en", looked.names), tell_step(step, rule, "zh", looked.names))


def sentence(rule: Rule, names: Names) -> Words:
    """The whole rule as one sentence."""
    return Words(_first_up(tell_rule(rule, "en", names, numbered=False)), tell_rule(rule, "zh", names, numbered=False))


def gives(rule: Rule, names: Names) -> Words:
    """What a rule gives in few words, as it stands on a bar."""
    en = tell_benefit(rule.benefit, "en", names)
    zh = tell_benefit(rule.benefit, "zh", names, tell_threshold(rule, "zh", names))
    threshold = tell_threshold(rule, "en", names)
    goods = tell_scope(rule.scope, "en", names) if rule.scope.tags or rule.scope.skus else ""
    goods_zh = tell_scope(rule.scope, "zh", names) if rule.scope.tags or rule.scope.skus else ""
    who = ", ".join(names.audience(one, "en") for one in sorted(rule.who))
    who_zh = "、".join(names.audience(one, "zh") for one in sorted(rule.who))
    said = " ".join(
        part for part in (en, f"on {goods}" if goods else "", threshold, f"for {who}" if who else "") if part
    )
    return Words(said, "，".join(part for part in (goods_zh, zh, f"限{who_zh}" if who_zh else "") if part))


def rule_line(rule: Rule, names: Names, zone: ZoneInfo, *, stopped: bool = False) -> RuleLine:
    """A rule in a list."""
    return RuleLine(
        id=rule.id,
        name=rule.called,
        sentence=sentence(rule, names),
        period=moments.short_period(rule.starts, rule.ends, zone),
        code=rule.code or "",
        stopped=stopped,
    )


def options_of(sets: Iterable[PromotionSet]) -> list[tuple[str, Words]]:
    """Sets to choose from."""
    return [(one.id, one.name) for one in sets]


def currency_for(shop: Shop, name: Words, rules: Sequence[Mapping[str, object]], wished: str = "") -> str:
    """None where rates alone are said, which hold in every currency; else the one wished for, or the shop's own."""
    if wished:
        return wished
    try:
        checked_draft(shop, SetDraft(name=name, rules=rules))
    except Invalid:
        return shop.currency
    return ""


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
