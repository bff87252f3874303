"""A policy as somebody writes it, before it has a version; and reading drafts from an export. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from mercery.core.errors import Invalid, Problem
from mercery.core.files.twice import Once
from mercery.core.i18n import Words
from mercery.policies.policy import TOPICS, Scalar, Topic

_KEY: Final = re.compile(r"[a-z0-9](?:[a-z0-9_]{0,62}[a-z0-9])?\Z")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
MOST_CHARACTERS: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """What a new version says."""

    key: str
    topic: Topic
    title: Words
    statement: Words
    values: Mapping[str, Scalar] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    valid_from: datetime | None = None
    """None: from the moment it is recorded."""
    valid_to: datetime | None = None


def check_draft(draft: PolicyDraft) -> None:
    """Invalid with one problem for each field that cannot be used."""
    problems = []
    if not _KEY.match(draft.key):
        problems.append(
            _wrong(
                "key",
                f"'{draft.key}' is not a key.",
                "Use small letters, digits and _ as in returns_sale.",
                zh=f"“{draft.key}”不能用作标识，请使用小写字母、数字与下划线，例如 returns_sale。",
            )
        )
    if draft.topic not in TOPICS:
        problems.append(
            _wrong(
                "topic",
                f"'{draft.topic}' is not a topic.",
                f"Use {', '.join(TOPICS)}.",
                zh=f"“{draft.topic}”不是可用的主题，请填写其中之一：{'、'.join(TOPICS)}。",
            )
        )
    if not (draft.statement.en.strip() or draft.statement.zh.strip()):
        problems.append(
            _wrong(
                "statement", "The statement is missing.", "Write what customers are told.", zh="请填写告知顾客的内容。"
            )
        )
    if max(len(draft.statement.en), len(draft.statement.zh)) > MOST_CHARACTERS:
        problems.append(
            _wrong(
                "statement",
                f"The statement is longer than {MOST_CHARACTERS} characters.",
                "Split it.",
                zh=f"内容超过 {MOST_CHARACTERS} 字，请拆分。",
            )
        )
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        problems.append(
            _wrong(
                "valid_to",
                "The policy would end before it begins.",
                "Give a later end.",
                zh="截止日早于生效日，请填写更晚的截止日。",
            )
        )
    if problems:
        raise Invalid(
            "The policy cannot be used as it is.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="政策有误，请修改标出的字段。",
        )


def values_left_behind(before: Mapping[str, Scalar], said_before: Words, draft: PolicyDraft) -> list[str]:
    """Names of values that stayed although the words they were said in now give another number: customers would be told one
    thing, and code would compute with the other."""
    old, new = _numbers(said_before), _numbers(draft.statement)
    if not new - old:
        return []
    return [
        name
        for name, value in draft.values.items()
        if value == before.get(name) and (number := _number(value)) in old and number not in new
    ]


def _numbers(words: Words) -> set[str]:
    return {_number(found) for found in _NUMBER.findall(f"{words.en} {words.zh}")}


def _number(value: object) -> str:
    """A number in one form, whatever its thousands and decimals were written with."""
    text = str(value).replace(",", "")
    return text.rstrip("0").rstrip(".") if "." in text else text


def policies_from_json(rows: object, *, file: str = "policies.json") -> list[PolicyDraft]:
    """Drafts from a list of `{id, topic, statement: {en, zh}, values}` or of our own form (`key` with a closed `topic`).

    A free topic becomes the key and decides the closed topic by its first word. Invalid names each row that is wrong.
    """
    if not isinstance(rows, list):
        raise Invalid(
            f"{file} is not a list of policies.",
            remedy='Write [ {"topic": …, "statement": …} ].',
            zh=f'{file} 不是政策列表，请写成 [ {{"topic": …, "statement": …}} ]。',
        )
    drafts, problems = [], list[Problem]()
    once = Once(what=Words("policy", "政策"), name="key")
    for number, row in enumerate(rows, 1):
        try:
            draft = _draft(row)
            check_draft(draft)
            if problem := once.again(draft.key, None):
                raise Invalid(problem.message, problems=[problem], zh=problem.zh)
            drafts.append(draft)
        except Invalid as error:
            problems += [
                Problem(
                    file=file,
                    column=f"[{number}].{problem.field}",
                    field=problem.field,
                    message=problem.message,
                    remedy=problem.remedy,
                    zh=problem.zh,
                )
                for problem in error.problems
            ]
    if problems:
        raise Invalid(
            f"{file} has {len(problems)} problems; nothing was taken over.",
            problems=problems,
            zh=f"{file} 有 {len(problems)} 处有误，未导入任何内容。",
        )
    return drafts


def topic_for(key: str) -> Topic:
    """The closed topic a shop's own key belongs to."""
    for topic, words in _TOPIC_WORDS.items():
        if any(word in key for word in words):
            return topic
    return "other"


_TOPIC_WORDS: Final[Mapping[Topic, tuple[str, ...]]] = {
    "delivery": ("delivery", "shipping", "express", "pickup", "duties"),
    "returns": ("return", "refund", "exchange"),
    "warranty": ("warranty", "guarantee"),
    "payment": ("payment", "instalment", "installment", "price_adjustment"),
    "care": ("care",),
    "gift": ("gift", "engraving"),
    "privacy": ("privacy", "data"),
    "authenticity": ("authentic",),
    "repair": ("repair",),
    "contact": ("contact",),
}


def plain_values(values: Mapping[str, object], prefix: str = "") -> dict[str, Scalar]:
    """Nested values as single ones: `{"days": [2, 4]}` is `days_min`, `days_max`; lists of words are joined by commas."""
    flat: dict[str, Scalar] = {}
    for name, value in values.items():
        flat.update(_plain_value(f"{prefix}{name}", value))
    return flat


def _plain_value(name: str, value: object) -> dict[str, Scalar]:
    if value is None or isinstance(value, str | int | float | bool):
        return {name: value}
    if isinstance(value, Mapping):
        return plain_values({str(key): inner for key, inner in value.items()}, f"{name}_")
    if isinstance(value, Sequence):
        numbers = [item for item in value if isinstance(item, int | float) and not isinstance(item, bool)]
        if len(value) == 2 and len(numbers) == 2:
            return {f"{name}_min": numbers[0], f"{name}_max": numbers[1]}
        return {name: ", ".join(str(item) for item in value)}
    return {name: str(value)}


def _draft(row: object) -> PolicyDraft:
    if not isinstance(row, Mapping):
        raise Invalid(
            "not an object",
            problems=[_wrong("", "This row is not an object.", "Write { … }.", zh="此行不是对象，请写成 { … }。")],
            zh="此行不是对象，请写成 { … }。",
        )
    given = str(row.get("topic") or "")
    key = str(row.get("key") or given or row.get("id") or "").strip().lower().replace("-", "_").replace(" ", "_")
    topic: Topic = next((topic for topic in TOPICS if topic == given), topic_for(key))
    values = row.get("values") or {}
    if not isinstance(values, Mapping):
        raise Invalid(
            "values",
            problems=[
                _wrong(
                    "values",
                    "The values are not an object.",
                    'Write {"days": 30}.',
                    zh='values 不是对象，请写成 {"days": 30}。',
                )
            ],
            zh='values 不是对象，请写成 {"days": 30}。',
        )
    regions = row.get("regions") or row.get("jurisdiction") or values.get("region") or ()
    return PolicyDraft(
        key=key,
        topic=topic,
        title=_words(row.get("title")) or _title(key),
        statement=_words(row.get("statement")) or Words(""),
        values=plain_values({str(name): value for name, value in values.items()}),
        regions=(regions,) if isinstance(regions, str) else tuple(str(region) for region in regions),
        valid_from=_moment(row.get("valid_from"), "valid_from"),
        valid_to=_moment(row.get("valid_to"), "valid_to"),
    )


def _words(value: object) -> Words | None:
    if isinstance(value, Mapping):
        return Words(str(value.get("en") or "").strip(), str(value.get("zh") or "").strip())
    return Words(str(value).strip()) if value else None


def _title(key: str) -> Words:
    return Words(key.replace("_", " ").capitalize())


def _moment(value: object, name: str) -> datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError as error:
        message = f"'{value}' is not a date."
        raise Invalid(
            message,
            problems=[
                _wrong(name, message, "Write 2026-11-30.", zh=f"“{value}”不是日期，请填写 2026-11-30 这样的日期。")
            ],
            zh=f"“{value}”不是日期，请填写 2026-11-30 这样的日期。",
        ) from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _wrong(field_name: str, message: str, remedy: str, *, zh: str) -> Problem:
    return Problem(field=field_name, message=message, remedy=remedy, zh=zh)
