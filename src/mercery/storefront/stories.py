"""Notes and articles: the list of them, and one with the goods it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from mercery.promotions.service import offers_of
from mercery.storefront.seo import SCHEMA, breadcrumb_json_ld, script_json
from mercery.storefront.visit import Head, NoSuchPage, Visit, head_of, site
from mercery.storefront.wares import Tile, pictures, tiles
from mercery.storefront.written import WrittenCopy, copy_of
from mercery.studio.brief import Channel
from mercery.studio.pictures.labelling import SOURCE_TYPES
from mercery.studio.serving import Served, live_and_served
from mercery.ui.formats import date_text, zone_named

CHANNELS: Final[tuple[Channel, ...]] = ("note", "article")
_MOST: Final = 60
_SHORT: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One story in the list."""

    title: str
    url: str
    opening: str
    picture: str
    alt: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesPage:
    """The list, the newest first."""

    head: Head
    heading: str
    stories: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """One story."""

    head: Head
    crumbs: tuple[tuple[str, str], ...]
    title: str
    day: str
    copy: WrittenCopy
    tags: tuple[str, ...]
    picture: str
    alt: str
    goods: tuple[Tile, ...]


async def stories_page(visit: Visit) -> StoriesPage:
    """What is published in the visitor's language."""
    found = await live_and_served(
        visit.session, visit.shop, channels=CHANNELS, lang=visit.lang, currency=visit.currency, limit=_MOST
    )
    heading = visit.say("Stories", "手记")
    said = visit.say(
        f"What {visit.shop.name.text('en')} writes about its pieces, sentence by sentence from recorded facts.",
        f"{visit.shop.name.text('zh')}写商品，一句一句皆有出处。",
    )
    head = head_of(visit, heading, said, path=visit.url("/stories"), index=bool(found))
    return StoriesPage(head=head, heading=heading, stories=tuple(_line(one, visit) for one in found))


async def story_page(visit: Visit, slug: str) -> StoryPage:
    """The story at that address; 404 where none is published there, or nothing of it holds."""
    found = await live_and_served(
        visit.session, visit.shop, channels=CHANNELS, lang=visit.lang, slug=slug, currency=visit.currency, limit=1
    )
    if not found:
        raise NoSuchPage
    served = found[0]
    line, path = _line(served, visit), visit.url(f"/stories/{slug}")
    crumbs = ((visit.say("Stories", "手记"), visit.url("/stories")), (line.title, ""))
    copy = copy_of(served, visit)
    tags = tuple(_tags(served))
    shown = tuple(one for one in copy.passages if one.kind != "tags")
    head = head_of(
        visit, line.title, line.opening, path=path, image=line.picture, kind="article",
        json_ld=(_json_ld(served, visit, line, path), breadcrumb_json_ld(visit, [(crumbs[0][0], crumbs[0][1]), (line.title, path)])),
    )  # fmt: skip
    return StoryPage(
        # A story is written in one language; its address in another leads to another story, or nowhere.
        head=replace(head, alternates=()),
        crumbs=crumbs,
        title=line.title,
        day=line.day,
        copy=replace(copy, passages=shown),
        tags=tags,
        picture=line.picture,
        alt=line.alt,
        goods=tiles(
            served.products, offers_of(visit.shop, served.products, currency=visit.currency), visit.shop, visit.lang,
            currency=visit.currency,
        ),
    )  # fmt: skip


def _line(served: Served, visit: Visit) -> StoryLine:
    lang = visit.lang
    product = served.products[0]
    shown = pictures(product, None, lang)
    told = [one for one in served.piece.passages if one.kind in ("lead", "paragraph", "item") and one.text(lang)]
    # A remark before the first fact says nothing of the piece.
    of_it = [one for one in told if any(sentence.sentence.fact_ids for sentence in one.told)]
    opening = next((one.text(lang) for one in (*of_it, *told)), "")
    cut = opening if len(opening) <= _SHORT else opening[: _SHORT - 1].rstrip() + "…"
    at = served.line.published_at
    return StoryLine(
        title=served.piece.title or product.title.text(lang),
        url=visit.url(f"/stories/{served.line.slug}"),
        opening=cut,
        picture=shown[0].url if shown else "",
        alt=shown[0].alt if shown else "",
        day=date_text(at, lang, zone_named(visit.shop.timezone)) if at else "",
    )


def _tags(served: Served) -> list[str]:
    lang = served.piece.lang
    texts = (one.text(lang) for one in served.piece.passages if one.kind == "tags")
    return list(dict.fromkeys(tag for text in texts for tag in text.split()))


def _json_ld(served: Served, visit: Visit, line: StoryLine, path: str) -> str:
    """schema.org/Article, with who wrote it and, where a model did, so that machines know."""
    base = site(visit.request, visit.shop)
    at = served.line.published_at
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Article",
        "headline": line.title,
        "inLanguage": "zh-CN" if visit.lang == "zh" else "en",
        "url": base + path,
        "publisher": {"@type": "Organization", "name": visit.shop.name.text(visit.lang)},
        "about": [{"@type": "Product", "name": product.title.text(visit.lang)} for product in served.products],
    }
    if line.picture:
        found["image"] = base + line.picture if line.picture.startswith("/") else line.picture
    if at:
        found["datePublished"] = at.isoformat()
    if served.by_model:
        found["digitalSourceType"] = f"{SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia"
    return script_json(found)
