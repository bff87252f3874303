"""An act as PostgreSQL's COPY takes it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.ids import new_id
from mercery.interactions.interaction import Interaction, plain_query

COLUMNS: Final = (
    "shop_id", "visitor_id", "kind", "surface", "product_id", "variant_id", "query", "lang", "details", "at", "event_id",
)  # fmt: skip
LONGEST_DETAILS: Final = 2_000
"""Characters of the details as JSON."""
_LONGEST_ID: Final = 40
_LONGEST_EVENT_ID: Final = 64
_SPECIAL: Final = re.compile(r"[\\\n\r\t]")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ABSENT: Final = "\\N"
_as_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: `json.dumps` with options makes an encoder for each call, which took a fifth of the time of a row."""


class NoRow(Invalid):
    """An act that the table has no place for: a NUL sign, half of a letter, something far too long."""

    code = "event_unwritable"
    place = 0
    """Of the act among those handed in together, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One act of one visitor, ready to be written."""

    shop_id: str
    event_id: str
    """The teller's own, else made here: however often a batch is sent again, the act is kept once."""
    line: bytes
    """In COPY's text format, with the end of the line."""


def rows_of(shop_id: str, interactions: Sequence[Interaction]) -> list[Row]:
    """The rows of several acts; NoRow with its place when one cannot be written."""
    rows = list[Row]()
    for place, one in enumerate(interactions):
        try:
            rows.append(row_of(shop_id, one))
        except NoRow as error:
            error.place = place
            raise
    return rows


def row_of(shop_id: str, one: Interaction) -> Row:
    """The row of an act; NoRow when it cannot be written."""
    event_id = one.event_id or new_id("evt")
    details = _as_json(dict(one.details)) if one.details else "{}"
    longest = max(len(one.visitor_id), len(one.product_id or ""), len(one.variant_id or ""))
    if longest > _LONGEST_ID or len(event_id) > _LONGEST_EVENT_ID:
        raise NoRow(
            f"An id is too long: {_LONGEST_EVENT_ID} characters for an event, {_LONGEST_ID} for a visitor or a piece.",
            remedy="Shorten it.",
        )
    if "\\u0000" in details:
        # JSON writes a NUL sign as an escape, which jsonb refuses.
        raise NoRow("There is a NUL sign in the details.", remedy="Take it out.")
    if len(details) > LONGEST_DETAILS:
        raise NoRow(f"The details are longer than {LONGEST_DETAILS} characters.", remedy="Send fewer.")
    query = plain_query(one.query) if one.query is not None else None
    values = (
        shop_id, one.visitor_id, one.kind, one.surface, one.product_id, one.variant_id, query, one.lang, details,
        (one.at or now()).isoformat(), event_id,
    )  # fmt: skip
    return Row(shop_id=shop_id, event_id=event_id, line=_line(values))


def _line(values: tuple[str | None, ...]) -> bytes:
    text = "\t".join(_ABSENT if value is None else _escaped(value) for value in values)
    if "\0" in text:
        raise NoRow("There is a NUL sign in it.", remedy="Take it out.")
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError as error:
        raise NoRow("There is half of a letter in it.", remedy="Send whole characters in UTF-8.") from error


def _escaped(value: str) -> str:
    return value.translate(_ESCAPED) if _SPECIAL.search(value) else value
