"""A mail box on this machine: enough of IMAP4rev1 (RFC 3501) to sign in, search by number and fetch."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """What lies in it, and how it behaves."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    password: str = "the right one"
    commands: list[str] = field(default_factory=list)
    port: int = 0

    def put(self, raw: bytes) -> None:
        """A mail comes in."""
        self.mails[max(self.mails, default=0) + 1] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    def talk(self, connection: socket.socket) -> None:
        """Serve one client to its end."""
        file = connection.makefile("rwb")
        file.write(b"* OK ready\r\n")
        file.flush()
        for line in file:
            tag, _, rest = line.decode().strip().partition(" ")
            self.commands.append(rest)
            state, lines = self._answer(rest)
            for one in lines:
                file.write(one + b"\r\n")
            file.write(f"{tag} {state}\r\n".encode())
            file.flush()
            if rest.upper() == "LOGOUT":
                break
        connection.close()

    def _answer(self, command: str) -> tuple[str, list[bytes]]:
        word = command.upper()
        if word == "CAPABILITY":
            return "OK done", [b"* CAPABILITY IMAP4rev1"]
        if word.startswith("LOGIN"):
            return ("OK done" if self.password in command else "NO [AUTHENTICATIONFAILED] wrong"), []
        if word.startswith(("SELECT", "EXAMINE")):
            return self._selected(word)
        if word.startswith("UID"):
            return "OK done", self._numbered(word)
        return "OK done", [b"* BYE"] if word == "LOGOUT" else []

    def _selected(self, word: str) -> tuple[str, list[bytes]]:
        if "INBOX" not in word:
            return "NO no such folder", []
        told = (
            f"{len(self.mails)} EXISTS", f"OK [UIDVALIDITY {self.validity}] ok",
            f"OK [UIDNEXT {max(self.mails, default=0) + 1}] ok",
        )  # fmt: skip
        return "OK [READ-ONLY] done", [f"* {one}".encode() for one in told]

    def _numbered(self, word: str) -> list[bytes]:
        if found := re.match(r"UID SEARCH UID (\d+):\*", word):
            # RFC 3501: `n:*` names the last mail even where its number is smaller.
            uids = [uid for uid in self.mails if uid >= int(found[1])] or list(self.mails)[-1:]
            return [b"* SEARCH " + " ".join(map(str, uids)).encode()]
        found = re.match(r"UID FETCH (\d+) \((.*)\)", word)
        assert found is not None, word
        uid, raw = int(found[1]), self.mails[int(found[1])]
        if "SIZE" in found[2]:
            return [f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})".encode()]
        return [f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")"]


@contextmanager
def mail_box() -> Iterator[Box]:
    """A box on a free port of the loopback interface."""
    box = Box()
    listening = socket.create_server(("127.0.0.1", 0))
    box.port = listening.getsockname()[1]

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=box.talk, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield box
    listening.close()
