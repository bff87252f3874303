"""What things are called in a sentence: goods, shops, audiences, groups and other rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.telling.usual import COUPONS

AUDIENCES: Final[Mapping[str, Words]] = {
    "member": Words("members", "会员"),
    "new": Words("new customers", "新客"),
    "first_order": Words("first orders", "首单"),
}
GROUPS: Final[Mapping[str, Words]] = {COUPONS: Words("coupons", "优惠券")}


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names by id; what has none is called by its id."""

    currency: str = "CNY"
    zone: tzinfo = UTC
    """In which periods are told."""
    skus: Mapping[str, Words] = field(default_factory=dict)
    tags: Mapping[str, Words] = field(default_factory=dict)
    shops: Mapping[str, Words] = field(default_factory=dict)
    audiences: Mapping[str, Words] = field(default_factory=lambda: AUDIENCES)
    rules: Mapping[str, Words] = field(default_factory=dict)
    groups: Mapping[str, Words] = field(default_factory=lambda: GROUPS)

    @classmethod
    def of(cls, calendar: Calendar, zone: tzinfo = UTC) -> Names:
        """What a calendar itself says about names."""
        return cls(
            currency=calendar.currency,
            zone=zone,
            skus={sku.id: Words(sku.name) for sku in calendar.skus.values() if sku.name},
            rules={rule.id: rule.name for rule in calendar.rules if rule.name.text("en")},
        )

    def money(self, minor: int, lang: Lang) -> str:
        """An amount as a shop writes it."""
        return Money(minor, self.currency).text(lang)

    def rule(self, rule_id: str, lang: Lang) -> str:
        """A rule's or a group's name."""
        return _named(self.rules if rule_id in self.rules else self.groups, rule_id, lang)

    def sku(self, sku: str, lang: Lang) -> str:
        """An article's name."""
        return _named(self.skus, sku, lang)

    def tag(self, tag: str, lang: Lang) -> str:
        """What a tag is called."""
        return _named(self.tags, tag, lang)

    def shop(self, shop: str, lang: Lang) -> str:
        """A seller's name."""
        return _named(self.shops, shop, lang)

    def audience(self, audience: str, lang: Lang) -> str:
        """Who is meant by an audience."""
        return _named(self.audiences if audience in self.audiences else AUDIENCES, audience, lang)


def _named(names: Mapping[str, Words], key: str, lang: Lang) -> str:
    found = names.get(key)
    return (found.text(lang) if found else "") or key


def one_of(names: Iterable[str], lang: Lang) -> str:
    """`a, b or c`; `a、b、c`. In the order of the alphabet, so that the same rule is always told the same way."""
    listed = sorted(names)
    if lang == "zh":
        return "、".join(listed)
    return " or ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)
