"""Rules of the demo shop and what becomes of them by one word or number changed: every change makes them false."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from mercery.claims.facts import Fact
from mercery.claims.streaming import sentences_of
from mercery.claims.values import Statement
from mercery.core.i18n import Lang
from mercery.demo.rules import demo_policies
from mercery.policies.facts import facts
from mercery.policies.policy import Policy

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TURNS: dict[Lang, tuple[tuple[str, str], ...]] = {
    "en": (
        ("within", "after"), ("free", "not free"), ("can be", "cannot be"), ("cannot", "can"), ("may be", "may not be"),
        ("are not", "are"), ("is not", "is"), ("unworn", "worn"), ("unused", "used"), ("unopened", "opened"),
        ("original", "any"), ("business days", "hours"), ("free of charge", "for a fee"),
    ),
    "zh": (
        ("免费", "收费"), ("可以", "不可以"), ("不可", "可"), ("不能", "能"), ("天内", "天后"), ("未", "已"), ("个工作日", "小时"),
        ("内", "后"), ("不支持", "支持"),
    ),
}  # fmt: skip


def rules() -> list[Fact]:
    """The demo shop's policies as facts."""
    made = [
        Policy(
            id=f"pol_{draft.key}", key=draft.key, topic=draft.topic, version=1, title=draft.title, statement=draft.statement,
            values=draft.values, regions=draft.regions, valid_from=NOW, valid_to=None,
            recorded_at=NOW, recorded_by="test", reason="",
        )
        for draft in demo_policies(NOW)
    ]  # fmt: skip
    return list(facts(made))


def sentences(held: list[Fact]) -> Iterator[tuple[Lang, str]]:
    """Every sentence of every rule, in both languages."""
    for fact in held:
        assert isinstance(fact.value, Statement)
        for lang in ("en", "zh"):
            yield from ((lang, one) for one in sentences_of(fact.value.words.text(lang)))


def turned(lang: Lang, text: str) -> Iterator[str]:
    """The sentence with one word or one number changed."""
    for one, other in TURNS[lang]:
        if one in text:
            yield text.replace(one, other, 1)
    for found in re.finditer(r"\d+", text):
        for value in (int(found[0]) + 1, int(found[0]) * 2, max(1, int(found[0]) - 1)):
            if value != int(found[0]):
                yield f"{text[: found.start()]}{value}{text[found.end() :]}"
