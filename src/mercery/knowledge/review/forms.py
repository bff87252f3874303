"""What the review page's forms send, as changes of a draft. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import LANGS, Lang, Words
from mercery.knowledge.review.queued import QueuedDraft
from mercery.knowledge.review.service import Edit
from mercery.ui.formats import zone_named

LONGEST: Final = 4_000
_TEXTS: Final = ("question_en", "question_zh", "answer_en", "answer_zh", "phrasings_en", "phrasings_zh")


def days_of(one: QueuedDraft, timezone: str) -> tuple[str, str]:
    """First and last day as the form shows them, empty where there is none."""
    zone = zone_named(timezone)
    last = one.valid_to - timedelta(seconds=1) if one.valid_to else None
    return (
        one.valid_from.astimezone(zone).date().isoformat() if one.valid_from else "",
        last.astimezone(zone).date().isoformat() if last else "",
    )


def shown(one: QueuedDraft, timezone: str) -> dict[str, str]:
    """The edit form before anybody typed."""
    first, last = days_of(one, timezone)
    return {
        "question_en": one.draft.question.en,
        "question_zh": one.draft.question.zh,
        "answer_en": one.draft.answer.en,
        "answer_zh": one.draft.answer.zh,
        "phrasings_en": "\n".join(one.draft.phrasings.get("en", ())),
        "phrasings_zh": "\n".join(one.draft.phrasings.get("zh", ())),
        "category": one.draft.category,
        "owner": one.owner,
        "valid_from": first,
        "valid_to": last,
        "policy_key": one.policy_key,
    }


def edit_of(typed: Mapping[str, str], one: QueuedDraft, timezone: str) -> Edit | None:
    """What was changed against the draft as it stands; None when nothing was. Invalid names every field that
    cannot be used. A field that was not sent stays as it is."""
    before = shown(one, timezone)
    new = {name: value.strip() for name, value in typed.items() if name in before}
    for name in _TEXTS:
        if name in new:
            new[name] = new[name].replace("\r\n", "\n")
    _check(new, timezone)
    if all(new[name] == before[name] for name in new):
        return None
    every = {**before, **new}
    phrasings: dict[Lang, tuple[str, ...]] = {key: _lines(every[f"phrasings_{key}"]) for key in LANGS}
    days = (_day(every["valid_from"], timezone), _day(every["valid_to"], timezone))
    moved = (every["valid_from"], every["valid_to"]) != (before["valid_from"], before["valid_to"])
    return Edit(
        question=Words(every["question_en"], every["question_zh"]),
        answer=Words(every["answer_en"], every["answer_zh"]),
        phrasings={key: texts for key, texts in phrasings.items() if texts},
        category=every["category"],
        owner=every["owner"],
        policy_key=every["policy_key"] if every["policy_key"] != before["policy_key"] else None,
        dates=(days[0], days[1] + timedelta(days=1) if days[1] else None) if moved else None,
    )


def _check(new: Mapping[str, str], timezone: str) -> None:
    problems = [
        _problem(name, Words(f"Longer than {LONGEST} characters. Shorten it.", f"超过 {LONGEST} 字，请缩短。"))
        for name, text in new.items()
        if len(text) > LONGEST
    ]
    for name in ("valid_from", "valid_to"):
        if new.get(name) and _day(new[name], timezone) is None:
            wrong = Words("Write a date such as 2026-11-30.", "请填写日期，例如 2026-11-30。")
            problems.append(_problem(name, wrong))
    first, last = _day(new.get("valid_from", ""), timezone), _day(new.get("valid_to", ""), timezone)
    if first and last and last < first:
        problems.append(_problem("valid_to", Words("It would end before it begins.", "截止日早于生效日。")))
    if problems:
        raise Invalid("The draft cannot be used as it is.", problems=problems, zh="请修改标出的字段。")


def _problem(name: str, message: Words) -> Problem:
    return Problem(field=name, message=message.en, zh=message.zh)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _day(text: str, timezone: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=zone_named(timezone)) if text else None
    except ValueError:
        return None
