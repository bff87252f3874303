"""House voices: the list, and the editor with a sentence said in the voice as it is kept and as it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.catalog.listing import Listing, listed
from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang, Words
from mercery.studio import service
from mercery.studio.brief import Brief
from mercery.studio.desk.asking import LIST, Asking, Editing, Reading
from mercery.studio.desk.overview_view import count_en
from mercery.studio.desk.piece_view import Run, runs_of
from mercery.studio.desk.refusals import by_field
from mercery.studio.desk.voice_form import typed_of, voice_of
from mercery.studio.desk.voice_pages import Sample, VoiceLine, VoicePage, VoicesPage
from mercery.studio.gathering import materials_for
from mercery.studio.house_voice import HOUSE, HouseVoice
from mercery.studio.materials import Materials
from mercery.studio.standing import grounds_of
from mercery.studio.writing.write import write
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/voices")
_URL: Final = f"{LIST}/voices"
_PACES: Final = {"calm": Words("calm", "舒缓"), "brisk": Words("brisk", "明快")}
_SENTENCES: Final = 3
NEW: Final = "new"


@router.get("")
async def voices(asking: Reading) -> Response:
    """How the house speaks."""
    found = await service.voices(asking.session, asking.shop.id)
    many = len(found)
    page = VoicesPage(
        headline=Words("The house speaks in one voice", "品牌只有一种语气")
        if many == 1
        else Words(f"The house speaks in {count_en(many, 'voice', 'voices')}", f"品牌有 {many} 种语气"),
        voices=[_line(one) for one in found],
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )
    return page_response("studio/voices.html", page, context=asking.context)


@router.get("/{key}")
async def voice(asking: Reading, key: str) -> Response:
    """One voice, or an empty one."""
    kept = await _kept(asking, key)
    return await _page(asking, kept, typed_of(kept), new=key == NEW)


@router.post("/{key}/try")
async def try_voice(asking: Editing, key: str) -> Response:
    """The same page with what is typed, its sentences said in it; nothing is kept."""
    form = await asking.request.form()
    return await _page(asking, await _kept(asking, key), _typed(form), new=key == NEW)


@router.post("/{key}/withdraw")
async def withdraw(asking: Editing, key: str) -> Response:
    """Take a voice away; what is written in it stays."""
    act = service.withdraw_voice(asking.session, asking.shop.id, asking.staff.actor, key)
    return await asking.done(act, Words("The voice is withdrawn.", "语气已停用。"), _URL)


@router.post("/{key}")
async def save(asking: Editing, key: str) -> Response:
    """Keep it as a new version."""
    typed = _typed(await asking.request.form())
    kept = await _kept(asking, key)
    made = voice_of(typed, key=typed["key"] if key == NEW else key)
    seen = int(typed["version"]) if typed.get("version", "").isdecimal() else None
    try:
        async with asking.session.begin_nested():
            saved = await service.save_voice(
                asking.session, asking.shop.id, asking.staff.actor, made, after_version=0 if key == NEW else seen
            )
    except MerceryError as error:
        errors = by_field(error, asking.lang)
        return await _page(asking, kept, typed, new=key == NEW, errors=errors, status=error.status)
    said = Words(f"Version {saved.version} is kept.", f"已保存第 {saved.version} 版。")
    return redirect_with_flash(asking.request, f"{_URL}/{saved.key}", said.text(asking.lang))


async def _kept(asking: Asking, key: str) -> HouseVoice:
    if key == NEW:
        return replace(HOUSE, key="", name=Words(""), do=(), avoid=(), version=0)
    return await service.house_voice(asking.session, asking.shop.id, key)


async def _page(
    asking: Asking,
    kept: HouseVoice,
    typed: Mapping[str, str],
    *,
    new: bool,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    changed = voice_of(typed, key=kept.key or HOUSE.key)
    about, samples = await _samples(asking, HOUSE if new else kept, changed)
    history = [] if new else await service.voice_history(asking.session, asking.shop.id, kept.key)
    page = VoicePage(
        key=kept.key, new=new, name=kept.name, typed=typed, errors=errors or {}, samples=samples, about=about,
        versions=[(one.voice.version, one.author, one.recorded_at) for one in history], version=kept.version,
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("studio/voice.html", page, context=asking.context, status=status)


async def _samples(asking: Asking, kept: HouseVoice, changed: HouseVoice) -> tuple[Words, Sequence[Sample]]:
    """The opening of a product page in both voices and each language the shop speaks."""
    products, _ = await listed(asking.session, asking.shop.id, Listing(status="active", limit=1))
    if not products:
        return Words(""), ()
    found = []
    for lang in asking.shop.languages:
        brief = Brief(product_ids=(products[0].id,), channel="product_page", lang=lang, length="short")
        materials = await materials_for(asking.session, asking.shop, brief)
        before, after = await asyncio.to_thread(_both, brief, materials, kept, changed)
        found.append(Sample(lang=lang, before=before, after=after))
    return products[0].title, found


def _both(brief: Brief, materials: Materials, kept: HouseVoice, changed: HouseVoice) -> tuple[list[Run], list[Run]]:
    before = _opening(brief, replace(materials, house=kept))
    return before, before if replace(changed, version=kept.version) == kept else _opening(
        brief, replace(materials, house=changed)
    )


def _opening(brief: Brief, materials: Materials) -> list[Run]:
    piece = write(brief, materials)
    grounds = {one.fact_id: one for one in grounds_of(piece, materials.by_id, (), materials.shop.timezone)}
    said = [
        told.sentence
        for passage in piece.passages
        if passage.kind in ("lead", "paragraph", "item")
        for told in passage.told
        if told.holds
    ][:_SENTENCES]
    between = _between(brief.lang)
    runs: list[Run] = []
    for place, sentence in enumerate(said):
        runs += [*([Run(text=between)] if place and between else []), *runs_of(sentence, grounds, {})]
    return runs


def _between(lang: Lang) -> str:
    return "" if lang == "zh" else " "


def _typed(form: FormData) -> dict[str, str]:
    return {**typed_of(HOUSE, empty=True), **{name: str(value) for name, value in form.items()}}


def _line(one: HouseVoice) -> VoiceLine:
    rules = len(one.do) + len(one.avoid) + len(one.lexicon)
    return VoiceLine(key=one.key, name=one.name, pace=_PACES[one.pace], rules=rules, version=one.version)
