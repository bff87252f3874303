"""The routes of the shop's public pages: parse, call, render, and record afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, BackgroundTasks, Form, Query, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from mercery.accounts.web import CurrentShop
from mercery.catalog import service as catalog
from mercery.catalog.service import CategoryEntry
from mercery.core.errors import Invalid, NotFound
from mercery.interactions.interaction import Interaction, Kind, Surface
from mercery.search.query.questions import asks_for_service
from mercery.storefront import addresses, cart
from mercery.storefront.arrival import arrival
from mercery.storefront.asked import PER_PAGE, asked
from mercery.storefront.bag_page import bag_page
from mercery.storefront.completing import completions
from mercery.storefront.facets import FilterChoice
from mercery.storefront.found_answer import AnswerShown, LaterAnswer, Posed, answer_place, later_answer
from mercery.storefront.home import home_page
from mercery.storefront.listing import listing_page
from mercery.storefront.live_announced import expose, live_paths
from mercery.storefront.policies_page import policies_page
from mercery.storefront.product_page import product_page
from mercery.storefront.putting import put_into_bag
from mercery.storefront.recommended_noted import note_rows, via_of
from mercery.storefront.searched import search_details
from mercery.storefront.seo import breadcrumb_json_ld, robots, sitemap
from mercery.storefront.stories import CHANNELS, stories_page, story_page
from mercery.storefront.visit import CurrentVisit, NoSuchPage, Visit, head_of, page_context, part_context, site
from mercery.studio.service import live_pieces
from mercery.studio.shown_videos import shown_videos
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.language import request_language

router = APIRouter(include_in_schema=False)
__all__ = ["addresses", "router"]


@router.get("/")
async def front_door(request: Request, shop: CurrentShop) -> Response:
    """To the home page in the reader's language."""
    lang = request_language(request, shop.default_language)
    return RedirectResponse(f"/{lang if lang in shop.languages else shop.default_language}", status_code=302)


@router.get("/robots.txt")
async def robots_txt(request: Request, shop: CurrentShop) -> Response:
    """What crawlers may read."""
    return PlainTextResponse(robots(site(request, shop)))


@router.get("/sitemap.xml")
async def sitemap_xml(request: Request, session: Db, shop: CurrentShop) -> Response:
    """Every page worth finding, in each language."""
    categories = await catalog.categories(session, shop.id)
    handles = await catalog.active_handles(session, shop.id)
    paths = ["", "/policies", *(f"/c/{quote(one.handle)}" for one in categories if one.count)]
    paths += [f"/p/{quote(handle)}" for handle in handles]
    told = [
        (one.line.lang, f"/stories/{quote(one.line.slug)}")
        for one in await live_pieces(session, shop.id, channels=CHANNELS)
    ]
    if told:
        paths.insert(2, "/stories")
    films = [(one.served.line.lang, f"/videos/{quote(one.slug)}") for one in await shown_videos(session, shop)]
    if films:
        paths.insert(2, "/videos")
    shows = await live_paths(session, shop.id)
    return Response(
        sitemap(site(request, shop), shop, [*paths[:25_000], *shows], [*told, *films]), media_type="application/xml"
    )


@router.get("/{lang:lang}")
async def home(visit: CurrentVisit, tasks: BackgroundTasks) -> Response:
    """The home page."""
    page = await home_page(visit)
    context = await page_context(visit)
    tasks.add_task(visit.record, _interaction(visit, "view", "home"))
    tasks.add_task(note_rows, visit, page.recommended)
    tasks.add_task(expose, visit)
    return page_response("storefront/home.html", page, context=context)


@router.get("/{lang:lang}/search")
async def search_results(visit: CurrentVisit, tasks: BackgroundTasks) -> Response:
    """The results of a search, or every piece when nothing was asked; above them an answer where something was."""
    wanted = asked(visit.url("/search"), visit.request.url.query)
    heading = wanted.query or visit.say("All pieces", "全部商品")
    head = head_of(visit, heading, heading, path=visit.url("/search"), index=not wanted.query)
    page = await listing_page(visit, wanted, heading=heading, head=head)
    context = await page_context(visit)
    if wanted.query:
        details = search_details(
            wanted.query,
            found=page.total,
            left_out=page.left_out,
            page=wanted.page,
            sort=wanted.sort,
            shown=page.product_ids,
            per_page=PER_PAGE,
        )
        tasks.add_task(visit.record, _interaction(visit, "search", "search", query=wanted.query, details=details))
    if page.around and wanted.page == 1 and "hx-request" not in visit.request.headers:
        wait = visit.request.query_params.get("answer") == "wait"
        posed = replace(page.around.posed, nothing_found=page.nothing_like_it)
        place = await answer_place(visit, posed, wait=wait)
        page = replace(page, around=replace(page.around, place=place))
        _note_answer(visit, tasks, wanted.query, place.shown)
    return page_response("storefront/listing.html", page, context=context)


@router.get("/{lang:lang}/search/suggest")
async def search_completions(visit: CurrentVisit, q: Annotated[str, Query(max_length=300)] = "") -> Response:
    """What completes the words in the search field, as a list for its script."""
    page = await completions(visit, q)
    soon = {"Cache-Control": "private, max-age=30"}
    return page_response("storefront/suggestions.html", page, context=part_context(visit), headers=soon)


@router.get("/{lang:lang}/search/answer")
async def search_answer(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    q: Annotated[str, Query(max_length=300)] = "",
    nothing: str = "",
    looking: str = "",
) -> Response:
    """The answer that a page of results did not wait for, as a part of that page; empty where there is none."""
    posed = Posed(
        query=q.strip(), nothing_found=nothing == "1", looking=looking == "1", service=asks_for_service(q.strip())
    )
    place = await later_answer(visit, posed)
    _note_answer(visit, tasks, q, place.shown)
    return page_response("storefront/answer_part.html", LaterAnswer(q.strip(), place), context=part_context(visit))


@router.get("/{lang:lang}/c/{handle:path}")
async def category(handle: str, visit: CurrentVisit, tasks: BackgroundTasks) -> Response:
    """A category with its filters."""
    known = await catalog.categories(visit.session, visit.shop.id)
    found = next((one for one in known if one.handle == handle), None)
    if found is None:
        raise NoSuchPage
    path = visit.url(f"/c/{quote(handle)}")
    crumbs = _category_crumbs(visit, known, found)
    name = found.name.text(visit.lang)
    description = visit.say(f"{name} at {visit.shop.name.text('en')}", f"{visit.shop.name.text('zh')}的{name}")
    head = head_of(visit, name, description, path=path, json_ld=(breadcrumb_json_ld(visit, crumbs),))
    page = await listing_page(
        visit,
        asked(path, visit.request.url.query),
        heading=name,
        head=head,
        active=handle.split("/")[0],
        category=handle,
        crumbs=crumbs,
        subcategories=[_subcategory(visit, one) for one in known if one.parent == handle and one.count],
    )
    tasks.add_task(visit.record, _interaction(visit, "view", "category", details={"category": handle}))
    return await _listing(visit, page)


@router.get("/{lang:lang}/collections/{handle}")
async def collection(handle: str, visit: CurrentVisit) -> Response:
    """A collection the shop has put together."""
    known = await catalog.collections(visit.session, visit.shop.id)
    found = next((one for one in known if one.handle == handle), None)
    if found is None:
        raise NoSuchPage
    path = visit.url(f"/collections/{quote(handle)}")
    name, intro = found.name.text(visit.lang), found.description.text(visit.lang)
    page = await listing_page(
        visit,
        asked(path, visit.request.url.query),
        heading=name,
        head=head_of(visit, name, intro or name, path=path),
        intro=intro,
        collection=handle,
    )
    return await _listing(visit, page)


@router.get("/{lang:lang}/p/{handle}")
async def product(handle: str, visit: CurrentVisit, tasks: BackgroundTasks, variant: str = "") -> Response:
    """The page of one piece."""
    try:
        found = await catalog.product(visit.session, visit.shop.id, handle=handle)
    except NotFound:
        raise NoSuchPage from None
    if found.status != "active":
        raise NoSuchPage
    page = await product_page(visit, found, variant[:200])
    context = await page_context(visit)
    seen = _interaction(visit, "view", "product", product_id=found.id, variant_id=page.variant_id or None)
    tasks.add_task(visit.record, *_click(visit, found.id), seen)
    tasks.add_task(note_rows, visit, page.recommended)
    return page_response("storefront/product.html", page, context=context)


@router.get("/{lang:lang}/stories")
async def stories(visit: CurrentVisit) -> Response:
    """Notes and articles, the newest first."""
    return page_response("storefront/stories.html", await stories_page(visit), context=await page_context(visit))


@router.get("/{lang:lang}/stories/{slug}")
async def story(slug: str, visit: CurrentVisit) -> Response:
    """One note or article."""
    page = await story_page(visit, slug[:200])
    return page_response("storefront/story.html", page, context=await page_context(visit))


@router.get("/{lang:lang}/cart")
async def show_bag(visit: CurrentVisit, tasks: BackgroundTasks) -> Response:
    """The bag."""
    page = await bag_page(visit)
    tasks.add_task(visit.record, _interaction(visit, "view", "cart"))
    if page.recommended is not None:
        tasks.add_task(note_rows, visit, page.recommended)
    return page_response("storefront/bag.html", page, context=await page_context(visit))


@router.post("/{lang:lang}/cart/lines")
async def add_to_bag(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    product_id: Annotated[str, Form(max_length=40)],
    sku: Annotated[str, Form(max_length=200)],
    quantity: Annotated[int, Form(ge=1, le=999)] = 1,
) -> Response:
    """Put a piece into the bag and come back to its page."""
    found = await catalog.product(visit.session, visit.shop.id, product_id=product_id)
    variant = found.variant(sku)
    if variant is None:
        raise NoSuchPage
    back = f"{visit.url('/p/')}{quote(found.handle)}?variant={quote(sku)}"
    put = await put_into_bag(visit, found, variant, quantity)
    answer = redirect_with_flash(visit.request, back, put.text, tone=put.tone)
    if put.added:
        act = _interaction(
            visit, "add_to_cart", "product", product_id=found.id, variant_id=variant.id, details={"quantity": quantity}
        )
        tasks.add_task(visit.record, act)
        answer.background = tasks
    return answer


@router.post("/{lang:lang}/cart/lines/{variant_id}")
async def change_line(
    variant_id: str,
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    quantity: Annotated[int, Form(ge=0, le=999)],
) -> Response:
    """Change how many, or take the piece out with 0."""
    product_id = await cart.set_quantity(visit.session, visit.shop.id, visit.visitor_id, variant_id, quantity)
    if product_id is not None and quantity == 0:
        tasks.add_task(
            visit.record, _interaction(visit, "remove", "cart", product_id=product_id, variant_id=variant_id)
        )
    text = visit.say("Your bag is changed.", "购物袋已更新。") if quantity else visit.say("Removed.", "已移除。")
    answer = redirect_with_flash(visit.request, visit.url("/cart"), text)
    answer.background = tasks
    return answer


@router.post("/{lang:lang}/cart/codes")
async def give_code(visit: CurrentVisit, code: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Give a coupon code for the bag; whether it counts is said beside it."""
    try:
        await cart.give_code(visit.session, visit.shop.id, visit.visitor_id, code)
    except Invalid:
        text = visit.say(
            f"Write the code as it was given to you; a bag takes {cart.MOST_CODES} at most.",
            f"请按原样填写优惠码；购物袋最多可用 {cart.MOST_CODES} 个。",
        )
        return redirect_with_flash(visit.request, f"{visit.url('/cart')}#codes", text, tone="stopped")
    return RedirectResponse(f"{visit.url('/cart')}#codes", status_code=303)


@router.post("/{lang:lang}/cart/codes/remove")
async def take_code(visit: CurrentVisit, code: Annotated[str, Form(max_length=200)]) -> Response:
    """Take a coupon code out of the bag."""
    await cart.take_code(visit.session, visit.shop.id, visit.visitor_id, code)
    return RedirectResponse(f"{visit.url('/cart')}#codes", status_code=303)


@router.get("/{lang:lang}/policies")
@router.get("/{lang:lang}/policies/{key}")
async def policies(visit: CurrentVisit, key: str = "") -> Response:
    """The shop's policies, each with its end; with `key` only that one."""
    page = await policies_page(visit, key)
    return page_response("storefront/policies.html", page, context=await page_context(visit))


@router.get("/{lang:lang}/{rest:path}")
async def nowhere(lang: str, rest: str) -> Response:
    """Nothing else exists below a language."""
    raise NoSuchPage


def _note_answer(visit: Visit, tasks: BackgroundTasks, query: str, shown: AnswerShown | None) -> None:
    if shown is not None:
        details: dict[str, int | str | bool] = {"answer": shown.kind, "turn": shown.answer.id}
        tasks.add_task(visit.record, _interaction(visit, "question", "search", query=query, details=details))


async def _listing(visit: Visit, page: object) -> Response:
    return page_response("storefront/listing.html", page, context=await page_context(visit))


def _interaction(
    visit: Visit,
    kind: Kind,
    surface: Surface,
    *,
    product_id: str | None = None,
    variant_id: str | None = None,
    query: str | None = None,
    details: dict[str, int | str | bool] | None = None,
) -> Interaction:
    return Interaction(
        visitor_id=visit.visitor_id,
        kind=kind,
        surface=surface,
        product_id=product_id,
        variant_id=variant_id,
        query=query,
        lang=visit.lang,
        details=details or {},
    )


def _click(visit: Visit, product_id: str) -> list[Interaction]:
    """That the piece was chosen on another page of the shop; choosing a colour on its own page is none."""
    headers = visit.request.headers
    came = arrival(headers.get("referer"), headers.get("host", ""))
    if came is None or came.path == visit.request.url.path or "hx-request" in headers:
        return []
    details = {"from": came.path, **via_of(visit)}
    return [_interaction(visit, "click", came.surface, product_id=product_id, query=came.query, details=details)]


def _category_crumbs(visit: Visit, known: list[CategoryEntry], found: CategoryEntry) -> list[tuple[str, str]]:
    by_handle = {one.handle: one for one in known}
    steps: list[tuple[str, str]] = []
    at: CategoryEntry | None = found
    while at is not None:
        steps.append((at.name.text(visit.lang), visit.url(f"/c/{quote(at.handle)}")))
        at = by_handle.get(at.parent) if at.parent else None
    return steps[::-1]


def _subcategory(visit: Visit, one: CategoryEntry) -> FilterChoice:
    return FilterChoice(
        name="subcategory",
        value=one.handle,
        label=one.name.text(visit.lang),
        count=one.count,
        chosen=False,
        url=visit.url(f"/c/{quote(one.handle)}"),
    )
