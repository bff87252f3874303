"""Pieces as JSON and back, as short as it can be: what stands at its default is not written. Pure."""

from __future__ import annotations

from typing import Any

from mercery.claims.sentence import Sentence, Span
from mercery.core.as_json import plain, read
from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.studio.brief import Brief
from mercery.studio.kept import GroundLine
from mercery.studio.piece import Passage, Piece, Told


def brief_to_json(brief: Brief) -> Json:
    """The JSON form of a brief."""
    return dict(plain(brief))


def brief_from_json(data: Json) -> Brief:
    """The brief whose JSON form is `data`."""
    return read(Brief, data)


def grounds_to_json(grounds: tuple[GroundLine, ...]) -> Json:
    """What a version stands on, as kept beside it."""
    return {"lines": [plain(one) for one in grounds]}


def grounds_from_json(data: Json) -> tuple[GroundLine, ...]:
    """The same, read again."""
    return tuple(read(GroundLine, one) for one in data.get("lines", ()))


def piece_to_json(piece: Piece) -> Json:
    """The JSON form of a piece."""
    return {
        "channel": piece.channel,
        "lang": piece.lang,
        "product_ids": list(piece.product_ids),
        "passages": [_passage(one) for one in piece.passages],
    }


def piece_from_json(data: Json) -> Piece:
    """The piece whose JSON form is `data`."""
    return Piece(
        channel=data["channel"],
        lang=data["lang"],
        product_ids=tuple(data["product_ids"]),
        passages=tuple(_read_passage(one) for one in data["passages"]),
    )


def _passage(one: Passage) -> Json:
    kept: Json = {"kind": one.kind, "told": [_told(told) for told in one.told]}
    return kept | {name: value for name in ("about", "place") if (value := getattr(one, name))}


def _read_passage(data: Json) -> Passage:
    return Passage(
        kind=data["kind"],
        told=tuple(_read_told(one) for one in data["told"]),
        about=data.get("about", ""),
        place=data.get("place", ""),
    )


def _told(one: Told) -> Json:
    kept = _sentence(one.sentence)
    if one.writer != "code":
        kept["writer"] = one.writer
    if not one.holds:
        kept["blocked"] = [one.blocked.en, one.blocked.zh]
    if one.instead:
        kept["instead"] = [_sentence(other) for other in one.instead]
    return kept | {name: value for name in ("law", "source") if (value := getattr(one, name))}


def _read_told(data: Json) -> Told:
    return Told(
        sentence=_read_sentence(data),
        writer=data.get("writer", "code"),
        blocked=Words(*data.get("blocked", ("",))),
        law=data.get("law", ""),
        source=data.get("source", ""),
        instead=tuple(_read_sentence(one) for one in data.get("instead", ())),
    )


def _sentence(one: Sentence) -> Json:
    kept: Json = {"text": one.text}
    if one.spans:
        kept["spans"] = [[span.start, span.end, span.fact_id, span.how] for span in one.spans]
    if one.place:
        kept["at"] = one.place
    return kept


def _read_sentence(data: Json) -> Sentence:
    return Sentence(
        text=data["text"], spans=tuple(_span(*one) for one in data.get("spans", ())), place=data.get("at", "")
    )


def _span(start: int, end: int, fact_id: str, how: Any) -> Span:
    return Span(start=start, end=end, fact_id=fact_id, how=how)
