"""Goods a set of rules reaches whose cost nobody told: their proof is hollow, so putting it into force is somebody's decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.promotions.in_force import calendar_of, rules_in_force
from mercery.promotions.publishing.checking import currencies
from mercery.promotions.publishing.errors import CostsUnknown
from mercery.promotions.publishing.sets import PromotionSet
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.calendar import Calendar

_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCosts:
    """Pieces without a known cost among those that rules reach."""

    count: int
    reached: int
    """Pieces the rules reach in all."""
    first: tuple[str, ...]
    """Article numbers of some, the dearest first."""

    @property
    def words(self) -> Words:
        """What it means."""
        more = f" and {self.count - len(self.first):,} more" if self.count > len(self.first) else ""
        rest = f"等 {self.count:,} 件" if self.count > len(self.first) else ""
        is_en = "piece has" if self.count == 1 else "pieces have"
        return Words(
            f"{self.count:,} of {self.reached:,} {is_en} no known cost ({', '.join(self.first)}{more}): the proof holds them"
            " against a payable price of their floor price or 0 only, not against what they cost.",
            f"{self.reached:,} 件中有 {self.count:,} 件成本未知（{'、'.join(self.first)}{rest}）：证明只能保证其实付不低于最低价或 0，"
            "不能与成本对照。",
        )

    @property
    def data(self) -> Json:
        """As programs and the record have it."""
        return {"count": self.count, "reached": self.reached, "first": list(self.first)}


def unknown_costs(calendar: Calendar, rules: Iterable[str]) -> UnknownCosts | None:
    """Those among the goods that `rules` reduce or give away; None where every cost is known."""
    mine = [calendar.by_id[one] for one in rules if one in calendar.by_id]
    gifts = {rule.benefit.gift for rule in mine if isinstance(rule.benefit, Gift)}
    scopes = list(dict.fromkeys(rule.scope for rule in mine))
    reached = [sku for sku in calendar.skus.values() if sku.id in gifts or any(scope.has(sku) for scope in scopes)]
    lacking = sorted((sku for sku in reached if sku.cost == 0), key=lambda sku: (-sku.price, sku.id))
    if not lacking:
        return None
    return UnknownCosts(count=len(lacking), reached=len(reached), first=tuple(sku.id for sku in lacking[:_NAMED]))


async def unknown_costs_of(session: AsyncSession, shop: Shop, one: PromotionSet) -> dict[str, UnknownCosts]:
    """The same for a set, by currency; currencies where every cost is known are left out."""
    held = await rules_in_force(session, shop.id)
    found: dict[str, UnknownCosts] = {}
    for currency in currencies(shop, held, one):
        calendar = await calendar_of(
            session, shop, at=now(), currency=currency, drafts=[one], within=held, proving=True
        )
        if lacking := unknown_costs(calendar, [rule.id for rule in one.rules]):
            found[currency] = lacking
    return found


def decided(found: Mapping[str, UnknownCosts], reason: str) -> Json:
    """What the record keeps of the decision to publish all the same; CostsUnknown without a reason."""
    if not found:
        return {}
    if not reason.strip():
        raise CostsUnknown(
            " ".join(f"{code}: {one.words.en}" for code, one in found.items()),
            remedy="Bring their costs in and prove again, or say yes to it with a reason.",
            zh=f"{'；'.join(f'{code}：{one.words.zh}' for code, one in found.items())}请补录成本后重新证明，或写明原因并确认仍要发布。",
        )
    return {"unknown_costs": {code: one.data for code, one in found.items()}, "despite_unknown_costs": reason.strip()}
