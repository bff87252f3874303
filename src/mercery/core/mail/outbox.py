"""Mail into a folder of this machine, one `.eml` file each: for trying out, as long as no mail server is set."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from mercery.core.ids import new_id
from mercery.core.mail.message import Mail, MailAddress, composed

KEPT: Final = 200
"""Mails kept for each shop; the oldest go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A mail in the folder."""

    name: str
    to: str
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The folder `outbox` in the home folder, with one for each shop in it. Readable by us only."""

    folder: Path
    sender: MailAddress

    def send(self, mail: Mail) -> str:
        """Write the mail down."""
        return self.hand_over(composed(mail, self.sender), mail.shop_id)

    def hand_over(self, message: EmailMessage, shop_id: str = "") -> str:
        """Write a message down as it is."""
        content = message.as_bytes()
        folder = self._of(shop_id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = new_id("eml")
        # Written beside and moved, so that nobody reads half a mail.
        fresh = folder / f".{name}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        fresh.rename(folder / f"{name}.eml")
        for old in self._files(shop_id)[KEPT:]:
            old.unlink(missing_ok=True)
        return "outbox"

    def mails(self, shop_id: str, limit: int = 20) -> list[Kept]:
        """The newest mails of a shop, the newest first."""
        return [_read(path) for path in self._files(shop_id)[:limit]]

    def _of(self, shop_id: str) -> Path:
        return self.folder / (shop_id or "installation")

    def _files(self, shop_id: str) -> list[Path]:
        # Names sort by time.
        return sorted(self._of(shop_id).glob("eml_*.eml"), reverse=True)


def _read(path: Path) -> Kept:
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(preferencelist=("plain",))
    return Kept(
        name=path.stem,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=str(body.get_content()) if body is not None else "",
        at=parsedate_to_datetime(str(message["Date"])),
    )
