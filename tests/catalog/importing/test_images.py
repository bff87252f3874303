"""Pictures are fetched from public hosts alone, within limits, over a real socket; what fails is told at the picture."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from PIL import Image
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog.importing import images
from mercery.catalog.importing.images import (
    PictureRefused,
    copy_local,
    fetch_missing,
    fetch_picture,
    keep_picture,
    public_address,
)
from mercery.catalog.product import Media
from mercery.catalog.service import apply_drafts, product
from mercery.catalog.tables import MediaRow
from mercery.core.config import settings
from mercery.core.database import Database


def picture(width: int = 64, height: int = 48, kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), (40, 60, 50)).save(held, kind)
    return held.getvalue()


PNG = picture()


@dataclass
class Host:
    """A web server on this machine that stands in for hosts of the internet."""

    port: int
    asked: list[str] = field(default_factory=list)
    down: bool = True
    """Whether /later.png still fails."""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One response, by path."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path, host = head.split()[1], head.lower().split("host: ")[1].split("\r\n")[0]
        self.asked.append(f"{host}{path}")
        if path == "/slow.png":
            await asyncio.sleep(6)
        status, headers, body = self._page(path)
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}Connection: close\r\n\r\n".encode() + body
        )
        await writer.drain()
        writer.close()

    def _page(self, path: str) -> tuple[str, str, bytes]:
        moved = {
            "/moved.png": "http://pictures.example/ok.png",
            "/inside.png": "http://intranet.example/ok.png",
            "/file.png": "file:///etc/passwd",
            "/round.png": "/round.png",
        }
        if path in moved:
            return "302 Found", f"Location: {moved[path]}\r\n", b""
        if path == "/later.png":
            return ("503 Busy", "", b"") if self.down else ("200 OK", "", picture(20, 20))
        bodies = {
            "/ok.png": PNG,
            "/large.png": PNG + b"\0" * (2 << 20),
            "/page.png": b"<html>no</html>",
            "/slow.png": b"",
        }
        return ("200 OK", "", bodies[path]) if path in bodies else ("404 Not Found", "", b"")


class ToThisMachine(httpx.AsyncHTTPTransport):
    """Sends what goes to a public address to the server of the test, over a real socket."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port, scheme="http")
        return await super().handle_async_request(request)


async def names(host: str) -> list[str]:
    """Addresses as the internet would give them."""
    return {"pictures.example": ["93.184.216.34"], "intranet.example": ["93.184.216.34", "10.0.0.8"]}.get(host, [])


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    made = Host(port=0)
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0",
     "::ffff:127.0.0.1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "::7f00:1", "fec0::1"],
)  # fmt: skip
async def test_addresses_inside_are_never_asked(address: str) -> None:
    async def inside(_: str) -> list[str]:
        return ["93.184.216.34", address]

    with pytest.raises(PictureRefused, match="not on the public internet"):
        await public_address("http://pictures.example/1.jpg", inside)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://pictures.example/1.jpg", "http://user@pictures.example/1.jpg", "http://pictures.example:6379/"],
)  # fmt: skip
async def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(PictureRefused):
        await public_address(url, names)


async def test_a_redirect_is_followed_and_each_step_checked(host: Host, home: Path) -> None:
    async with httpx.AsyncClient(transport=ToThisMachine(host.port)) as client:
        assert await fetch_picture(client, "http://pictures.example/moved.png", names) == PNG
        for path, said in (("inside", "public internet"), ("file", "http and https"), ("round", "without end")):
            with pytest.raises(PictureRefused, match=said):
                await fetch_picture(client, f"http://pictures.example/{path}.png", names)
    assert not any(asked.startswith("intranet") for asked in host.asked)


async def test_what_cannot_be_fetched_is_told_at_the_picture_and_the_rest_goes_on(
    host: Host, home: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_IMAGE_LIMIT_MB", "1")
    settings.cache_clear()
    monkeypatch.setattr(images, "_SECONDS", 2.0)
    await add_shop(database)
    paths = ("ok", "large", "page", "slow", "gone", "inside", "later")
    sources = [*(f"http://pictures.example/{path}.png" for path in paths), "http://[oh/no.png"]
    draft = replace(bag("b1"), media=tuple(Media(source=source) for source in sources))
    async with database.session() as session:
        await apply_drafts(session, SHOP, [draft], SYSTEM)
    assert await fetch_missing(database, SHOP.id, names, ToThisMachine(host.port)) == 1
    async with database.session() as session:
        media = (await product(session, SHOP.id, key="b1")).media
        told = await problems(database)
    assert [bool(each.path) for each in media] == [True] + [False] * 7
    assert (media[0].mime, media[0].width, media[0].height) == ("image/png", 64, 48)
    assert media[0].path and (home / "media" / media[0].path).read_bytes() == PNG
    assert [told[source].split(" (")[0] for source in sources[1:]] == [
        "The picture is larger than 1 MB.", "This is not a JPEG, PNG, WebP, GIF or AVIF picture.", "The server does not answer",
        "The server answered 404.", "The host intranet.example is not on the public internet.", "The server answered 503.",
        "This is not an address.",
    ]  # fmt: skip

    host.asked.clear()
    host.down = False
    assert await fetch_missing(database, SHOP.id, names, ToThisMachine(host.port)) == 1
    assert sorted(host.asked) == ["pictures.example/later.png", "pictures.example/slow.png"]


async def problems(database: Database) -> dict[str, str]:
    """What is noted at each picture, by source."""
    async with database.session() as session:
        rows = await session.execute(MediaRow.__table__.select())
        return {row.source: row.problem or "" for row in rows}


async def test_pictures_beside_the_file_are_copied_and_none_from_elsewhere(
    database: Database, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "bag.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    await add_shop(database)
    sources = ("pictures/bag.png", "../secret.png", "pictures/none.png")
    draft = replace(bag("b1"), media=tuple(Media(source=source) for source in sources))
    async with database.session() as session:
        await apply_drafts(session, SHOP, [draft], SYSTEM)
    copied, refusals = await copy_local(database, SHOP.id, folder)
    assert copied == 1
    assert [refusal.message.split(":")[0] for refusal in refusals] == ["../secret.png", "pictures/none.png"]
    async with database.session() as session:
        media = (await product(session, SHOP.id, key="b1")).media
    assert [bool(each.path) for each in media] == [True, False, False]


def test_smaller_copies_stand_beside_a_large_picture(home: Path, tmp_path: Path) -> None:
    kept = keep_picture(picture(1200, 600, "JPEG"), tmp_path)
    written = {path.name for path in (tmp_path / kept.path).parent.iterdir()}
    stem = Path(kept.path).stem
    assert written == {f"{stem}.jpg", f"{stem}-480.webp", f"{stem}-960.webp"}
    assert (kept.width, kept.height) == (1200, 600)


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"", PNG[:40], b"%PDF-1.7"]
)
def test_what_is_no_picture_is_never_kept(home: Path, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PictureRefused):
        keep_picture(data, tmp_path)
    assert list(tmp_path.rglob("*.*")) == []


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(home: Path, tmp_path: Path) -> None:
    held = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(held, "PNG")
    with pytest.raises(PictureRefused):
        keep_picture(held.getvalue(), tmp_path)
