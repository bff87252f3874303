"""Routes of a show's page: the page, what changes on it, who watches, comments, and the bag."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, BackgroundTasks, Form
from starlette.responses import JSONResponse, Response

from mercery.accounts.web import MaybeSession
from mercery.catalog import service as catalog
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound
from mercery.core.ids import new_id
from mercery.interactions.interaction import Interaction, Kind
from mercery.livestream.comments.comment import LONGEST, Comment, Incoming
from mercery.livestream.comments.service import take_in
from mercery.livestream.showing import Showing, leave, main_show, showing, watch
from mercery.storefront import cart
from mercery.storefront.live_announced import expose
from mercery.storefront.live_feed import FeedKey, feeds_of, room_parts
from mercery.storefront.live_page import (
    PLAYS,
    live_context,
    live_page,
    remember_viewer,
    shows_page,
)
from mercery.storefront.live_replay import replay_page
from mercery.storefront.putting import put_into_bag
from mercery.storefront.visit import CurrentVisit, NoSuchPage, Visit
from mercery.web.html import Tone, page_response, redirect_with_flash
from mercery.web.rate_limit import Limit, RateLimited, client_address, limiter_of
from mercery.web.sse import sse_response
from mercery.web.visitor import is_tester

router = APIRouter(include_in_schema=False)
COMMENTS_PER_VISITOR: Final = Limit(name="live_comments", burst=6, seconds=60)
COMMENTS_PER_ADDRESS: Final = Limit(name="live_comments_address", burst=60, seconds=60)
WATCHING_PER_ADDRESS: Final = Limit(name="live_watching", burst=600, seconds=60, shared=False)
"""A hundred viewers behind one address; whoever says it more often makes up viewers, and is not counted."""
_NOW: Final = {"Cache-Control": "no-store"}


@router.get("/{lang:lang}/live")
async def live(visit: CurrentVisit, tasks: BackgroundTasks, staff: MaybeSession) -> Response:
    """The show on air; where none is, what is to come and what can be watched again."""
    found = await main_show(visit.session, visit.shop.id)
    if found is not None and found.phase in ("on_air", "waking", "away", "stopped"):
        return await _show(visit, found, tasks, counted=staff is None)
    context = await live_context(visit)
    return page_response("storefront/live_shows.html", await shows_page(visit), context=context)


@router.get("/{lang:lang}/live/past")
async def past(visit: CurrentVisit) -> Response:
    """Past shows, and those to come."""
    context = await live_context(visit)
    return page_response("storefront/live_shows.html", await shows_page(visit), context=context)


@router.get("/{lang:lang}/live/{slug}")
async def show(visit: CurrentVisit, tasks: BackgroundTasks, staff: MaybeSession, slug: str) -> Response:
    """One show: on air, to come or past."""
    return await _show(visit, await show_at(visit, slug), tasks, counted=staff is None)


@router.get("/{lang:lang}/live/{slug}/replay")
@router.get("/{lang:lang}/live/{slug}/replay/{recording_id}")
async def replay(
    visit: CurrentVisit, tasks: BackgroundTasks, staff: MaybeSession, slug: str, recording_id: str = ""
) -> Response:
    """A past show, with what it costs today."""
    found = await show_at(visit, slug)
    page = await replay_page(visit, found, recording_id[:40])
    answer = page_response("storefront/replay.html", page, context=await live_context(visit), headers=PLAYS)
    if staff is None:
        tasks.add_task(visit.record, interaction(visit, found, "view"))
        answer.background = tasks
    return answer


@router.get("/{lang:lang}/live/{slug}/events")
async def events(visit: CurrentVisit, slug: str) -> Response:
    """What changes on the page, as it changes."""
    found = await show_at(visit, slug)
    key = _key(visit, slug)
    return sse_response(visit.request, f"live:{visit.visitor_id}", feeds_of(visit.request).follow(key, found.show.id))


@router.get("/{lang:lang}/live/{slug}/now")
async def now_(visit: CurrentVisit, slug: str) -> Response:
    """The same at this moment, for pages that have no open connection."""
    try:
        parts = await room_parts(visit.session, _key(visit, slug))
    except NotFound:
        raise NoSuchPage from None
    return JSONResponse(parts, headers=_NOW)


@router.post("/{lang:lang}/live/{slug}/watching")
async def still_watching(
    visit: CurrentVisit, staff: MaybeSession, slug: str, leaving: Annotated[bool, Form()] = False
) -> Response:
    """Said every few seconds while the page is open, and once when it is closed. Programs do not count; the shop's own people
    wake a show that rests, and are not counted either."""
    found = await show_at(visit, slug)
    if leaving:
        await leave(visit.session, found.show.id, visit.visitor_id)
    elif not visit.by_machine and (staff is None or is_tester(visit.visitor_id)):
        try:
            await limiter_of(visit.request).take(WATCHING_PER_ADDRESS, client_address(visit.request))
        except RateLimited:
            return Response(status_code=204, headers=_NOW)
        await watch(visit.session, found.show, visit.visitor_id)
    return Response(status_code=204, headers=_NOW)


@router.post("/{lang:lang}/live/{slug}/comments")
async def comment(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    slug: str,
    text: Annotated[str, Form(max_length=2000)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    key: Annotated[str, Form(max_length=40)] = "",
    as_json: Annotated[bool, Form(alias="json")] = False,
) -> Response:
    """Ask on air. A form sent twice is one comment."""
    found = await show_at(visit, slug)
    viewer = remember_viewer(visit, name)
    try:
        kept = await _take_in(visit, found, text, viewer, key or new_id("cmt"))
    except (RateLimited, Invalid, Conflict) as error:
        return _answered(visit, slug, _refusal(visit, error), tone="stopped", as_json=as_json, status=error.status)
    answer = _answered(visit, slug, *_told(visit, kept), as_json=as_json, comment=kept)
    if kept.shown:
        tasks.add_task(visit.record, interaction(visit, found, "question", query=kept.text))
        answer.background = tasks
    return answer


@router.post("/{lang:lang}/live/{slug}/bag")
async def bag(
    visit: CurrentVisit,
    tasks: BackgroundTasks,
    slug: str,
    product_id: Annotated[str, Form(max_length=40)],
    sku: Annotated[str, Form(max_length=200)],
    as_json: Annotated[bool, Form(alias="json")] = False,
    back: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Put a piece of the show into the bag, at the price of this moment."""
    found = await show_at(visit, slug)
    try:
        product = await catalog.product(visit.session, visit.shop.id, product_id=product_id)
    except NotFound:
        raise NoSuchPage from None
    variant = product.variant(sku)
    if variant is None:
        raise NoSuchPage
    put = await put_into_bag(visit, product, variant)
    answer: Response
    if as_json:
        count = await cart.count(visit.session, visit.shop.id, visit.visitor_id)
        answer = JSONResponse({"text": put.text, "tone": put.tone, "added": put.added, "count": count}, headers=_NOW)
    else:
        where = visit.url(f"/live/{slug}/replay" if back == "replay" else f"/live/{slug}")
        answer = redirect_with_flash(visit.request, where, put.text, tone=put.tone)
    if put.added:
        act = interaction(visit, found, "add_to_cart", product_id=product.id, variant_id=variant.id, quantity=1)
        tasks.add_task(visit.record, act)
        answer.background = tasks
    return answer


async def show_at(visit: Visit, slug: str) -> Showing:
    """The show at that address; 404 where there is none."""
    found = await showing(visit.session, visit.shop.id, slug[:120])
    if found is None:
        raise NoSuchPage
    return found


def interaction(
    visit: Visit,
    found: Showing,
    kind: Kind,
    *,
    product_id: str | None = None,
    variant_id: str | None = None,
    query: str | None = None,
    quantity: int = 0,
) -> Interaction:
    """What the visitor did in a show."""
    details: dict[str, int | str | bool] = {"show": found.show.id}
    return Interaction(
        visitor_id=visit.visitor_id,
        kind=kind,
        surface="live",
        product_id=product_id,
        variant_id=variant_id,
        query=query,
        lang=visit.lang,
        details=details | ({"quantity": quantity} if quantity else {}),
    )


async def _show(visit: Visit, found: Showing, tasks: BackgroundTasks, *, counted: bool) -> Response:
    page = await live_page(visit, found)
    answer = page_response("storefront/live.html", page, context=await live_context(visit), headers=PLAYS)
    if counted:
        tasks.add_task(visit.record, interaction(visit, found, "view"))
        tasks.add_task(expose, visit)
        answer.background = tasks
    return answer


async def _take_in(visit: Visit, found: Showing, text: str, viewer: str, key: str) -> Comment:
    if found.show.state != "on_air" or found.show.killed:
        raise Conflict(
            "The show is not on air.",
            remedy="Ask the assistant, or come back when it is.",
            zh="直播未在进行。请咨询助手，或等开播后再来。",
        )
    plain = " ".join(text.split())
    if not plain:
        raise Invalid(
            "The comment says nothing.", remedy="Write what you would like to know.", zh="请写下想了解的内容。"
        )
    if len(plain) > LONGEST:
        raise Invalid(
            f"A comment has at most {LONGEST} characters.",
            remedy="Ask in fewer words.",
            zh=f"评论最多 {LONGEST} 字，请精简。",
        )
    limiter = limiter_of(visit.request)
    await limiter.take(COMMENTS_PER_VISITOR, found.show.id, visit.visitor_id)
    await limiter.take(COMMENTS_PER_ADDRESS, found.show.id, client_address(visit.request))
    incoming = Incoming(text=plain, source_id=f"{visit.visitor_id}:{key}", name=viewer, author=visit.visitor_id)
    return await take_in(visit.session, visit.shop, found.show, incoming)


def _told(visit: Visit, kept: Comment) -> tuple[str, Tone]:
    """What the writer is told of their own comment, and its tone."""
    if not kept.shown:
        return visit.say(
            "This was not shown: comments on air are for questions on the shop and its pieces.",
            "这条没有显示：直播评论请围绕本店和商品提问。",
        ), "note"
    return visit.say("Your question is with the host.", "问题已交给主播。"), "done"


def _refusal(visit: Visit, error: MerceryError) -> str:
    if isinstance(error, RateLimited):
        return visit.say(
            f"That is a lot of questions. The next one in {error.retry_after} s.",
            f"提问有些频繁，请 {error.retry_after} 秒后再问。",
        )
    if isinstance(error, Conflict):
        return visit.say("The show is not on air, so nobody can answer there.", "目前没有直播，无人在此作答。")
    return visit.say(
        f"Write what you would like to know, in {LONGEST} characters at most.", f"请写下您的问题，不超过 {LONGEST} 字。"
    )


def _answered(
    visit: Visit,
    slug: str,
    text: str,
    tone: Tone,
    *,
    as_json: bool,
    comment: Comment | None = None,
    status: int = 200,
) -> Response:
    if as_json:
        said = {
            "text": text,
            "tone": tone,
            "comment": comment.id if comment and comment.shown else "",
            "key": new_id("cmt"),
        }
        return JSONResponse(said, status_code=status, headers=_NOW)
    return redirect_with_flash(visit.request, visit.url(f"/live/{slug}#comments"), text, tone=tone)


def _key(visit: Visit, slug: str) -> FeedKey:
    return FeedKey(visit.shop.id, slug, visit.lang, visit.currency)
