"""What a director leaves behind for the next one, should it be killed: the lines it handed over, in a file beside the engine's.

The engine tells the next director what began meanwhile; by this file that one knows the words, and what they stand on."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mercery.claims.sentence import Sentence, Span
from mercery.core.as_json import plain, read
from mercery.livestream.director.air import Air, Handed
from mercery.livestream.folders import show_folder
from mercery.livestream.line import Line

_FILE: Final = "handed.json"


def remember(air: Air) -> None:
    """Write what the engine has. Failing to is no reason to fall silent."""
    told = [
        {**plain(one.line), "seconds": one.seconds, "kept": one.spans, "price": one.price}
        for one in air.handed.values()
    ]
    file = _file(air)
    fresh = file.with_suffix(".new")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        fresh.replace(file)


def recall(air: Air) -> None:
    """Take over what the director before had handed to the engine that still runs."""
    try:
        told: Any = json.loads(_file(air).read_text("utf-8"))
        for one in told:
            line = _line(one)
            air.handed[line.id] = Handed(
                line=line, seconds=float(one["seconds"]), at=time.monotonic(), spans=one["kept"], price=one["price"]
            )
    except (OSError, ValueError, KeyError, TypeError):
        return


def _line(told: dict[str, Any]) -> Line:
    sentence = told["sentence"]
    until = told.get("holds_until")
    return Line(
        id=told["id"],
        sentence=Sentence(text=sentence["text"], spans=tuple(read(Span, one) for one in sentence["spans"])),
        lang=told["lang"],
        kind=told["kind"],
        item_id=told["item_id"],
        product_id=told["product_id"],
        comment_id=told["comment_id"],
        mood=told["mood"],
        gesture=told["gesture"],
        holds_until=datetime.fromisoformat(until) if until else None,
        rest=bool(told.get("rest")),
        grounds=tuple((kind, digest) for kind, digest in told.get("grounds", ())),
    )


def _file(air: Air) -> Path:
    return show_folder(air.show.shop_id, air.show.id) / _FILE
