"""Any other platform, through a program of the shop's own: comments as JSON, signed as messages of messengers are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mercery.conversations.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, check_signature
from mercery.core.errors import Problem
from mercery.core.i18n import Lang, Words
from mercery.livestream.comments.comment import Incoming
from mercery.livestream.comments.platforms.adapter import Pushed, Setting, Unreadable
from mercery.web.exact import Moment

MOST: Final = 100
"""Comments in one call."""


class CommentIn(BaseModel):
    """A comment as a program passes it on."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=1, max_length=120)
    """The platform's own id of it: sent twice, it is one comment."""
    text: str = Field(min_length=1, max_length=2000)
    name: str = Field("", max_length=200)
    """The nickname. What of it may be said on air is settled by the intake."""
    author: str = Field("", max_length=200)
    """The platform's own id of the account, kept as a digest: to tell floods, and to be fair to others."""
    lang: Lang | None = None
    at: Moment | None = None

    def incoming(self, source: str) -> Incoming:
        """As the intake takes it."""
        moment = self.at if self.at is None or self.at.tzinfo else None
        return Incoming(
            text=self.text, source=source, source_id=self.id, name=self.name, author=self.author, lang=self.lang, at=moment
        )  # fmt: skip


class BatchIn(BaseModel):
    """Comments in their order."""

    model_config = ConfigDict(extra="forbid")
    comments: list[CommentIn] = Field(min_length=1, max_length=MOST)


class Signed:
    """The adapter."""

    key = "signed"
    name = Words("A program of your own", "自有程序")
    document = "docs/guide/live-comments.md"

    def verify(self, pushed: Pushed, setting: Setting) -> None:
        """HMAC-SHA256 over time and body, as for messenger channels."""
        check_signature(
            [setting.secret], pushed.headers.get(TIMESTAMP_HEADER.lower(), ""),
            pushed.headers.get(SIGNATURE_HEADER.lower(), ""), pushed.body, pushed.at,
        )  # fmt: skip

    def comments(self, pushed: Pushed) -> tuple[Incoming, ...]:
        """One comment, or a batch of them."""
        try:
            data = json.loads(pushed.body)
            batch = BatchIn.model_validate(
                data if isinstance(data, dict) and "comments" in data else {"comments": [data]}
            )
        except ValidationError as error:
            problems = [Problem(message=one["msg"], field=".".join(map(str, one["loc"]))) for one in error.errors()]
            raise Unreadable(
                "The comments cannot be read.", remedy=f"See {self.document}.", problems=problems
            ) from error
        except ValueError as error:
            raise Unreadable("The comments are no JSON.", remedy=f"See {self.document}.") from error
        return tuple(one.incoming(self.key) for one in batch.comments)

    def reply(self) -> Mapping[str, object]:
        """All were taken."""
        return {"ok": True}
