"""What a piece whose variants cost different amounts comes to with a coupon code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from mercery.assistant.decide.about_goods import chosen_variants
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.goods import Goods
from mercery.assistant.promoting.asking import codes_named
from mercery.assistant.turns import Command
from mercery.claims.deal_acts import RefuseCode
from mercery.claims.plan import About, Act
from mercery.core.i18n import Words

MOST_VARIANTS: Final = 3
"""So many prices are told; of more, the lowest and the highest."""


def variants_with_code(command: Command, goods: Goods, ground: Ground) -> list[Piece] | None:
    """What variants of different prices come to with the codes: those asked for, of many the lowest and the highest."""
    wanted, missing = chosen_variants(command, goods)
    groups = [(ids & set(wanted), told) for ids, told in ground.deals.tried_variants if ids & set(wanted)]
    if missing or not groups:
        return None
    shown = groups if len(groups) <= MOST_VARIANTS else [groups[0], groups[-1]]
    acts: list[Act] = []
    refusals: dict[tuple[str, str], RefuseCode] = {}
    for ids, told in shown:
        acts.append(replace(told.told, about=_as_variant(goods, ids), delivery_id=""))
        for one in told.refused_of(codes_named(command.text)):
            refusals.setdefault((one.code, one.why), replace(one, piece=True))
    facts = tuple(dict.fromkeys(fact for _, told in shown for fact in told.facts))
    return [Piece(rule="promotions:with_code", acts=(*acts, *refusals.values()), facts=facts, shown=(goods.id,))]


def _as_variant(goods: Goods, variant_ids: Collection[str]) -> About:
    """The piece with the options the variants of one price share."""
    first = next(one.id for one in goods.product.variants if one.id in variant_ids)
    shared = [
        of[first]
        for of in goods.about.choices.values()
        if first in of and len({of[one].en for one in variant_ids if one in of}) == 1
    ]
    title = goods.about.title
    label = Words(", ".join(one.text("en") for one in shared), " ".join(one.text("zh") for one in shared))
    if not shared:
        return goods.about
    return replace(goods.about, title=Words(f"{title.text('en')}, {label.en},", f"{title.text('zh')}（{label.zh}）"))
