"""What was read of a text as facts that may be quoted, and the act that tells it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from mercery.assistant.materials.judging import Proof, Read, nothing_proved, read
from mercery.claims.facts import Fact, Subject
from mercery.claims.plan import LeftOut, Relay, TextKind
from mercery.claims.values import Text
from mercery.core.i18n import Words

QUOTES: Final[dict[TextKind, int]] = {"order_note": 4, "review": 4, "document": 4, "product_description": 5}
"""At most so many sentences are quoted in one answer."""
_OF: Final[dict[TextKind, tuple[Words, Words]]] = {
    "order_note": (Words("Note on the order", "订单备注"), Words("as written on the order", "按订单上所写")),
    "review": (Words("Review", "评价"), Words("a customer's own words", "顾客原话")),
    "document": (Words("Your file", "您的文件"), Words("your own file", "您附上的文件")),
    "product_description": (Words("Description", "商品描述"), Words("description of the product", "商品描述")),
}
_INNER: Final = str.maketrans('“”"', "‘’'")
"""Quotation marks inside a quotation."""


def quoted_facts(kind: TextKind, index: int, quotes: Sequence[str], at: datetime) -> list[Fact]:
    """Each sentence as what it is: something somebody wrote. `index`: which text of its kind."""
    label, source = _OF[kind]
    said = [quote.translate(_INNER) for quote in quotes]
    return [
        Fact(
            subject=Subject(kind="text", id=f"{kind}-{index + 1}", name=label), attribute="quoted", label=label,
            value=Text(Words(words, words)), source=source, version=place + 1, recorded_at=at,
        )
        for place, words in enumerate(said)
    ]  # fmt: skip


def left_out_of(found: Iterable[Read]) -> tuple[tuple[LeftOut, int], ...]:
    """How many sentences stay out, by reason."""
    counts: Counter[LeftOut] = Counter()
    for one in found:
        counts.update(one.left_out)
    return tuple(sorted(counts.items()))


def number_fact(number: str, at: datetime) -> Fact | None:
    """The order's number as a fact; None where it is none that a shop gives."""
    if not 0 < len(number) <= 24 or not all(sign.isascii() and (sign.isalnum() or sign in "#-_/") for sign in number):
        return None
    return Fact(
        subject=Subject(kind="order", id=number, name=Words(number)), attribute="number", label=Words("Order", "订单"),
        value=Text(Words(number, number)), source=Words("your orders", "您的订单"), version=1, recorded_at=at,
    )  # fmt: skip


def note_told(
    text: str, number: str, at: datetime, *, index: int = 0, proved: Proof = nothing_proved
) -> tuple[Relay, list[Fact]]:
    """The note of an order."""
    found = read(text, proved)
    facts = quoted_facts("order_note", index, found.quotes[: QUOTES["order_note"]], at)
    named = number_fact(number, at)
    act = Relay(
        source="order_note", fact_ids=tuple(fact.id for fact in facts), number_id=named.id if named else None,
        left_out=left_out_of([found]),
    )  # fmt: skip
    return act, [*facts, *([named] if named else [])]
