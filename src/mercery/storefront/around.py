"""What stands around the results of a search: what it was taken for, ways on, and what to look at when nothing is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from mercery.assistant.at_search.asking import asks
from mercery.catalog import service as catalog
from mercery.catalog.service import CategoryEntry
from mercery.promotions.service import offers_of
from mercery.search.library import AS_TYPED
from mercery.search.query.questions import asks_for_service
from mercery.search.result import SearchResult
from mercery.search.service import listed
from mercery.storefront.asked import Asked
from mercery.storefront.found_answer import NO_PLACE, AnswerPlace, Posed
from mercery.storefront.visit import Visit
from mercery.storefront.wares import Tile, tiles

SEVERAL: Final = 3
"""From so many wishes on the guide is offered: it asks and weighs where a list only filters."""
_SHOWN_INSTEAD: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Respelt:
    """A word that was searched for in another spelling, and the way back."""

    said: str
    meant: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Around the results of a search with words."""

    words: str
    posed: Posed
    """What an answer above the results goes by."""
    respelt: tuple[Respelt, ...]
    guide: str
    """The guide with these words; empty for visitors of its hold-out, and where it would help no more than the list."""
    ask: str
    place: AnswerPlace = NO_PLACE
    instead: tuple[Tile, ...] = ()
    """Pieces to look at where nothing was found."""
    ways: tuple[tuple[str, str], ...] = ()
    """Categories to go on to where nothing was found."""

    @property
    def answers_instead(self) -> bool:
        """Whether the question is dealt with above the results, so that no missing piece is to be told."""
        return self.place.shown is not None or self.posed.service


async def around(visit: Visit, asked: Asked, result: SearchResult) -> Around | None:
    """None where no words were searched for."""
    if not asked.query:
        return None
    nothing = not result.total
    return Around(
        words=asked.query,
        posed=Posed(
            query=asked.query,
            question=result.reading.question or asks(asked.query),
            looking=not result.reading.question and any(part.kind == "facet" for part in result.reading.parts),
            service=asks_for_service(asked.query),
        ),
        respelt=tuple(
            Respelt(said=one.said, meant=one.meant, url=asked.with_pair("as", f"{AS_TYPED}{one.said.lower()}"))
            for one in result.corrections
        ),
        guide=visit.url(f"/guide?{urlencode({'q': asked.query})}") if _wants_guide(visit, result) else "",
        ask=visit.url(f"/ask?{urlencode({'q': asked.query})}"),
        instead=await _instead(visit) if nothing and not asks_for_service(asked.query) else (),
        ways=tuple(_way(visit, one) for one in await _categories(visit)) if nothing else (),
    )


def _wants_guide(visit: Visit, result: SearchResult) -> bool:
    if not visit.assistant().shown:
        return False
    wishes = len(result.reading.parts) + len(result.reading.words) + len(result.dropped)
    return wishes >= SEVERAL or not result.total or not result.exact


async def _instead(visit: Visit) -> tuple[Tile, ...]:
    """The first pieces of the shop's own order: the page says that they are no results."""
    _, ids = await listed(visit.session, visit.shop, {}, limit=_SHOWN_INSTEAD)
    found = {one.id: one for one in await catalog.products(visit.session, visit.shop.id, ids)}
    products = [found[one] for one in ids if one in found]
    offered = offers_of(visit.shop, products, currency=visit.currency)
    return tiles(products, offered, visit.shop, visit.lang, currency=visit.currency)


async def _categories(visit: Visit) -> list[CategoryEntry]:
    known = await catalog.categories(visit.session, visit.shop.id)
    return [one for one in known if one.parent is None and one.count]


def _way(visit: Visit, one: CategoryEntry) -> tuple[str, str]:
    return one.name.text(visit.lang), visit.url(f"/c/{one.handle}")
