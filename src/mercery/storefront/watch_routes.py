"""Routes of the videos: the feed, one video, and what its player asks. A touched tag is a click on record, whether the player
stands on the shop's pages or on another site: it leads through an address of the shop."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form
from starlette.responses import JSONResponse, RedirectResponse, Response

from mercery.accounts.web import MaybeSession
from mercery.interactions.interaction import Interaction, Kind
from mercery.orders.handover.service import checkout_of
from mercery.storefront import cart
from mercery.storefront.putting import put_into_bag
from mercery.storefront.visit import CurrentVisit, NoSuchPage, Visit, page_context, site
from mercery.storefront.watching import (
    goods_at,
    goods_json,
    goods_of,
    player_json,
    tag_url,
    tagged,
    video_at,
    videos_page,
    watch_page,
)
from mercery.studio.shown_videos import ShownVideo, captions_of
from mercery.ui.manifest import ASSET_PREFIX, DIST, asset_url
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(include_in_schema=False)
_NOW = {"Cache-Control": "no-store"}


@router.get("/player.js")
def player_script() -> Response:
    """The player as one script, for the shop's pages and other sites. Browsers ask again after five minutes."""
    path = DIST / asset_url("player.js").removeprefix(ASSET_PREFIX)
    headers = {
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    return Response(path.read_bytes(), media_type="text/javascript", headers=headers)


@router.get("/{lang:lang}/videos")
async def videos(visit: CurrentVisit) -> Response:
    """The feed."""
    return page_response("storefront/videos.html", await videos_page(visit), context=await page_context(visit))


@router.get("/{lang:lang}/videos/{slug}")
async def video(visit: CurrentVisit, tasks: BackgroundTasks, slug: str) -> Response:
    """One video; that it was opened is written down."""
    page = await watch_page(visit, slug)
    answer = page_response("storefront/video.html", page, context=await page_context(visit))
    seen = Interaction(
        visitor_id=visit.visitor_id, kind="view", surface="video", lang=visit.lang, details={"video": slug[:120]}
    )
    tasks.add_task(visit.record, seen)
    answer.background = tasks
    return answer


@router.get("/{lang:lang}/videos/{slug}/go/{tag}")
async def follow_tag(visit: CurrentVisit, tasks: BackgroundTasks, staff: MaybeSession, slug: str, tag: str) -> Response:
    """From a tag to the page of what it shows."""
    found = await video_at(visit, slug)
    product, variant = tagged(found, tag)
    answer = RedirectResponse(tag_url(visit, product, variant), status_code=303, headers=_NOW)
    if staff is None:
        touched = _interaction(visit, found, "click", tag, product.id, variant.id if variant else None)
        tasks.add_task(visit.record, touched)
    answer.background = tasks
    return answer


@router.post("/{lang:lang}/videos/{slug}/bag")
async def put_tag_into_bag(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    slug: str,
    tag: Annotated[str, Form(max_length=40)],
    as_json: Annotated[bool, Form(alias="json")] = False,
) -> Response:
    """Put what a tag shows into the bag, at the price of this moment."""
    found = await video_at(visit, slug)
    product, shown = tagged(found, tag)
    good = next((one for one in goods_of(visit, found) if one.product_id == product.id and one.sku), None)
    variant = shown or (product.variant(good.sku) if good else None)
    if variant is None:
        raise NoSuchPage
    put = await put_into_bag(visit, product, variant)
    if put.added:
        tasks.add_task(visit.record, _interaction(visit, found, "add_to_cart", tag, product.id, variant.id))
    answer: Response
    if as_json:
        count = await cart.count(visit.session, visit.shop.id, visit.visitor_id)
        answer = JSONResponse({"text": put.text, "tone": put.tone, "added": put.added, "count": count})
    else:
        answer = redirect_with_flash(visit.request, visit.url(f"/videos/{slug}"), put.text, tone=put.tone)
    answer.background = tasks
    return answer


@router.get("/api/player/{lang:lang}/{slug}")
async def player_data(visit: CurrentVisit, slug: str) -> Response:
    """What is in a video, with prices and stock of this moment."""
    found = await video_at(visit, slug)
    captions = await asyncio.to_thread(captions_of, found)
    checkout = await checkout_of(visit.session, visit.shop.id)
    told = player_json(visit, found, captions)
    # A page of another site has no bag of ours: there a piece goes straight to the shop's own checkout.
    told["checkout"] = f"{site(visit.request, visit.shop)}{visit.url('/checkout/piece')}" if checkout.on else ""
    return JSONResponse({**told, "shop": visit.shop.slug}, headers=_NOW)


@router.get("/api/player/{lang:lang}/{slug}/goods")
async def player_goods(visit: CurrentVisit, slug: str) -> Response:
    """Prices and stock of this moment alone: a player asks every other second while a tag can be touched."""
    return JSONResponse(goods_json(visit, await goods_at(visit, slug)), headers=_NOW)


def _interaction(
    visit: Visit, video: ShownVideo, kind: Kind, tag: str, product_id: str, variant_id: str | None
) -> Interaction:
    details: dict[str, int | str | bool] = {"video": video.slug, "tag": tag}
    return Interaction(
        visitor_id=visit.visitor_id,
        kind=kind,
        surface="video",
        product_id=product_id,
        variant_id=variant_id,
        lang=visit.lang,
        details=details if kind == "click" else details | {"quantity": 1},
    )
