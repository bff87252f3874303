"""The programme pushed by RTMPS: to whoever shows a certificate that is trusted for the name in the address, and to nobody else, since
the address holds the platform's key."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.livestream.engine.made import on_air
from tests.livestream.ingest.test_ingest import KEY, Pushing, ingest, opened

from mercery.livestream.engine.protocol import SinkSetting
from mercery.livestream.engine.sinks.connection import Connection
from mercery.livestream.ingest.handle import Guest, IngestHandle

__all__ = ["Pushing", "ingest"]
Platform = tuple[IngestHandle, int, asyncio.Queue[Guest]]


def certified(folder: Path, name: str) -> Path:
    """A key and a certificate that signs itself, for this name, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    plain, form = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


class Front:
    """What ends TLS before the platform's RTMP server."""

    def __init__(self, behind: int, certificate: Path) -> None:
        self._behind, self.certificate = behind, certificate
        self.passed = 0
        """Bytes that were sent through it."""
        self.port = 0

    async def start(self) -> asyncio.Server:
        """Have it listen."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0, ssl=context)
        self.port = int(server.sockets[0].getsockname()[1])
        return server

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to = await asyncio.open_connection("127.0.0.1", self._behind)
        await asyncio.gather(self._pass(reader, to, counted=True), self._pass(there, writer), return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool = False) -> None:
        while data := await reader.read(65_536):
            self.passed += len(data) if counted else 0
            writer.write(data)
            await writer.drain()
        writer.close()


@pytest.fixture
async def front(ingest: Platform, tmp_path: Path) -> AsyncIterator[Front]:
    made = Front(ingest[1], certified(tmp_path, "localhost"))
    server = await made.start()
    yield made
    server.close()


def out(front: Front, host: str = "localhost") -> SinkSetting:
    """The programme, pushed through it."""
    return SinkSetting(id="out", kind="rtmp", programme="clean", target=f"rtmps://{host}:{front.port}/live/{KEY}")


@pytest.mark.slow
async def test_a_platform_with_a_trusted_certificate_gets_the_stream(
    ingest: Platform,
    front: Front,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    async with on_air(tmp_path / "engine") as (engine, ear):
        await engine.sinks([out(front)])
        await ear.until(lambda: (one := ear.sink("out")) is not None and one.state == "healthy", 30)
        guest = await asyncio.wait_for(ingest[2].get(), 10)
        assert await asyncio.to_thread(opened, guest.url) == ("h264", "aac", 10)


@pytest.mark.parametrize("trusted", [False, True])
async def test_the_key_goes_to_nobody_whose_certificate_is_not_trusted_or_is_anothers(
    front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certified(tmp_path, "elsewhere.test")))
        front.certificate = tmp_path / "elsewhere.test.pem"
    server = await front.start()
    with pytest.raises(OSError):
        await asyncio.to_thread(Connection, f"rtmps://localhost:{front.port}/live/{KEY}", 5.0)
    assert front.passed == 0
    server.close()


async def test_a_platform_that_takes_a_connection_and_does_not_answer_is_given_up_and_stops_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"rtmp://127.0.0.1:{silent.getsockname()[1]}/live/{KEY}"
        trying = asyncio.create_task(asyncio.to_thread(Connection, address, 1.0))
        began, turns = time.monotonic(), 0
        while not trying.done():
            turns += 1
            await asyncio.sleep(0.01)
        with pytest.raises(TimeoutError):
            await trying
        assert time.monotonic() - began < 1.0 * max(3.0, os.getloadavg()[0])
        assert turns > 10, "the interpreter was free meanwhile"
