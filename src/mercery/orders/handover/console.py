"""The hand-over in the console: how a bag reaches the shop's own checkout, shown with a real piece before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Annotated, Final, get_args

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors
from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog import service as catalog
from mercery.catalog.external_ids import IdCounts, id_counts, products_known_first
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Invalid, MerceryError, told_in
from mercery.core.i18n import Lang, Words
from mercery.orders.handover import service
from mercery.orders.handover.checkout import Checkout, Kind, Landing, checked, problems_of
from mercery.orders.handover.ids import ids_of_file
from mercery.orders.handover.reading_ids import Noted, note, read_from_shop
from mercery.orders.handover.service import HandoverCounts
from mercery.web.database import Db, database_of
from mercery.web.html import page_response, redirect_with_flash

HOME: Final = "/console/settings/checkout"
router = APIRouter(prefix=HOME, include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
FreshOwner = Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_SETTINGS))]
_DAYS: Final = 30
_LARGEST: Final = 8 << 20
KIND_WORDS: Final[Mapping[Kind, tuple[Words, Words]]] = {
    "none": (
        Words("The bag stays here", "不移交"),
        Words("Customers fill a bag; your people take it from there.", "顾客只在此装袋，后续由您的店员处理。"),
    ),
    "shopify": (
        Words("Shopify", "Shopify"),
        Words("A cart link with every piece, codes along.", "购物车链接，含全部商品与优惠码。"),
    ),
    "woocommerce": (
        Words("WooCommerce, 10.0 or newer", "WooCommerce 10.0 及以上"),
        Words(
            "A checkout link with every piece and one code. It replaces what lay in the cart there.",
            "结账链接，含全部商品与一个优惠码；会替换对方购物车中原有的商品。",
        ),
    ),
    "woocommerce_before_10": (
        Words("WooCommerce before 10.0", "WooCommerce 10.0 以下"),
        Words("One kind of piece at a time.", "每次一种商品。"),
    ),
    "template": (
        Words("Another system, by a template", "其他系统（网址模板）"),
        Words("An address with placeholders.", "带占位符的网址。"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The address as it would be for a real piece."""

    piece: str = ""
    address: str = ""
    left: str = ""
    """Why it could not be handed over, where it could not."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutPage:
    """How the bag is handed over, with what came of it."""

    saved: Checkout
    typed: Checkout
    shown: Shown
    ids: IdCounts
    counts: HandoverCounts
    kinds: Sequence[tuple[Kind, Words, Words]]
    may_change: bool
    public: bool
    """Whether others than this machine reach the shop."""
    days: int = _DAYS
    errors: FormErrors = field(default_factory=FormErrors)


async def typed_checkout(
    kind: Annotated[str, Form(max_length=32)] = "none",
    address: Annotated[str, Form(max_length=2000)] = "",
    item: Annotated[str, Form(max_length=300)] = "",
    separator: Annotated[str, Form(max_length=40)] = ",",
    landing: Annotated[str, Form(max_length=12)] = "checkout",
) -> Checkout:
    """What was typed into the form."""
    if kind not in get_args(Kind) or landing not in get_args(Landing):
        raise Invalid("Choose one of the ways.", zh="请选择一种方式。")
    return Checkout(kind=kind, address=address.strip(), item=item.strip(), separator=separator, landing=landing)  # type: ignore[arg-type]


Typed = Annotated[Checkout, Depends(typed_checkout)]


@router.get("")
async def checkout_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """How the shop takes a bag over."""
    return await _page(request, session, staff, shop)


@router.post("/preview")
async def preview(request: Request, session: Db, staff: Owner, shop: CurrentShop, typed: Typed) -> Response:
    """The same page with the address as typed; nothing is saved."""
    return await _page(request, session, staff, shop, typed=typed)


@router.post("/save")
async def save(request: Request, session: Db, staff: FreshOwner, shop: CurrentShop, typed: Typed) -> Response:
    """Hand bags over in this way from now on."""
    if problems_of(typed, http_allowed=not settings().public_url):
        return await _page(request, session, staff, shop, typed=typed, status=422)
    saved = await service.set_checkout(session, shop.id, staff.actor, typed)
    text = (
        says(request, staff, shop, f"Bags go to {saved.host} from now on.", f"购物袋将移交至 {saved.host}。")
        if saved.on
        else says(request, staff, shop, "Bags stay here.", "购物袋不再移交。")
    )
    return redirect_with_flash(request, HOME, text)


@router.post("/ids")
async def take_ids(request: Request, session: Db, staff: Owner, shop: CurrentShop, file: UploadFile) -> Response:
    """Note the ids in a file: products.json of a shop at Shopify, or a table of SKU and id."""
    data = await file.read(_LARGEST + 1)
    try:
        if len(data) > _LARGEST:
            raise Invalid("The file is larger than 8 MB.", remedy="Split it.", zh="文件超过 8 MB，请拆分。")
        noted = await note(session, shop.id, staff.actor, ids_of_file(data), source=(file.filename or "file")[:120])
    except MerceryError as error:
        return redirect_with_flash(request, f"{HOME}#ids", _refusal(request, staff, shop, error), tone="stopped")
    return redirect_with_flash(request, f"{HOME}#ids", _said(noted).text(staff_language(request, staff, shop)))


@router.post("/ids/read")
async def read_ids(request: Request, session: Db, staff: Owner, shop: CurrentShop) -> Response:
    """Read the ids from the shop's own pages. No transaction is held while the shop answers."""
    saved = await service.checkout_of(session, shop.id)
    await session.commit()
    try:
        if saved.kind != "shopify":
            raise Invalid(
                "Only shops at Shopify tell their ids.",
                remedy="Give a file instead.",
                zh="只有 Shopify 店铺可直接读取编号，请改为上传文件。",
            )
        found = await read_from_shop(saved.address)
    except MerceryError as error:
        return redirect_with_flash(request, f"{HOME}#ids", _refusal(request, staff, shop, error), tone="stopped")
    async with database_of(request).session() as writing:
        noted = await note(writing, shop.id, staff.actor, found, source=saved.host)
    return redirect_with_flash(request, f"{HOME}#ids", _said(noted).text(staff_language(request, staff, shop)))


def _said(noted: Noted) -> Words:
    more = (
        Words(
            f" {noted.ambiguous} SKUs stand there several times and were passed over.",
            f"另有 {noted.ambiguous} 个 SKU 在对方重复，已跳过。",
        )
        if noted.ambiguous
        else Words("", "")
    )
    return Words(
        f"{noted.told} ids were told, {noted.matched} belong to pieces here, {noted.changed} are new.{more.en}",
        f"读到 {noted.told} 个编号，其中 {noted.matched} 个对应本店款式，新记录 {noted.changed} 个。{more.zh}",
    )


def _refusal(request: Request, staff: Staff, shop: Shop, error: MerceryError) -> str:
    return told_in(staff_language(request, staff, shop), error)


async def _page(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    *,
    typed: Checkout | None = None,
    status: int = 200,
) -> Response:
    context = console_page(request, staff, shop, section="settings")
    saved = await service.checkout_of(session, shop.id)
    wanted = typed or saved
    wrong = problems_of(wanted, http_allowed=not settings().public_url) if typed else {}
    page = CheckoutPage(
        saved=saved,
        typed=wanted,
        shown=await _shown(session, shop, wanted, wrong, context.lang),
        ids=await id_counts(session, shop.id),
        counts=await service.counts(session, shop.id, since=now() - timedelta(days=_DAYS)),
        kinds=[(kind, *words) for kind, words in KIND_WORDS.items()],
        may_change=staff.may(Permission.MANAGE_SETTINGS),
        public=bool(settings().public_url),
        errors=FormErrors(by_field={name: said.text(context.lang) for name, said in wrong.items()}),
    )
    return page_response("orders/checkout.html", page, context=context, status=status)


async def _shown(session: AsyncSession, shop: Shop, wanted: Checkout, wrong: Mapping[str, Words], lang: Lang) -> Shown:
    """The address for one real piece, as it would be now."""
    if not wanted.on or wrong:
        return Shown()
    plain = checked(wanted, http_allowed=True)
    products = await catalog.products(session, shop.id, await products_known_first(session, shop.id))
    found = service.some_piece(products, plain)
    if found is None:
        return Shown(problem=Words("There is no piece in the catalogue yet.", "商品目录中还没有商品。").text(lang))
    product, variant = found
    done = service.trial(plain, [replace(service.piece_of(variant), quantity=1)], lang=lang, currency=shop.currency)
    name = " ".join(filter(None, (product.title.text(lang), variant.title(lang))))
    return Shown(
        piece=f"{name} ({variant.sku})" if lang == "en" else f"{name}（{variant.sku}）",
        address=done.address,
        left=WHY_WORDS[done.left[0][1]].text(lang) if done.left else "",
    )


WHY_WORDS: Final = {
    "no_id": Words("It has no id of the shop's system yet.", "尚无店铺系统中的编号。"),
    "odd_id": Words("Its id is no number, so the shop's system cannot take it.", "编号不是数字，店铺系统无法识别。"),
    "one_at_a_time": Words("The shop's system takes one kind of piece at a time.", "店铺系统每次只接收一种商品。"),
}
