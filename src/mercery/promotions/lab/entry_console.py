"""New rules in plain words or from a file: shown for confirmation with where each part was heard, before anything is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.core.clock import now
from mercery.core.errors import Conflict, Invalid, MerceryError
from mercery.core.i18n import Words
from mercery.promotions.entry.heard import Heard, Known
from mercery.promotions.entry.importing import read_rules
from mercery.promotions.entry.words import hear
from mercery.promotions.lab.flagging import flags_of
from mercery.promotions.lab.heard_view import heard_rules, name_of, questions, stretches
from mercery.promotions.lab.pages import EntryPage
from mercery.promotions.lab.refusals import refusal
from mercery.promotions.lab.sample import sample_csv
from mercery.promotions.lab.shop_view import LookedAt, look_at
from mercery.promotions.lab.taking_in import fresh_ids, kept_rules
from mercery.promotions.lab.vocabulary import vocabulary
from mercery.promotions.publishing.sets import PromotionSet, promotion_set
from mercery.promotions.rules.notation import rule_from
from mercery.promotions.rules.rule import Rule
from mercery.promotions.shop_names import names_of
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash
from mercery.web.uploaded import read_uploaded

router = APIRouter(include_in_schema=False)
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_PROMOTIONS))]
Source = Literal["", "words", "file"]
_LONGEST: Final = 4_000
_MOST_RULES: Final = 200


@router.get("/new")
async def new_rules(
    request: Request,
    session: Db,
    staff: Editor,
    shop: CurrentShop,
    text: Annotated[str, Query(max_length=_LONGEST)] = "",
    set_id: Annotated[str, Query(alias="set", max_length=40)] = "",
) -> Response:
    """The box for plain words, and the other ways in. An example comes with its words."""
    one = await promotion_set(session, shop.id, set_id) if set_id else None
    if text.strip():
        return await _heard(request, session, shop, staff, one, text.strip(), {})
    return _page(request, staff, shop, one, text="")


@router.post("/read")
async def read_words(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Rules as they are understood; answers to questions make them over."""
    sent = await request.form()
    one = await _set(session, shop, sent)
    answers = {
        name.removeprefix("answer:"): int(str(value))
        for name, value in sent.items()
        if name.startswith("answer:") and str(value).isdigit()
    }
    return await _heard(request, session, shop, staff, one, str(sent.get("text", ""))[:_LONGEST].strip(), answers)


@router.get("/sample.csv")
async def sample(request: Request, staff: Editor, shop: CurrentShop) -> Response:
    """A spreadsheet of rules to start from."""
    headers = {"Content-Disposition": 'attachment; filename="promotions-sample.csv"'}
    text = sample_csv(staff_language(request, staff, shop), now().astimezone(zone_named(shop.timezone)).date())
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/import")
async def read_file(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Rules of a file, shown for confirmation; one bad line and nothing is taken."""
    sent = await request.form()
    one, file = await _set(session, shop, sent), sent.get("file")
    try:
        if not isinstance(file, UploadFile) and not hasattr(file, "read"):
            raise Invalid(
                "No file was chosen.", remedy="Choose a CSV or JSON file.", zh="没有选择文件，请选择 CSV 或 JSON 文件。"
            )
        known = await _known(session, shop, await look_at(session, shop), one)
        read = await read_uploaded(file, lambda path, name: read_rules(path, name, known), unnamed="rules.json")  # type: ignore[arg-type]
    except MerceryError as error:
        lang = staff_language(request, staff, shop)
        found = [problem.text(lang) for problem in error.problems] or [refusal(error, lang)]
        return _page(request, staff, shop, one, text="", problems=found, status=error.status)
    return await _shown(request, session, shop, staff, one, read.rules, source="file")


@router.post("/correct")
async def correct(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """Take what was probably meant in the place of one rule."""
    sent = await request.form()
    one = await _set(session, shop, sent)
    number, _, data = str(sent.get("correct", "")).partition("|")
    written = [json.loads(str(rule)) for rule in sent.getlist("rule")]
    if number.isdigit() and int(number) < len(written):
        written[int(number)] = json.loads(data)
    rules = [rule_from(rule) for rule in written]
    text = str(sent.get("text", ""))
    return await _shown(request, session, shop, staff, one, rules, source="words", text=text, left=_left(sent))


@router.post("/keep")
async def keep(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Response:
    """What was confirmed becomes a set, or part of one."""
    sent = await request.form()
    one = await _set(session, shop, sent)
    chosen = {str(number) for number in sent.getlist("take")}
    try:
        rules = [rule for number, rule in enumerate(_sent_rules(sent)) if str(number) in chosen]
        if not rules:
            raise Invalid("No rule was chosen.", remedy="Choose at least one.", zh="没有选择规则，请至少选择一条。")
        whole = {str(number) for number in sent.getlist("whole")}
        if any(str(number) in chosen and str(number) not in whole for number in _left(sent)):
            raise Invalid(
                "Words beside a rule were not understood.",
                remedy="Say it in other words, or say that the rule is whole without them.",
                zh="规则旁有未识别的文字，请换一种说法，或确认规则不含这些文字也完整。",
            )
        name = Words(str(sent.get("name_en", "")).strip()[:120], str(sent.get("name_zh", "")).strip()[:120])
        rules = await fresh_ids(session, shop, rules, one)
        every = [*(one.rules if one else ()), *rules]
        kept = await kept_rules(
            request, session, shop, staff, one, name if name.en or name.zh else name_of(rules), every,
            prove=sent.get("do") == "prove", currency=shop.currency,
        )  # fmt: skip
    except MerceryError as error:
        lang = staff_language(request, staff, shop)
        found = [refusal(error, lang), *[problem.text(lang) for problem in error.problems]]
        return _page(request, staff, shop, one, text=str(sent.get("text", "")), problems=list(dict.fromkeys(found)), status=error.status)  # fmt: skip
    text = says(request, staff, shop, "Kept as a draft.", "已存为草稿。")
    return redirect_with_flash(request, f"/console/promotions/sets/{kept}", text)


def _left(sent: FormData) -> dict[int, list[str]]:
    """Words that were not understood, by the number of the rule they stand beside."""
    found: dict[int, list[str]] = {}
    for value in sent.getlist("left"):
        number, _, words = str(value).partition("|")
        if number.isdigit():
            found.setdefault(int(number), []).append(words[:_LONGEST])
    return found


def _sent_rules(sent: FormData) -> list[Rule]:
    try:
        return [rule_from(json.loads(str(rule))) for rule in sent.getlist("rule")[:_MOST_RULES]]
    except json.JSONDecodeError as error:
        raise Conflict(
            "The page was changed on the way.",
            remedy="Read the words again.",
            zh="页面内容在提交途中有变，请重新识别。",
        ) from error


async def _set(session: AsyncSession, shop: Shop, sent: FormData) -> PromotionSet | None:
    set_id = str(sent.get("set", ""))[:40]
    return await promotion_set(session, shop.id, set_id) if set_id else None


async def _heard(
    request: Request,
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    one: PromotionSet | None,
    text: str,
    answers: Mapping[str, int],
) -> Response:
    looked = await look_at(session, shop)
    heard = hear(text, await _known(session, shop, looked, one), answers)
    return await _shown(
        request, session, shop, staff, one, heard.rules, source="words", text=text, heard=heard, answers=answers
    )


async def _known(session: AsyncSession, shop: Shop, looked: LookedAt, one: PromotionSet | None) -> Known:
    names = await vocabulary(session, shop, looked.calendar)
    taken = {rule.id for rule in looked.calendar.rules} | ({rule.id for rule in one.rules} if one else set())
    currency = (one.currency if one else "") or shop.currency
    return Known(
        names=replace(names, currency=currency, zone=looked.zone),
        today=now().astimezone(looked.zone).date(),
        goods=looked.calendar.skus,
        taken=frozenset(taken),
    )


async def _shown(
    request: Request,
    session: AsyncSession,
    shop: Shop,
    staff: Staff,
    one: PromotionSet | None,
    rules: Sequence[Rule],
    *,
    source: Source,
    text: str = "",
    heard: Heard | None = None,
    answers: Mapping[str, int] | None = None,
    left: Mapping[int, Sequence[str]] | None = None,
) -> Response:
    names = await names_of(session, shop, rules, currency=(one.currency if one else "") or shop.currency)
    names = replace(names, rules={**(await look_at(session, shop)).names.rules, **names.rules})
    flags = await flags_of(session, shop, rules, one.rules if one else (), currency=one.currency if one else "")
    page = EntryPage(
        text=text,
        set_id=one.id if one else "",
        set_name=one.name if one else Words(""),
        rules=heard_rules(rules, names, flags, heard, left),
        heard=stretches(heard) if heard else (),
        questions=questions(heard) if heard else (),
        answers=answers or {},
        problems=(),
        source=source,
        name=name_of(rules),
        currency=shop.currency,
    )
    return page_response(
        "promotions/entry.html", page, context=console_page(request, staff, shop, section="promotions")
    )


def _page(
    request: Request,
    staff: Staff,
    shop: Shop,
    one: PromotionSet | None,
    *,
    text: str,
    problems: Sequence[str] = (),
    status: int = 200,
) -> Response:
    values: dict[str, Any] = {"rules": (), "heard": (), "questions": (), "answers": {}, "source": "", "name": Words("")}
    page = EntryPage(
        text=text,
        set_id=one.id if one else "",
        set_name=one.name if one else Words(""),
        problems=problems,
        currency=shop.currency,
        **values,
    )
    context = console_page(request, staff, shop, section="promotions")
    return page_response("promotions/entry.html", page, context=context, status=status)
