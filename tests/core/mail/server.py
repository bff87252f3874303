"""A mail server on this machine that keeps what it is sent: enough of RFC 5321 for one client at a time."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailHost:
    """What the server says, and what it got."""

    port: int = 0
    replies: dict[str, list[str]] = field(default_factory=dict)
    """Answers by command, used up one after another; afterwards it accepts."""
    mails: list[EmailMessage] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    """With it, STARTTLS is offered."""
    encrypted: bool = False

    @property
    def url(self) -> str:
        """Its address as a setting."""
        return f"smtp://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client."""
        await self._say(writer, "220 mail.test ready")
        while line := (await reader.readline()).decode().strip():
            command = line.split(":")[0].upper().split(" ")[0] if " " in line or ":" in line else line.upper()
            self.commands.append(line)
            planned = self.replies.get(command, [])
            if planned:
                await self._say(writer, planned.pop(0))
            elif command == "DATA":
                await self._say(writer, "354 go on")
                self.mails.append(await self._content(reader))
                await self._say(writer, "250 kept")
            elif command == "EHLO":
                offered = ["250-STARTTLS"] if self.tls and not self.encrypted else []
                await self._say(writer, "250-mail.test", *offered, "250 AUTH PLAIN")
            elif command == "STARTTLS" and self.tls:
                await self._say(writer, "220 go on")
                await writer.start_tls(self.tls)
                self.encrypted = True
            elif command == "AUTH":
                await self._say(writer, "235 welcome")
            elif command == "QUIT":
                await self._say(writer, "221 bye")
                break
            else:
                await self._say(writer, "250 fine")
        writer.close()

    async def _say(self, writer: asyncio.StreamWriter, *lines: str) -> None:
        writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await writer.drain()

    async def _content(self, reader: asyncio.StreamReader) -> EmailMessage:
        content = b""
        while (line := await reader.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b"..") else line
        return message_from_bytes(content, policy=default)


@asynccontextmanager
async def mail_host(*, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None) -> AsyncIterator[MailHost]:  # fmt: skip
    """A server on a free port of the loopback interface; with `tls` encrypted from the first byte."""
    host = MailHost(tls=starttls)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host
