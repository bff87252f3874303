"""Downloads of what is published, for people of the shop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from mercery.accounts.audit import record
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.config import settings
from mercery.core.i18n import Lang
from mercery.studio.exporting import files
from mercery.web.database import Db

router = APIRouter(prefix="/console/content/exports", include_in_schema=False)
# Not `lang`: that is the reader's own language, which a download must not change.
Tongue = Annotated[Lang, Query(alias="in")]
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CONTENT))]


@router.get("/shopify.csv")
async def shopify(session: Db, staff: Editor, shop: CurrentShop, lang: Tongue = "en") -> Response:
    """Published copy for Shopify's product import."""
    text = await files.shop_table(session, shop, "shopify", lang, settings().base_url)
    await _note(session, staff, shop, "shopify", lang)
    return _download(text.encode(), f"{shop.slug}-shopify-{lang}.csv", "text/csv; charset=utf-8")


@router.get("/woocommerce.csv")
async def woocommerce(session: Db, staff: Editor, shop: CurrentShop, lang: Tongue = "en") -> Response:
    """Published copy for WooCommerce's product import."""
    text = await files.shop_table(session, shop, "woocommerce", lang, settings().base_url)
    await _note(session, staff, shop, "woocommerce", lang)
    return _download(text.encode(), f"{shop.slug}-woocommerce-{lang}.csv", "text/csv; charset=utf-8")


@router.get("/merchant.xml")
async def merchant(session: Db, staff: Editor, shop: CurrentShop, lang: Tongue = "en") -> Response:
    """The Google Merchant feed of this moment. Google reads it by itself at /{lang}/feeds/google.xml."""
    text = await files.merchant_feed(session, shop, lang, settings().base_url)
    await _note(session, staff, shop, "merchant", lang)
    return _download(text.encode(), f"{shop.slug}-merchant-{lang}.xml", "application/xml")


@router.get("/pieces.zip")
async def archive(
    session: Db, staff: Editor, shop: CurrentShop, piece: Annotated[list[str] | None, Query()] = None
) -> Response:
    """Everything published, or the pieces named, with what was drawn of them."""
    content = await files.archive(session, shop, piece or ())
    await _note(session, staff, shop, "archive", "")
    return _download(content, f"{shop.slug}-content.zip", "application/zip")


async def _note(session: Db, staff: Staff, shop: Shop, kind: str, lang: str) -> None:
    await record(session, shop.id, staff.actor, "content.export", "content", after={"kind": kind, "lang": lang})


def _download(content: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)
