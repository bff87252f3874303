"""What a proof is about, and whether it still holds. Pure.

A certificate speaks of goods with their prices, costs and tags, of rules, policy, fees and floor. Any of them changed, it
proves nothing; a rule whose time is over was proved away with its interval, and takes nothing from the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mercery.core.as_json import plain
from mercery.core.i18n import Words
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule

_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """What was proved, in hashes: of the terms all carts have in common, of each article, and of each rule with its end."""

    terms: str
    goods: Mapping[str, str]
    rules: Mapping[str, tuple[str, datetime | None]]
    lacking: int = 0
    """Goods whose cost was not known, and counted as nothing."""

    def holds(self, calendar: Calendar, moment: datetime) -> bool:
        """Whether the proof is about `calendar` as it is at `moment`."""
        return not self.differs(calendar, moment)

    def differs(self, calendar: Calendar, moment: datetime) -> list[str]:
        """What of `calendar` is not what was proved: `terms`, article numbers, ids of rules."""
        now = covers(calendar)
        left = {id_: digest for id_, (digest, ends) in self.rules.items() if ends is None or ends > moment}
        asked = {id_: digest for id_, (digest, ends) in now.rules.items() if ends is None or ends > moment}
        found = [] if now.terms == self.terms else ["terms"]
        found += [id_ for id_ in {*left, *asked} if left.get(id_) != asked.get(id_)]
        return found + [sku for sku in {*self.goods, *now.goods} if self.goods.get(sku) != now.goods.get(sku)]

    def goods_changed(self, skus: Mapping[str, Sku]) -> list[str]:
        """Those of some goods that are not as they were proved."""
        return [id_ for id_, sku in skus.items() if self.goods.get(id_) != _digest(_bare(sku))]

    @property
    def digest(self) -> str:
        """One hash of all of it."""
        return _digest([self.terms, dict(self.goods), {id_: rule[0] for id_, rule in self.rules.items()}], 64)


def covers(calendar: Calendar) -> Covers:
    """What a proof of `calendar` is about."""
    terms = [
        plain(calendar.policy), calendar.currency, calendar.shipping, plain(calendar.fees), plain(calendar.floor),
        calendar.most_units, calendar.most_lines,
    ]  # fmt: skip
    return Covers(
        terms=_digest(terms),
        goods={id_: _digest(_bare(sku)) for id_, sku in calendar.skus.items()},
        rules={rule.id: (_digest(_content(rule)), rule.ends) for rule in calendar.rules},
        lacking=sum(sku.cost == 0 for sku in calendar.skus.values()),
    )


def _bare(sku: Sku) -> Any:
    return [sku.price, sku.cost, sku.floor, sorted(sku.tags), sku.shop, sku.limit]


def _content(rule: Rule) -> Any:
    """What a rule does, not what it is called; and of its money only whether it is limited: it gets less with each order."""
    return plain(replace(rule, name=Words(""), budget=None if rule.budget is None else 0))


def _digest(value: Any, length: int = _SHORT) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:length]
