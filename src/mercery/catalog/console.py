"""The console's pages about products and imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, UploadFile
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog import service
from mercery.catalog.console_forms import PriceForm, StockForm, cost_of, description_of, durability_of, title_of
from mercery.catalog.costs import GoodsCost, costs_of, record_costs
from mercery.catalog.history import Revision, revisions
from mercery.catalog.importing import runs
from mercery.catalog.importing.page import ImportPage, ImportsPage, mapping_of
from mercery.catalog.listing import Listing, StockFilter, listed
from mercery.catalog.product import Product
from mercery.catalog.repository import CategoryEntry
from mercery.catalog.uploads import receive
from mercery.catalog.value_words import value_words
from mercery.core.errors import Invalid, MerceryError, told_in
from mercery.core.i18n import Words
from mercery.web.database import Db, database_of
from mercery.web.html import fragment_response, is_htmx, page_response, redirect, redirect_with_flash

router = APIRouter(prefix="/console", include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
Importer = Annotated[Staff, Depends(Require(Permission.IMPORT))]
_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsPage:
    """One page of the catalogue."""

    products: Sequence[Product]
    total: int
    wanted: Listing
    categories: Sequence[CategoryEntry]
    current: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """One product with its facts, variants and history."""

    product: Product
    attributes: Sequence[tuple[Words, Words]]
    """Label and value in words."""
    history: Sequence[Revision]
    may_edit: bool
    currency: str
    costs: Mapping[str, GoodsCost]
    """What the variants cost the shop, by SKU; for people of the shop who may edit, nobody else."""
    error: str = ""

    @property
    def gaps(self) -> Sequence[Words]:
        """What is not written in one of the languages."""
        found = []
        for name, words in (
            (Words("title", "名称"), self.product.title),
            (Words("description", "描述"), self.product.description),
        ):
            if not words.en:
                found.append(Words(f"{name.en} in English", f"英文{name.zh}"))
            if not words.zh:
                found.append(Words(f"{name.en} in Chinese", f"中文{name.zh}"))
        return found


@router.get("/products")
async def products_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    q: str = "",
    status: str = "",
    stock: str = "",
    gap: str = "",
    category: str = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The catalogue as a ledger."""
    wanted = Listing(
        text=q.strip()[:200], status=status, stock=cast(StockFilter, stock), gap=gap, category=category,
        offset=(page - 1) * _PAGE, limit=_PAGE,
    )  # fmt: skip
    products, total = await listed(session, shop.id, wanted)
    shown = ProductsPage(
        products=products, total=total, wanted=wanted, categories=await service.categories(session, shop.id),
        current=page, last=max(1, -(-total // _PAGE)),
    )  # fmt: skip
    context = console_page(request, staff, shop, section="products")
    if is_htmx(request):
        return fragment_response("catalog/products.html", "list", shown, context=context)
    return page_response("catalog/products.html", shown, context=context)


@router.get("/products/{product_id}")
async def product_page(
    request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop, product_id: str
) -> Response:
    """One product."""
    return await _product(request, session, staff, shop, product_id)


async def _product(
    request: Request, session: Db, staff: Staff, shop: Shop, product_id: str, *, error: str = ""
) -> Response:
    product = await service.product(session, shop.id, product_id=product_id)
    skus = [variant.sku for variant in product.variants]
    may_edit = staff.may(Permission.EDIT_CATALOG)
    page = ProductPage(
        product=product,
        attributes=[(attribute.label, value_words(attribute.value)) for attribute in product.attributes],
        history=await revisions(session, shop.id, product_id, limit=30),
        may_edit=may_edit,
        currency=shop.currency,
        costs=await costs_of(session, shop.id, shop.currency, skus) if may_edit else {},
        error=error,
    )
    context = console_page(request, staff, shop, section="products")
    return page_response("catalog/product.html", page, context=context, status=422 if error else 200)


@router.post("/products/{product_id}/stock")
async def save_stock(request: Request, session: Db, staff: Editor, shop: CurrentShop, product_id: str) -> Response:
    """Pieces and restock date of one variant."""
    form = await request.form()
    try:
        typed = StockForm.of(form)
        await service.set_stock(session, shop.id, typed.sku, typed.quantity, staff.actor, restock=typed.restock)
    except Invalid as error:
        return await _product(
            request, session, staff, shop, product_id, error=told_in(staff_language(request, staff, shop), error)
        )
    return _saved(request, staff, shop, product_id, typed.sku)


@router.post("/products/{product_id}/price")
async def save_price(request: Request, session: Db, staff: Editor, shop: CurrentShop, product_id: str) -> Response:
    """The list price of one variant in one currency."""
    form = await request.form()
    try:
        typed = PriceForm.of(form, shop.currency)
        await service.set_price(session, shop.id, typed.sku, typed.amount, staff.actor, was=typed.was)
    except MerceryError as error:
        return await _product(
            request, session, staff, shop, product_id, error=told_in(staff_language(request, staff, shop), error)
        )
    return _saved(request, staff, shop, product_id, typed.sku)


@router.post("/products/{product_id}/cost")
async def save_cost(request: Request, session: Db, staff: Editor, shop: CurrentShop, product_id: str) -> Response:
    """What one variant costs the shop, and its floor."""
    form = await request.form()
    try:
        typed = cost_of(form, shop.currency)
        await record_costs(session, shop.id, [typed], staff.actor)
    except MerceryError as error:
        return await _product(
            request, session, staff, shop, product_id, error=told_in(staff_language(request, staff, shop), error)
        )
    return _saved(request, staff, shop, product_id, typed.sku)


@router.post("/products/{product_id}/texts")
async def save_texts(request: Request, session: Db, staff: Editor, shop: CurrentShop, product_id: str) -> Response:
    """Titles and descriptions in both languages, and how long one lasts."""
    form: FormData = await request.form()
    try:
        durable, days = durability_of(form)
        await service.update_product(
            session, shop.id, product_id, staff.actor, title=title_of(form), description=description_of(form),
            durable=durable, replacement_days=days,
        )  # fmt: skip
    except Invalid as error:
        return await _product(
            request, session, staff, shop, product_id, error=told_in(staff_language(request, staff, shop), error)
        )
    return _saved(request, staff, shop, product_id, "")


def _saved(request: Request, staff: Staff, shop: Shop, product_id: str, sku: str) -> Response:
    text = says(request, staff, shop, "Saved as a new version.", "已保存为新版本。")
    return redirect_with_flash(request, f"/console/products/{product_id}", text, lead=sku)


@router.get("/import")
async def imports_page(request: Request, session: Db, staff: Importer, shop: CurrentShop) -> Response:
    """The latest imports, and the form for another."""
    page = ImportsPage(runs=await runs.imports(session, shop.id))
    return page_response("catalog/imports.html", page, context=console_page(request, staff, shop, section="import"))


@router.post("/import")
async def upload(request: Request, staff: Importer, shop: CurrentShop, file: UploadFile) -> Response:
    """Take a file, look at it, and show what it would change."""
    database = database_of(request)
    path = await receive(file, runs.uploads(shop.id))
    async with database.session() as session:
        import_id = await runs.start(session, shop.id, path, file.filename or "upload", staff.actor)
    await _examine(request, shop.id, import_id)
    return redirect(request, f"/console/import/{import_id}")


async def _examine(request: Request, shop_id: str, import_id: str) -> None:
    database = database_of(request)
    async with database.session() as session:
        later = await runs.proceed(session, shop_id, import_id, "examine")
    if not later:
        await runs.examine(database, shop_id, import_id)


@router.get("/import/{import_id}")
async def import_page(request: Request, session: Db, staff: Importer, shop: CurrentShop, import_id: str) -> Response:
    """One import. While a job works on it, the page asks again by itself."""
    context = console_page(request, staff, shop, section="import")
    page = ImportPage(run=await runs.looked_at(session, shop.id, import_id), lang=context.lang)
    if is_htmx(request) and page.run.busy:
        return fragment_response("catalog/import.html", "busy", page, context=context)
    if is_htmx(request):
        return redirect(request, request.url.path)
    return page_response("catalog/import.html", page, context=context)


@router.post("/import/{import_id}/mapping")
async def confirm(request: Request, staff: Importer, shop: CurrentShop, import_id: str) -> Response:
    """Take the mapping as confirmed, and look at the file again."""
    form = await request.form()
    columns = [str(value) for value in form.getlist("column")]
    means = [str(value) for value in form.getlist("means")]
    try:
        mapping = mapping_of(columns, means)
    except Invalid as error:
        context = console_page(request, staff, shop, section="import")
        async with database_of(request).session() as session:
            run = await runs.import_run(session, shop.id, import_id)
        page = ImportPage(run=run, lang=context.lang, errors=error.problems, sent=means)
        return page_response("catalog/import.html", page, context=context, status=422)
    async with database_of(request).session() as session:
        await runs.confirm_mapping(session, shop.id, import_id, mapping)
    await _examine(request, shop.id, import_id)
    return redirect(request, f"/console/import/{import_id}")


@router.post("/import/{import_id}/replace")
async def replace_missing(request: Request, staff: Importer, shop: CurrentShop, import_id: str) -> Response:
    """Look at the file again, taking products it does not name for removed: their SKUs are free then."""
    async with database_of(request).session() as session:
        await runs.set_remove_missing(session, shop.id, import_id, True)
    await _examine(request, shop.id, import_id)
    return redirect(request, f"/console/import/{import_id}")


@router.post("/import/{import_id}/apply")
async def apply(request: Request, staff: Importer, shop: CurrentShop, import_id: str) -> Response:
    """Bring the file in."""
    form = await request.form()
    database = database_of(request)
    async with database.session() as session:
        await runs.set_remove_missing(session, shop.id, import_id, bool(form.get("remove_missing")))
        later = await runs.proceed(session, shop.id, import_id, "apply")
    if not later:
        await runs.apply(database, shop.id, import_id)
    return redirect(request, f"/console/import/{import_id}")
