"""What completes the words in the search field: searches others made, categories, values, pieces with picture and price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from mercery.assistant.at_search.asking import asks
from mercery.catalog import service as catalog
from mercery.core.i18n import Words
from mercery.promotions.service import offers_of
from mercery.search.desk.desk import phrases
from mercery.search.filters import GROUP_LABELS
from mercery.search.result import Suggestion
from mercery.search.service import suggest
from mercery.storefront.speech import capital
from mercery.storefront.visit import Visit
from mercery.storefront.wares import Tile, tiles

LONGEST: Final = 80
_ASKED_FOR: Final = 14
_MOST: Final[Mapping[str, int]] = {"searches": 3, "categories": 3, "values": 3, "pieces": 4}
_LABELS: Final[Mapping[str, Words]] = {
    "question": Words("Ask", "提问"),
    "searches": Words("Searches", "搜索"),
    "categories": Words("Categories", "分类"),
    "values": Words("Brands, materials, colours", "品牌、材质、颜色"),
    "pieces": Words("Pieces", "商品"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One line: where it leads, and for a piece how it looks and what it costs."""

    text: str
    url: str
    note: str = ""
    tile: Tile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionGroup:
    """Lines of one kind."""

    kind: str
    label: str
    lines: tuple[Completion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionsPage:
    """Everything that completes what was typed."""

    typed: str
    groups: tuple[CompletionGroup, ...]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(group.lines) for group in self.groups)


async def completions(visit: Visit, typed: str) -> CompletionsPage:
    """What completes `typed`; for an empty field what others search for most."""
    typed = typed.strip()[:LONGEST]
    found = await suggest(visit.session, visit.shop, typed, visit.lang, limit=_ASKED_FOR) if typed else []
    searched = [one.text for one in found if one.kind == "search"]
    if not typed:
        searched = list(await phrases(visit.session, visit.shop.id, visit.lang))
    groups = {
        "question": [_search(visit, typed, note=_asks_note(visit))] if typed and asks(typed) else [],
        "searches": [_search(visit, one) for one in searched],
        "categories": [_category(visit, one) for one in found if one.kind == "category"],
        "values": [_value(visit, one) for one in found if one.kind not in ("category", "product", "search")],
        "pieces": await _pieces(visit, [one.product_id for one in found if one.product_id]),
    }
    return CompletionsPage(typed=typed, groups=tuple(_groups(visit, groups)))


def _groups(visit: Visit, groups: Mapping[str, Sequence[Completion]]) -> Iterable[CompletionGroup]:
    for kind, lines in groups.items():
        if lines:
            label = _LABELS[kind].text(visit.lang)
            yield CompletionGroup(kind=kind, label=label, lines=tuple(lines[: _MOST.get(kind, 1)]))


def _asks_note(visit: Visit) -> str:
    return visit.say("answered from the shop's record", "依据本店资料作答") if visit.assistant().shown else ""


def _search(visit: Visit, text: str, *, note: str = "") -> Completion:
    return Completion(text=text, url=visit.url(f"/search?{urlencode({'q': text})}"), note=note)


def _category(visit: Visit, one: Suggestion) -> Completion:
    return Completion(text=capital(one.text), url=visit.url(f"/c/{quote(one.value or '')}"))


def _value(visit: Visit, one: Suggestion) -> Completion:
    label = GROUP_LABELS.get(one.kind, Words(one.kind)).text(visit.lang)
    return Completion(
        text=capital(one.text), url=visit.url(f"/search?{urlencode({one.kind: one.value or ''})}"), note=label.lower()
    )


async def _pieces(visit: Visit, ids: Sequence[str]) -> list[Completion]:
    known = {one.id: one for one in await catalog.products(visit.session, visit.shop.id, list(ids))} if ids else {}
    products = [known[one] for one in ids if one in known and known[one].status == "active"][: _MOST["pieces"]]
    offered = offers_of(visit.shop, products, currency=visit.currency)
    shown = tiles(products, offered, visit.shop, visit.lang, currency=visit.currency)
    return [Completion(text=one.name, url=one.url, tile=one) for one in shown]
