"""What the studio has published about a piece, as its page shows it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.storefront.visit import Visit
from mercery.storefront.watching import VideoTile, tile_of
from mercery.studio.brief import Channel
from mercery.studio.exporting.markup import without_prices
from mercery.studio.pictures.detail import DetailPage, detail_page
from mercery.studio.pictures.fact_rows import Run, runs_of
from mercery.studio.piece import Passage
from mercery.studio.serving import Served, live_and_served
from mercery.studio.shown_videos import film_of

_ON_ITS_PAGE: Final[tuple[Channel, ...]] = ("product_page", "detail_page", "note", "article", "video")
_DRAWN: Final[tuple[Channel, ...]] = ("detail_page",)
_MOST_STORIES: Final = 3
_RUNNING: Final = ("lead", "paragraph", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPassage:
    """One passage, cut at its claims. `kind` as in a piece."""

    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCopy:
    """The text of a published piece."""

    piece_id: str
    title: str
    passages: tuple[ToldPassage, ...]
    described: str
    """The same in one line for search engines, without what is told of prices: they keep it."""
    label: str
    """Who wrote it, where a model had a part; else empty: then there is nothing the law would have said beside it."""
    metadata: str
    """The same for machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOfPiece:
    """Copy in the place of the description, and the pictures and text below."""

    copy: WrittenCopy | None = None
    detail: DetailPage | None = None
    stories: tuple[tuple[str, str], ...] = ()
    """Title and address of what else is told of it."""
    video: VideoTile | None = None
    """The film of it that was published last."""


NOTHING_WRITTEN: Final = WrittenOfPiece()


async def written_of(visit: Visit, product: Product) -> WrittenOfPiece:
    """What is published about `product` in the visitor's language, with prices in their currency."""
    found = await live_and_served(
        visit.session, visit.shop, channels=_ON_ITS_PAGE, lang=visit.lang, product_ids=(product.id,),
        currency=visit.currency, with_materials=_DRAWN,
    )  # fmt: skip
    filmed = next((one for one in found if one.line.channel == "video"), None)
    film = await film_of(visit.session, filmed) if filmed else None
    copy = next((one for one in found if one.line.channel == "product_page"), None)
    below = next((one for one in found if one.line.channel == "detail_page"), None)
    return WrittenOfPiece(
        copy=copy_of(copy, visit) if copy else None,
        detail=_below(detail_page(below.piece, below.materials)) if below and below.materials else None,
        stories=tuple(
            # Its title as it is published: that of the line may be a draft's.
            (one.piece.title or one.products[0].title.text(visit.lang), visit.url(f"/stories/{one.line.slug}"))
            for one in found
            if one.line.channel in ("note", "article")
        )[:_MOST_STORIES],
        video=tile_of(visit, film) if film else None,
    )


def _below(page: DetailPage) -> DetailPage:
    """Without its first picture and name: both stand above, at the top of the page."""
    return replace(page, blocks=tuple(block for block in page.blocks if block.place != "hero"))


def copy_of(served: Served, visit: Visit) -> WrittenCopy:
    """The piece as a page shows it."""
    lang = served.piece.lang
    return WrittenCopy(
        piece_id=served.line.id,
        title=served.piece.title,
        passages=tuple(
            ToldPassage(kind=one.kind, runs=runs_of_passage(one, served, lang))
            for one in served.piece.passages
            if one.kind not in ("title", "label")
        ),
        described=("" if lang == "zh" else " ").join(
            text for one in without_prices(served.piece).passages if one.kind in _RUNNING and (text := one.text(lang))
        ),
        label=served.label.text(lang) if served.by_model else "",
        metadata=served.metadata(visit.shop),
    )


def runs_of_passage(passage: Passage, served: Served, lang: Lang) -> tuple[Run, ...]:
    """Its sentences one after another, cut at their claims."""
    runs: list[Run] = []
    for one in passage.told:
        if runs and lang != "zh":
            runs.append(Run(" "))
        runs += runs_of(one.sentence, served.facts)
    return tuple(runs)
