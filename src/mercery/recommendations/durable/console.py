"""The pages of what lasts: drafts to check, and what was decided by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.recommendations.asking import DURABLE, Asking, Editing, Reading
from mercery.recommendations.durable.drafting import Draft, draft_of
from mercery.recommendations.durable.review import Reviewed, accept_exact, decide, decisions, to_review
from mercery.recommendations.shelf import changed, shelf_of
from mercery.web.html import page_response

router = APIRouter(prefix="/durable", include_in_schema=False)
Show = Literal["waiting", "decided"]
_PAGE: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft with its piece."""

    draft: Draft
    product: Product
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLine:
    """A decision with its piece."""

    reviewed: Reviewed
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class DurablePage:
    """What the page shows."""

    show: Show
    waiting: int
    exact: int
    decided: int
    said: int
    """Pieces whose own record says it."""
    drafts: Sequence[DraftLine]
    lines: Sequence[DecidedLine]
    current: int
    last: int
    may_edit: bool


@router.get("")
async def durable_page(
    asking: Reading, show: Show = "waiting", page: Annotated[int, Query(ge=1, le=1000)] = 1
) -> Response:
    """Drafts nobody has decided about, or the decisions."""
    shelf = await shelf_of(asking.session, asking.shop)
    products = list(shelf.products.values())
    drafts = await to_review(asking.session, asking.shop, products)
    done = sorted(
        (await decisions(asking.session, asking.shop.id)).values(), key=lambda one: one.decided_at, reverse=True
    )
    done = [one for one in done if one.product_id in shelf.products]
    total = len(drafts) if show == "waiting" else len(done)
    last = max(1, -(-total // _PAGE))
    current = min(page, last)
    cut = slice((current - 1) * _PAGE, current * _PAGE)
    return page_response(
        "recommendations/durable.html",
        DurablePage(
            show=show,
            waiting=len(drafts),
            exact=sum(1 for one in drafts if one.exact),
            decided=len(done),
            said=sum(1 for one in products if one.durable is not None),
            drafts=[_line(one, shelf.products[one.product_id]) for one in drafts[cut]] if show == "waiting" else (),
            lines=[DecidedLine(reviewed=one, product=shelf.products[one.product_id]) for one in done[cut]]
            if show == "decided"
            else (),
            current=current,
            last=last,
            may_edit=asking.may(Permission.EDIT_CATALOG),
        ),
        context=asking.context,
    )


@router.post("/accept-exact")
async def accept_all(asking: Editing) -> Response:
    """Accept every draft that leaves no doubt."""
    shelf = await shelf_of(asking.session, asking.shop)

    def said(count: int) -> Words:
        return Words(
            f"{count} drafts are accepted." if count != 1 else "One draft is accepted.", f"已采用 {count} 条草稿。"
        )

    found = accept_exact(asking.session, asking.shop, asking.staff.actor, list(shelf.products.values()))
    changed(asking.shop.id)
    return await asking.done(found, said, DURABLE)


@router.post("/{product_id}")
async def decide_one(
    asking: Editing,
    product_id: str,
    do: Annotated[Literal["accept", "keep", "open"], Form()] = "accept",
    durable: Annotated[str, Form(max_length=10)] = "",
    days: Annotated[str, Form(max_length=6)] = "",
) -> Response:
    """Accept the draft, keep another value, or leave it open."""
    act = _decided(asking, product_id, do, durable, days)
    changed(asking.shop.id)
    return await asking.done(act, _told, DURABLE)


async def _decided(asking: Asking, product_id: str, do: str, durable: str, days: str) -> Reviewed:
    product = await catalog.product(asking.session, asking.shop.id, product_id=product_id)
    if do == "open":
        return await decide(asking.session, asking.shop, asking.staff.actor, product_id, durable=None, days=None)
    if do == "accept" and not durable:
        draft = draft_of(product)
        return await decide(
            asking.session, asking.shop, asking.staff.actor, product_id, durable=draft.durable, days=draft.days
        )
    if days.strip() and not days.strip().isdigit():
        problem = Problem(
            field="days",
            message="The days are no whole number.",
            remedy="Write 365, or leave it empty.",
            zh="天数须为整数，请填写 365，或留空。",
        )
        raise Invalid(problem.message, remedy=problem.remedy, problems=[problem], zh=problem.zh)
    return await decide(
        asking.session, asking.shop, asking.staff.actor, product_id,
        durable=durable == "yes", days=int(days) if days.strip() else None,
    )  # fmt: skip


def _told(found: Reviewed) -> Words:
    if found.decision == "open":
        return Words("It stays unsaid.", "保持未定。")
    return Words("It is kept, in the catalogue too.", "已保存，并写入商品资料。")


def _line(draft: Draft, product: Product) -> DraftLine:
    picture = next((one.url for one in product.media if one.kind == "image" and one.url), "")
    return DraftLine(draft=draft, product=product, picture=picture)
