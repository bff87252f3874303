"""Douyin: comments of a live room, pushed by its open platform (直播玩法, 数据开放).

Built from the platform's own pages, as they stood in November 2026: 数据开放说明
(developer.open-douyin.com/docs/resource/zh-CN/interaction/develop/server/live-room-scope/data-open/data-open-desc) for the
push, and the signature it names, whose worked example is the test of this module. The platform waits two seconds for an
answer, may send the same comment twice, and stops pushing for a while after ten failures.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from mercery.conversations.signature import BadSignature
from mercery.core.i18n import Words
from mercery.livestream.comments.comment import Incoming
from mercery.livestream.comments.platforms.adapter import Pushed, Setting, Unreadable

_SIGNED: Final = ("x-msg-type", "x-nonce-str", "x-roomid", "x-timestamp")
"""Headers that are signed, in the order of their names."""
WINDOW: Final = timedelta(minutes=5)
_MILLISECONDS_FROM: Final = 100_000_000_000


class Douyin:
    """The adapter."""

    key = "douyin"
    name = Words("Douyin", "抖音")
    document = "https://developer.open-douyin.com/docs/resource/zh-CN/interaction/develop/server/live-room-scope/data-open/data-open-desc"

    def verify(self, pushed: Pushed, setting: Setting) -> None:
        """By the signature over four headers and the body; for the room of the bridge; not older than five minutes."""
        expected = signature({name: pushed.headers.get(name, "") for name in _SIGNED}, pushed.body, setting.secret)
        if not hmac.compare_digest(expected.encode(), pushed.headers.get("x-signature", "").encode()):
            raise BadSignature(
                "The push is not signed with this bridge's secret.",
                remedy="Enter the secret of the push address (推送数据签名) in the bridge again.",
            )
        if setting.room and pushed.headers.get("x-roomid", "") != setting.room:
            raise BadSignature(
                "The push is for another room.",
                remedy="Set up a bridge for that room, or correct the room of this one.",
            )
        sent = _moment(pushed.headers.get("x-timestamp", ""))
        if sent is None or abs(pushed.at - sent) > WINDOW:
            raise BadSignature("The push was signed too long ago.", remedy="Check the clock of this machine.")

    def comments(self, pushed: Pushed) -> tuple[Incoming, ...]:
        """The comments of a `live_comment` push; of gifts and likes none."""
        if pushed.headers.get("x-msg-type") != "live_comment":
            return ()
        try:
            rows = json.loads(pushed.body)
        except ValueError as error:
            raise Unreadable("The push is no JSON.", remedy=f"See {self.document}") from error
        if not isinstance(rows, list):
            raise Unreadable("The push is no list of comments.", remedy=f"See {self.document}")
        return tuple(one for row in rows if isinstance(row, dict) and (one := self._comment(row)) is not None)

    def reply(self) -> Mapping[str, object]:
        """Any answer of the kind 2xx will do."""
        return {"err_no": 0, "err_msg": "ok"}

    def _comment(self, row: Mapping[str, Any]) -> Incoming | None:
        """One comment; None where it has no id or no words (a picture alone)."""
        source_id, text = str(row.get("msg_id") or ""), str(row.get("content") or "").strip()
        if not source_id or not text:
            return None
        author = next((str(row[name]) for name in ("sec_openid", "sec_open_id", "open_id") if row.get(name)), "")
        return Incoming(
            text=text, source=self.key, source_id=source_id, name=str(row.get("nickname") or ""), author=author,
            at=_moment(str(row.get("timestamp") or "")),
        )  # fmt: skip


def signature(headers: Mapping[str, str], body: bytes, secret: str) -> str:
    """Headers by name as `key=value` joined with &, then the body, then the secret: MD5, in base64."""
    named = "&".join(f"{key}={headers[key]}" for key in sorted(headers))
    # The platform prescribes MD5; it signs with a secret behind it, and nothing else here trusts it.
    return b64encode(hashlib.md5(named.encode() + body + secret.encode(), usedforsecurity=False).digest()).decode()


def _moment(text: str) -> datetime | None:
    """A time in milliseconds, or in seconds, since 1970."""
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        return None
    number = int(text)
    return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS_FROM else number, UTC)
