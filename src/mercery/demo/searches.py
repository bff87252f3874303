"""What visitors of the demo shop search for: found, close, or not in the range; opened or not; said again otherwise."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.interactions.interaction import Interaction

_SEARCHES: Final = """
en|10|leather tote|work-tote soft-tote canvas-market-tote saddle-bag|.55
en|8|silk scarf|carre-deco carre-jardin carre-boxed gavroche stole-cashmere|.5
en|7|gold ring|ring-trace ring-trace-vermeil ring-aube|.45
en|6|watch under 1500|heure-36 diver-maree-small tank-rue heure-40|.4
en|6|handbag|saddle-bag saddle-bag-mini hobo-lune|.1|tote
en|4|tote|work-tote soft-tote canvas-market-tote|.6
en|5|gloves||0
en|4|belt||0
en|4|sunnies||0|sunglasses
en|4|sunglasses|riva-sunglasses riva-polarised gatta-cat-eye pilota-aviator riviera-oversize|.5
en|3|cashmere jumper|crew-cashmere crew-merino|.45
en|3|fig perfume|figuier-no4 travel-spray|.5
en|3|laptop bag 16 inch|work-tote city-backpack|.05|backpack
en|2|backpack|city-backpack weekender|.5
en|3|gift under 100|candle-vetiver candle-velvet-hour mug-atelier travel-spray|.1|candle
en|2|candle|candle-vetiver candle-velvet-hour|.5
en|2|umbrella||0
en|2|wedding shoes|giulia-pump giulia-slingback opera-kitten ballerina|.0
en|2|pearl earrings|studs-perle|.5
zh|6|黑色 包|saddle-bag work-tote box-crossbody camera-crossbody|.45
zh|5|丝巾|carre-deco carre-jardin carre-boxed gavroche|.5
zh|4|羊绒|stole-cashmere crew-cashmere throw-cashmere|.45
zh|10|墨镜||0|太阳镜
zh|3|太阳镜|riva-sunglasses riva-polarised gatta-cat-eye pilota-aviator|.5
zh|4|送妈妈的礼物|stole-cashmere carre-deco candle-vetiver|.05|丝巾
zh|3|皮带||0
zh|3|手表 女|heure-36 emerald-hour diver-maree-small|.4
zh|2|手套||0
"""
"""Language, how often, what is typed, the pieces it shows, the share who open one, and what is typed instead."""
_LEFT_OUT: Final = {
    "gloves": "gloves", "belt": "belt", "sunnies": "sunnies", "umbrella": "umbrella", "墨镜": "墨镜", "皮带": "皮带",
    "手套": "手套", "laptop bag 16 inch": "16 inch", "wedding shoes": "wedding", "送妈妈的礼物": "妈妈",
}  # fmt: skip
_TURN: Final = 0.65
"""The share of those who opened nothing and say it otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSearch:
    """One thing visitors search for."""

    lang: Lang
    weight: int
    query: str
    shown: tuple[str, ...]
    opened: float
    instead: str = ""


def _read(row: str) -> DemoSearch:
    lang, weight, query, shown, opened, *instead = row.split("|")
    return DemoSearch(
        lang="zh" if lang == "zh" else "en", weight=int(weight), query=query, shown=tuple(shown.split()),
        opened=float(opened), instead=instead[0] if instead else "",
    )  # fmt: skip


SEARCHES: Final = tuple(_read(row) for row in _SEARCHES.strip().splitlines())
_BY_QUERY: Final = {one.query: one for one in SEARCHES}


def search_acts(
    dice: random.Random, visitor: str, lang: Lang, by_key: Mapping[str, Product], at: datetime
) -> Iterator[Interaction]:
    """One visitor's search: what was shown, what was opened, and what was typed instead."""
    own = [one for one in SEARCHES if one.lang == lang]
    wanted = dice.choices(own, [one.weight for one in own])[0]
    while True:
        shown = [by_key[key].id for key in wanted.shown if key in by_key]
        yield _typed(visitor, lang, wanted, shown, at)
        if shown and dice.random() < wanted.opened:
            place = min(int(dice.expovariate(0.9)), len(shown) - 1)
            yield from _opened(visitor, lang, wanted.query, shown[place], at + timedelta(seconds=25))
            return
        if not wanted.instead or dice.random() > _TURN:
            return
        wanted, at = _BY_QUERY[wanted.instead], at + timedelta(seconds=dice.randint(12, 90))


def search_that_finds(key: str, lang: Lang) -> DemoSearch | None:
    """What somebody who wants this piece searches for; None: nobody searches for it."""
    return next((one for one in SEARCHES if one.lang == lang and key in one.shown and one.opened), None)


def finding(
    visitor: str, wanted: DemoSearch, key: str, by_key: Mapping[str, Product], at: datetime
) -> Iterator[Interaction]:
    """A search of somebody who opens the piece they want."""
    yield _typed(visitor, wanted.lang, wanted, [by_key[one].id for one in wanted.shown if one in by_key], at)
    yield from _opened(visitor, wanted.lang, wanted.query, by_key[key].id, at + timedelta(seconds=25))


def _typed(visitor: str, lang: Lang, wanted: DemoSearch, shown: Sequence[str], at: datetime) -> Interaction:
    left_out = _LEFT_OUT.get(wanted.query, "")
    return Interaction(
        visitor_id=visitor, kind="search", surface="search", query=wanted.query, lang=lang, at=at,
        details={
            "found": len(shown), "exact": not left_out, "relaxed": left_out, "sort": "relevance", "from": 1,
            "shown": " ".join(shown),
        },
    )  # fmt: skip


def _opened(visitor: str, lang: Lang, query: str, product_id: str, at: datetime) -> Iterator[Interaction]:
    yield Interaction(
        visitor_id=visitor, kind="click", surface="search", product_id=product_id, query=query, lang=lang, at=at,
        details={"from": f"/{lang}/search"},
    )  # fmt: skip
    yield Interaction(visitor_id=visitor, kind="view", surface="product", product_id=product_id, lang=lang, at=at)
