"""An answer as messages of the WhatsApp Cloud API. Pure.

Source: developers.facebook.com, WhatsApp Business Platform, "Messages": text up to 4,096 signs; an image by its address with a
caption up to 1,024; interactive buttons: at most three, each title up to 20 signs, words above them up to 1,024; interactive
list: at most ten rows, each title up to 24, the button that opens it up to 20. What does not fit is said by numbers, never cut.
"""

from __future__ import annotations

from typing import Final

from mercery.channels.cutting import cut
from mercery.channels.saying import Said
from mercery.core.database import Json
from mercery.core.i18n import Words

TEXT: Final = 4096
CAPTION: Final = 1024
ABOVE: Final = 1024
MOST_BUTTONS: Final = 3
BUTTON: Final = 20
MOST_ROWS: Final = 10
ROW: Final = 24
MOST_PICTURES: Final = 4
_OPEN: Final = Words("Choose", "请选择")
_GO_ON: Final = Words("How shall we go on?", "接下来想了解什么？")


def messages(said: Said, message_id: str) -> list[Json]:
    """The messages in order. `message_id` names the buttons, so that a press is known to be about this very answer."""
    pictured = [one for one in said.shown if one.image.startswith("https://") and len(one.text) <= CAPTION]
    pictured = pictured[:MOST_PICTURES]
    plain = [one.text for one in said.shown if one not in pictured]
    links = [f"{label}: {url}" for label, url in said.links]
    above = "\n\n".join(part for part in (said.text, *plain, *links, said.source_line) if part)
    below = said.asks
    parts: list[Json] = [_text(one) for one in cut(above, TEXT)]
    parts += [{"type": "image", "image": {"link": one.image, "caption": one.text}} for one in pictured]
    if not said.choices:
        return [*parts, *(_text(one) for one in cut(below, TEXT))]
    if not below and not pictured and len(above) <= ABOVE:
        # One message: the words and what can be answered to them.
        below, parts = above, []
    return [*parts, *_choices(said, below or _GO_ON.text(said.lang), message_id)]


def template(name: str, language: str) -> Json:
    """A template that was approved, without variables."""
    return {"type": "template", "template": {"name": name, "language": {"code": language or "en_US"}}}


def _text(body: str) -> Json:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _choices(said: Said, words: str, message_id: str) -> list[Json]:
    longest = max(len(one.label) for one in said.choices)
    named = [(f"b:{message_id}:{place}", one.label) for place, one in enumerate(said.choices)]
    *before, last = cut(words, ABOVE) or [_GO_ON.text(said.lang)]
    sent = [_text(one) for one in before]
    distinct = len({label for _, label in named}) == len(named)
    if distinct and len(named) <= MOST_BUTTONS and longest <= BUTTON:
        buttons = [{"type": "reply", "reply": {"id": id_, "title": label}} for id_, label in named]
        return [*sent, _interactive("button", last, {"buttons": buttons})]
    if distinct and len(named) <= MOST_ROWS and longest <= ROW:
        rows = [{"id": id_, "title": label} for id_, label in named]
        return [*sent, _interactive("list", last, {"button": _OPEN.text(said.lang), "sections": [{"rows": rows}]})]
    return [_text(one) for one in cut(f"{words}\n\n{said.numbered()}", TEXT)]


def _interactive(kind: str, words: str, action: Json) -> Json:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": words}, "action": action}}
