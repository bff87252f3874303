"""The demo shop's policies and approved answers, built from their content files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, cast
from zoneinfo import ZoneInfo

from mercery.core.i18n import Lang
from mercery.demo.reading import content, mapping, rows, words
from mercery.inspection.rulebook import AllowedOffer, RuleBook
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies.draft import PolicyDraft
from mercery.policies.policy import Scalar, Topic

PARIS: Final = ZoneInfo("Europe/Paris")


def demo_policies(now: datetime) -> Iterator[PolicyDraft]:
    """All policies; their ends count from `now`, at the end of a day."""
    today = now.astimezone(PARIS).date()
    for node in rows(content("policies.yaml")["policies"]):
        days = node.get("days")
        yield PolicyDraft(
            key=str(node["key"]),
            topic=cast(Topic, node["topic"]),
            title=words(node["title"]),
            statement=words(node["statement"]),
            values=cast("dict[str, Scalar]", mapping(node.get("values"))),
            regions=tuple(cast("list[str]", node.get("regions", []))),
            valid_to=_end(today, days) if isinstance(days, int) else None,
        )


def _end(today: date, days: int) -> datetime:
    """The end of the day `days` from today, by the clocks of Paris in that season."""
    return datetime.combine(today + timedelta(days=days + 1), time(), tzinfo=PARIS)


def demo_answers() -> Iterator[ApprovedAnswer]:
    """All approved answers."""
    for node in rows(content("answers.yaml")["answers"]):
        phrasings = cast("dict[Lang, list[str]]", mapping(node["phrasings"]))
        yield ApprovedAnswer(
            key=str(node["key"]),
            question=words(node["question"]),
            answer=words(node["answer"]),
            phrasings={lang: tuple(str(text) for text in texts) for lang, texts in phrasings.items()},
            links=tuple(cast("list[str]", node.get("facts", []))),
            owner="Claire Martin",
        )


def demo_rule_book() -> RuleBook:
    """The rules of inspection as every shop starts with them, and what may be offered beside a present."""
    return RuleBook(
        offers=(
            AllowedOffer(
                situation="the piece is a present", offer="gift wrapping with a handwritten card, free of charge"
            ),
            AllowedOffer(situation="商品用于送礼", offer="免费礼品包装附手写卡片"),
        )
    )
