"""What looks like a slip of the hand in rules, with what was probably meant."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.promotions.entry.flags import Flag
from mercery.promotions.entry.typos import Past, typos
from mercery.promotions.lab.pages import Correction, FlagView
from mercery.promotions.lab.shop_view import look_at, sentence
from mercery.promotions.publishing.sets import State, promotion_sets
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.notation import rule_data
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_names import names_of
from mercery.promotions.telling.names import Names

_PAST: Final[tuple[State, ...]] = ("published", "stopped", "ended")
"""What was published before is what a shop means by usual."""
_TOLD: Final = 3


async def flags_of(
    session: AsyncSession, shop: Shop, rules: Sequence[Rule], others: Sequence[Rule], *, currency: str = ""
) -> dict[str, list[FlagView]]:
    """By rule: the strongest flags first. Each rule is held against those in force, `others` and the rest of `rules`."""
    if not rules:
        return {}
    looked = await look_at(session, shop, currency=currency)
    ids = {rule.id for rule in rules}
    there = [rule for rule in (*looked.calendar.rules, *others) if rule.id not in ids]
    past = [rule for one in await promotion_sets(session, shop.id, states=_PAST) for rule in one.rules]
    names = await names_of(session, shop, [*rules, *there], currency=looked.calendar.currency)
    calendar = replace(looked.calendar, rules=tuple(there))
    return await asyncio.to_thread(_flagged, rules, calendar, [rule for rule in past if rule.id not in ids], names)


def _flagged(
    rules: Sequence[Rule], calendar: Calendar, past: Sequence[Rule], names: Names
) -> dict[str, list[FlagView]]:
    known, found = Past.of(calendar, past), {}
    for rule in rules:
        beside = replace(calendar, rules=(*calendar.rules, *(other for other in rules if other.id != rule.id)))
        flags = typos(rule, beside, known, moment=now(), names=names)
        found[rule.id] = [_view(flag, names) for flag in flags[:_TOLD]]
    return found


def _view(flag: Flag, names: Names) -> FlagView:
    likely = flag.likely
    corrections = []
    if likely is not None:
        told = sentence(likely, names)
        data = json.dumps(rule_data(likely), ensure_ascii=False)
        corrections.append(Correction(label=Words(f"Make it: {told.en}", f"改为：{told.zh}"), data=data))
    return FlagView(field=flag.field, words=flag.words, corrections=corrections)
