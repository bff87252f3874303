"""Reading a webhook of the WhatsApp Cloud API. Pure.

Source: developers.facebook.com, WhatsApp Business Platform, "Webhooks, messages" (one request can bring several entries, changes,
messages and statuses; types text, image, audio, video, document, sticker, location, contacts, interactive with button_reply or
list_reply, button, order, reaction, system, unsupported with errors) and "Status messages" (sent, delivered, read, failed).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from mercery.channels.arrived import Arrived, Media, MediaKind

_MEDIA: Final[Mapping[str, MediaKind]] = {
    "image": "image", "audio": "audio", "video": "video", "document": "file", "sticker": "image",
}  # fmt: skip
_NOTHING_SAID: Final = frozenset({"reaction", "system", "request_welcome"})
_MOST_ITEMS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What became of a message of ours. `code`: Meta's number of what went wrong."""

    outside_id: str
    stage: str
    code: int = 0
    details: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything one request brought for one number. `skipped`: parts that could not be read."""

    arrived: tuple[Arrived, ...]
    statuses: tuple[Status, ...]
    problems: tuple[tuple[int, str], ...] = ()
    skipped: int = 0


def read(content: object, phone_number_id: str) -> Told:
    """What the webhook tells about this number; changes of other numbers of the same app are passed over."""
    arrived, statuses, problems, skipped = [], [], [], 0
    for value in _values(content):
        if _text(_object(value.get("metadata")).get("phone_number_id")) != phone_number_id:
            continue
        names = {
            _text(one.get("wa_id")): _text(_object(one.get("profile")).get("name")) for one in _list(value, "contacts")
        }
        for one in _list(value, "messages"):
            found = _message(one, names)
            if found is not None:
                arrived.append(found)
            elif one.get("type") not in _NOTHING_SAID:
                skipped += 1
        statuses += [told for one in _list(value, "statuses") if (told := _status(one)) is not None]
        problems += [_error(one) for one in _list(value, "errors")]
    return Told(arrived=tuple(arrived), statuses=tuple(statuses), problems=tuple(problems), skipped=skipped)


def _values(content: object) -> Iterator[dict[str, Any]]:
    for entry in _list(_object(content), "entry"):
        for change in _list(entry, "changes"):
            if change.get("field") == "messages":
                yield _object(change.get("value"))


def _message(one: dict[str, Any], names: Mapping[str, str]) -> Arrived | None:
    kind, own_id, sender = _text(one.get("type")), _text(one.get("id")), _text(one.get("from"))
    stamp = _text(one.get("timestamp"))
    if not own_id or not sender or kind in _NOTHING_SAID or len(own_id) > 250 or len(sender) > 64:
        return None
    at = datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() and len(stamp) <= 11 else datetime.now(UTC)
    known: dict[str, Any] = {"outside_id": own_id, "address": sender, "at": at, "name": names.get(sender, "")[:120]}
    part = _object(one.get(kind))
    if kind in _MEDIA:
        return _with_media(kind, part, known)
    match kind:
        case "text":
            return Arrived(**known, text=_text(part.get("body")))
        case "button":
            return Arrived(**known, text=_text(part.get("text")), choice=_text(part.get("payload")))
        case "interactive":
            reply = _object(part.get("button_reply")) or _object(part.get("list_reply"))
            if not reply:
                return Arrived(**known, kind="wordless", wordless="unknown")
            return Arrived(**known, text=_text(reply.get("title")), choice=_text(reply.get("id")))
        case "location":
            words = ", ".join(filter(None, (_text(part.get(name)) for name in ("name", "address"))))
            place = f"{part.get('latitude', '')}, {part.get('longitude', '')}"
            return Arrived(**known, kind="wordless", wordless="location", text=(words or place)[:300])
        case "order":
            return Arrived(**known, kind="wordless", wordless="order", text=_ordered(part))
        case "contacts":
            return Arrived(**known, kind="wordless", wordless="contacts")
        case _:
            return Arrived(**known, kind="wordless", wordless="unknown")


def _with_media(kind: str, part: dict[str, Any], known: dict[str, Any]) -> Arrived:
    name, caption = _MEDIA[kind], _text(part.get("caption"))
    media = Media(
        kind=name, outside_id=_text(part.get("id")), name=_text(part.get("filename"))[:200],
        media_type=_text(part.get("mime_type")).partition(";")[0].strip(),
    )  # fmt: skip
    wordless = "sticker" if kind == "sticker" else name
    # A file may be text that can be read; a picture or a voice without a caption says nothing in words.
    spoken = bool(caption) or name == "file"
    return Arrived(
        **known, kind="words" if spoken else "wordless", text=caption, wordless=wordless,
        media=(media,) if media.outside_id else (),
    )  # fmt: skip


def _ordered(part: dict[str, Any]) -> str:
    """What was put into the cart of Meta's catalogue, as it names it; what it costs there is not repeated."""
    items = [
        f"{_text(one.get('quantity'))} × {_text(one.get('product_retailer_id'))}"
        for one in _list(part, "product_items")
    ]
    return "; ".join([*items[:_MOST_ITEMS], *filter(None, [_text(part.get("text"))])])[:1500]


def _status(one: dict[str, Any]) -> Status | None:
    own_id, stage = _text(one.get("id")), _text(one.get("status"))
    if not own_id or stage not in ("sent", "delivered", "read", "failed"):
        return None
    code, details = next((_error(each) for each in _list(one, "errors")), (0, ""))
    return Status(outside_id=own_id, stage=stage, code=code, details=details)


def _error(one: dict[str, Any]) -> tuple[int, str]:
    code = one.get("code")
    details = _text(_object(one.get("error_data")).get("details")) or _text(one.get("title"))
    return (code if isinstance(code, int) else 0), details[:200]


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Mapping[str, Any], name: str) -> Sequence[dict[str, Any]]:
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\x00", "")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
