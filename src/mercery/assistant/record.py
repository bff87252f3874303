"""A turn as JSON and back: what was read, which facts were used, what was decided, said and held."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

from mercery.assistant.guiding.talk import guided_to_json
from mercery.assistant.turns import Outcome
from mercery.claims.deal_acts import (
    NoteOnDeals,
    RefuseCode,
    TellBag,
    TellInstalments,
    TellMissing,
    TellPromotions,
    TellRefund,
    TellTogether,
)
from mercery.claims.facts import Fact, Subject, SubjectKind
from mercery.claims.mentions import Mention
from mercery.claims.plan import (
    About,
    Act,
    Asked,
    AskWish,
    Because,
    Cite,
    Clarify,
    Compare,
    HandOver,
    Inform,
    LeaveOut,
    Listed,
    Listing,
    NoText,
    NotKnown,
    NotOffered,
    Offer,
    Propose,
    Proposed,
    Quote,
    Relay,
    ReplyDraft,
    Social,
    Table,
    TableRow,
)
from mercery.claims.values import value_from_json, value_to_json
from mercery.claims.wording import Voice
from mercery.core.database import Json
from mercery.core.i18n import Words

FORMAT = 1
_AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None)})
"""Most of what a turn holds: JSON already."""
_FIELDS: Final[dict[type[object], tuple[str, ...] | None]] = {}
_KINDS: dict[str, type[Any]] = {
    "inform": Inform, "quote": Quote, "cite": Cite, "compare": Compare, "listing": Listing, "not_known": NotKnown, "not_offered": NotOffered,
    "clarify": Clarify, "offer": Offer, "hand_over": HandOver, "social": Social, "relay": Relay, "no_text": NoText, "reply_draft": ReplyDraft,
    "propose": Propose, "leave_out": LeaveOut, "ask_wish": AskWish, "table": Table, "tell_promotions": TellPromotions, "tell_bag": TellBag,
    "tell_missing": TellMissing, "refuse_code": RefuseCode, "tell_together": TellTogether, "tell_instalments": TellInstalments,
    "tell_refund": TellRefund, "note_on_deals": NoteOnDeals,
}  # fmt: skip


def turn_to_json(outcome: Outcome, voice: Voice) -> Json:
    """The whole turn."""
    decision = outcome.decision
    return {
        "format": FORMAT,
        "text": outcome.message.text,
        "voice": {
            "lang": voice.lang, "now": voice.now.isoformat(), "timezone": voice.timezone, "assistant": voice.assistant,
        },
        "understanding": plain(outcome.understanding),
        "decision": {
            "path": list(decision.path),
            "acts": [plain(act) for act in decision.acts],
            "choices": [plain(choice) for choice in decision.choices],
            "hand_over": decision.hand_over,
            "shown": list(decision.shown),
            "understood": decision.understood,
        },
        "facts": [fact_to_json(fact) for fact in decision.facts.values()],
        "sentences": [plain(sentence) for sentence in outcome.sentences],
        "held": [plain(held) for held in outcome.held],
        "ms": dict(outcome.steps_ms),
        "tokens": 0,
        **({"guide": guided_to_json(decision.guided)} if decision.guided else {}),
    }  # fmt: skip


def plain(value: object) -> Any:
    """Frozen steps as JSON: dataclasses by field, dates and decimals as text."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if (names := _fields_of(kind)) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): plain(item) for key, item in cast("dict[object, object]", value).items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value


def _fields_of(kind: type[object]) -> tuple[str, ...] | None:
    """The fields of a dataclass, None for any other type: asked of most values of a turn, so looked up once a type."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
    return _FIELDS[kind]


def fact_to_json(fact: Fact) -> Json:
    """A fact with its value."""
    return {
        "id": fact.id,
        "subject": plain(fact.subject),
        "attribute": fact.attribute,
        "label": plain(fact.label),
        "value": value_to_json(fact.value),
        "source": plain(fact.source),
        "version": fact.version,
        "valid_from": plain(fact.valid_from),
        "valid_to": plain(fact.valid_to),
        "recorded_at": plain(fact.recorded_at),
    }


def fact_from_json(data: Json) -> Fact:
    """The fact whose JSON form is `data`."""
    subject = data["subject"]
    return Fact(
        subject=Subject(
            kind=cast(SubjectKind, subject["kind"]),
            id=subject["id"],
            name=_words(subject["name"]),
            parent_id=subject["parent_id"],
        ),
        attribute=data["attribute"],
        label=_words(data["label"]),
        value=value_from_json(data["value"]),
        source=_words(data["source"]),
        version=data["version"],
        valid_from=_moment(data["valid_from"]),
        valid_to=_moment(data["valid_to"]),
        recorded_at=datetime.fromisoformat(data["recorded_at"]),
    )


def act_from_json(data: Json) -> Act:
    """The act whose JSON form is `data`."""
    kind = _KINDS[data["kind"]]
    known = {field.name for field in fields(kind)}
    return cast(Act, kind(**{name: _READ.get(name, _same)(item) for name, item in data.items() if name in known}))


def voice_from_json(data: Json) -> Voice:
    """The voice of a recorded turn."""
    return Voice(
        lang=data["lang"],
        now=datetime.fromisoformat(data["now"]),
        timezone=data["timezone"],
        assistant=data["assistant"],
    )


def _same(item: Any) -> Any:
    return tuple(item) if isinstance(item, list) else item


def _words(data: Any) -> Words:
    return Words(data["en"], data["zh"])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _about(data: Json | None) -> About | None:
    if data is None:
        return None
    return About(
        product_id=data["product_id"],
        title=_words(data["title"]),
        labels={key: _words(words) for key, words in data["labels"].items()},
        choices={
            name: {key: _words(words) for key, words in values.items()} for name, values in data["choices"].items()
        },
        counter=data["counter"],
    )


def _asked(data: Any) -> Asked | Words | None:
    """What was asked: an amount with its comparison in `Inform`, plain words elsewhere."""
    if data is None or "amount" not in data:
        return None if data is None else _words(data)
    amount = data["amount"]
    return Asked(words=_words(data["words"]), amount=_mention(amount), relation=data["relation"], text=data["text"])


def _mention(data: Json | None) -> Mention | None:
    if data is None:
        return None
    return Mention(
        kind=data["kind"],
        value=Decimal(data["value"]),
        high=None if data["high"] is None else Decimal(data["high"]),
        unit=data["unit"],
        day=date.fromisoformat(data["day"]) if data["day"] else None,
        month_only=data["month_only"],
        start=data["start"],
        end=data["end"],
    )


def _listed(rows: list[Json]) -> tuple[Listed, ...]:
    return tuple(Listed(about=cast(About, _about(row["about"])), price_id=row["price_id"]) for row in rows)


def _proposed(rows: list[Json]) -> tuple[Proposed, ...]:
    return tuple(
        Proposed(
            about=cast(About, _about(row["about"])),
            variant_id=row["variant_id"],
            price_id=row["price_id"],
            stock_id=row["stock_id"],
            reasons=tuple(Because(fact_id=one["fact_id"], term=_words(one["term"])) for one in row["reasons"]),
            misses=tuple(_words(one) for one in row["misses"]),
        )
        for row in rows
    )


def _rows(rows: list[Json]) -> tuple[TableRow, ...]:
    return tuple(TableRow(label=_words(row["label"]), fact_ids=tuple(row["fact_ids"])) for row in rows)


_READ: dict[str, Any] = {
    "about": _about,
    "other": _about,
    "to": _about,
    "limit": _mention,
    "asked": _asked,
    "label": _words,
    "products": _listed,
    "left_out": lambda rows: tuple((why, count) for why, count in rows),
    "choices": lambda rows: tuple(_words(row) for row in rows),
    "offers": _proposed,
    "columns": _proposed,
    "rows": _rows,
    "wishes": lambda rows: tuple(_words(row) for row in rows),
    "question": _words,
    "saved": lambda rows: tuple((one, other) for one, other in rows),
    "missing": lambda rows: tuple((one, other) for one, other in rows),
    "pieces": lambda rows: tuple((_words(name), tuple(ids)) for name, ids in rows),
}
