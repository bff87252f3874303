"""A new brief: which products, for which channels and languages, and what it comes to before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import Response

from mercery.catalog import service as catalog
from mercery.catalog.listing import Listing, listed
from mercery.catalog.product import Product
from mercery.core.errors import Invalid
from mercery.core.i18n import LANGS, Words
from mercery.studio import service
from mercery.studio.brief import CHANNEL_NAMES, CHANNELS, Brief, Length, Season
from mercery.studio.desk.asking import LIST, Asking, Editing
from mercery.studio.desk.costs import cost_words, time_words
from mercery.studio.desk.goods import collections_of, goods_of
from mercery.studio.desk.pages import BriefPage
from mercery.studio.desk.refusals import by_field
from mercery.studio.kept import BatchAsked
from mercery.studio.lent import lender_in_use
from mercery.web.html import page_response, redirect

router = APIRouter(prefix="/new")
_FOUND: Final = 8
_ATTRIBUTES: Final = 16
_TYPED: Final = ("collection", "length", "voice", "audience", "season", "note", "together", "by_model")


@router.get("")
async def new_brief(
    asking: Editing,
    product: Annotated[list[str] | None, Query(max_length=200)] = None,
    collection: Annotated[str, Query(max_length=80)] = "",
    channel: Annotated[str, Query(max_length=16)] = "",
) -> Response:
    """The empty form, or one begun for a product or a collection."""
    form = FormData(
        [
            *(("product", one) for one in product or ()),
            ("collection", collection),
            ("channel", channel if channel in CHANNELS else "product_page"),
            ("lang_of", asking.shop.default_language),
            ("length", "medium"),
            ("voice", "house"),
        ]
    )
    return await _page(asking, form)


@router.post("")
async def look_or_start(asking: Editing) -> Response:
    """Find products, count what it comes to, or write."""
    form = await asking.request.form()
    if form.get("then") != "start":
        return await _page(asking, form)
    asked = asked_of(form)
    try:
        async with asking.session.begin_nested():
            address = await _start(asking, asked)
    except Invalid as error:
        return await _page(asking, form, errors=by_field(error, asking.lang), status=error.status)
    return redirect(asking.request, address)


def asked_of(form: FormData) -> BatchAsked:
    """What the form asks for."""
    texts = {name: str(form.get(name, "")).strip() for name in _TYPED}
    ids = [str(one) for one in (*form.getlist("product"), form.get("add", "")) if one]
    return BatchAsked(
        product_ids=() if texts["collection"] and not ids else tuple(dict.fromkeys(ids)),
        collection=texts["collection"],
        channels=tuple(one for one in CHANNELS if one in form.getlist("channel")),
        langs=tuple(one for one in LANGS if one in form.getlist("lang_of")),
        together=texts["together"] == "1",
        length=cast(Length, texts["length"]) if texts["length"] in get_args(Length) else "medium",
        audience=texts["audience"],
        voice=texts["voice"] or "house",
        season=cast(Season, texts["season"]) if texts["season"] in get_args(Season) else None,
        wanted=tuple(str(one) for one in form.getlist("wanted")),
        note=texts["note"],
        by_model=texts["by_model"] == "1",
    )


async def _start(asking: Asking, asked: BatchAsked) -> str:
    """One piece is written while one waits; several by a job. The address of what came of it."""
    session, shop, actor = asking.session, asking.shop, asking.staff.actor
    single = len(asked.product_ids) == len(asked.channels) == len(asked.langs) == 1
    if single and not asked.by_model:
        brief = Brief(
            product_ids=asked.product_ids, channel=asked.channels[0], lang=asked.langs[0], length=asked.length,
            audience=asked.audience, voice=asked.voice, season=asked.season, wanted=asked.wanted, note=asked.note,
        )  # fmt: skip
        made = await service.write_piece(session, shop, actor, brief)
        return f"{LIST}/pieces/{made.line.id}"
    named = await _name(asking, asked)
    batch = await service.start_batch(session, shop, actor, replace(asked, name=named))
    return f"{LIST}/batches/{batch.id}"


async def _name(asking: Asking, asked: BatchAsked) -> str:
    """What the run is called: its goods and its channels."""
    lang = asking.lang
    if asked.product_ids:
        first = await catalog.products(asking.session, asking.shop.id, asked.product_ids[:1])
        goods = first[0].title.text(lang) if first else ""
        more = len(asked.product_ids) - 1
        if more:
            goods += f" 等 {more + 1} 件" if lang == "zh" else f" and {more} more"
    else:
        found = await catalog.collections(asking.session, asking.shop.id)
        goods = next((one.name.text(lang) for one in found if one.handle == asked.collection), asked.collection)
    names = [CHANNEL_NAMES[one].text(lang) for one in asked.channels]
    return f"{goods}：{'、'.join(names)}" if lang == "zh" else f"{goods}: {', '.join(names)}"


async def _page(
    asking: Asking, form: FormData, *, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    session, shop = asking.session, asking.shop
    asked = asked_of(form)
    chosen = await catalog.products(session, shop.id, asked.product_ids)
    find = "" if form.get("add") else str(form.get("find", "")).strip()[:200]
    cost = await service.expected_cost(session, shop, asked)
    each = max(1, len(asked.channels) * len(asked.langs))
    lender = lender_in_use()
    page = BriefPage(
        typed={name: str(form.get(name, "")) for name in _TYPED},
        chosen=[goods_of(one) for one in chosen],
        found=[goods_of(one) for one in await _found(asking, find, asked)],
        find=find,
        collections=await collections_of(session, shop),
        channel_names=[(key, CHANNEL_NAMES[key]) for key in CHANNELS],
        channels={key: key in asked.channels for key in CHANNELS},
        langs={key: key in asked.langs for key in LANGS},
        voices=[(one.key, one.name) for one in await service.voices(session, shop.id)],
        attributes=_attributes(chosen, asked),
        cost=cost,
        goods_count=(1 if asked.together else cost.pieces // each) if not asked.product_ids else len(chosen),
        time=time_words(cost.seconds),
        price=cost_words(cost),
        model=lender is not None,
        errors=errors or {},
    )
    return page_response("studio/brief.html", page, context=asking.context, status=status)


async def _found(asking: Asking, find: str, asked: BatchAsked) -> list[Product]:
    """Products of that name; before anything is chosen the first ones of the shop."""
    if not find and (asked.product_ids or asked.collection):
        return []
    products, _ = await listed(
        asking.session, asking.shop.id, Listing(text=find, status="active", limit=_FOUND + len(asked.product_ids))
    )
    return [one for one in products if one.id not in asked.product_ids][:_FOUND]


def _attributes(chosen: Sequence[Product], asked: BatchAsked) -> list[tuple[str, Words, bool]]:
    """What the chosen products have recorded, the most common first."""
    labels: dict[str, Words] = {}
    counts: dict[str, int] = {}
    for product in chosen:
        for one in product.attributes:
            labels.setdefault(one.name, one.label)
            counts[one.name] = counts.get(one.name, 0) + 1
    names = sorted(labels, key=lambda name: -counts[name])[:_ATTRIBUTES]
    return [(name, labels[name], name in asked.wanted) for name in names]
