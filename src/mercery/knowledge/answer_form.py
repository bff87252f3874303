"""The form of an approved answer: what it shows, and the draft that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from starlette.requests import Request

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.ui.formats import zone_named

LONGEST = 4_000
"""Characters of one field."""


async def read_form(request: Request) -> dict[str, str]:
    """Every field once; the ticked policies joined by spaces in `links`."""
    form = await request.form()
    typed = {name: value.strip() for name, value in form.items() if isinstance(value, str) and name != "csrf_token"}
    typed["links"] = " ".join(value for value in form.getlist("links") if isinstance(value, str))
    return typed


def blank(answer: ApprovedAnswer | None, timezone: str) -> dict[str, str]:
    """What the form shows before anybody typed: the newest version, or nothing."""
    if answer is None:
        names = "question_en question_zh answer_en answer_zh phrasings_en phrasings_zh category owner links valid_from"
        return dict.fromkeys([*names.split(), "valid_to", "reason", "reason_retire"], "") | {"version": "0"}
    zone = zone_named(timezone)
    last = answer.valid_to - timedelta(seconds=1) if answer.valid_to else None
    return {
        "version": str(answer.version),
        "question_en": answer.question.en,
        "question_zh": answer.question.zh,
        "answer_en": answer.answer.en,
        "answer_zh": answer.answer.zh,
        "phrasings_en": "\n".join(answer.phrasings.get("en", ())),
        "phrasings_zh": "\n".join(answer.phrasings.get("zh", ())),
        "category": answer.category,
        "owner": answer.owner,
        "links": " ".join(answer.links),
        "valid_from": answer.valid_from.astimezone(zone).date().isoformat() if answer.valid_from else "",
        "valid_to": last.astimezone(zone).date().isoformat() if last else "",
        "reason": "",
        "reason_retire": "",
    }


def draft_from(typed: Mapping[str, str], key: str, timezone: str) -> ApprovedAnswer:
    """The draft the form describes; Invalid names every field that cannot be used."""
    problems = [
        problem(name, Words(f"Longer than {LONGEST} characters. Shorten it.", f"超过 {LONGEST} 字，请缩短。"))
        for name, text in typed.items()
        if len(text) > LONGEST
    ]
    if not (typed.get("question_en") or typed.get("question_zh")):
        problems.append(problem("question_en", Words("Write the question.", "请填写问题。")))
    if not (typed.get("answer_en") or typed.get("answer_zh")):
        problems.append(problem("answer_en", Words("Write the answer.", "请填写答复。")))
    if not typed.get("reason"):
        problems.append(problem("reason", Words("Say why it is written or changed.", "请写明原因。")))
    days = [_day(typed.get(name, ""), timezone) for name in ("valid_from", "valid_to")]
    for name, day in zip(("valid_from", "valid_to"), days, strict=True):
        if day is None and typed.get(name):
            problems.append(problem(name, Words("Write a date such as 2026-11-30.", "请填写日期，例如 2026-11-30。")))
    start, end = days
    if start and end and end < start:
        problems.append(problem("valid_to", Words("It would end before it begins.", "截止日早于生效日。")))
    if problems:
        raise Invalid("The answer cannot be used as it is.", problems=problems, zh="请修改标出的字段。")
    return ApprovedAnswer(
        key=key,
        question=Words(typed.get("question_en", ""), typed.get("question_zh", "")),
        answer=Words(typed.get("answer_en", ""), typed.get("answer_zh", "")),
        phrasings={"en": _lines(typed.get("phrasings_en", "")), "zh": _lines(typed.get("phrasings_zh", ""))},
        category=typed.get("category", ""),
        links=tuple(typed.get("links", "").split()),
        owner=typed.get("owner", ""),
        valid_from=start,
        valid_to=end + timedelta(days=1) if end else None,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def problem(field: str, message: Words) -> Problem:
    """A field's error in both languages."""
    return Problem(field=field, message=message.en, zh=message.zh)


def _day(text: str, timezone: str) -> datetime | None:
    """Midnight of the day in the shop's zone; None when there is none or it is not a date."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=zone_named(timezone))
    except ValueError:
        return None
