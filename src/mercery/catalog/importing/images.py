"""Our own copies of products' pictures. Addresses come from strangers' files: only public hosts are asked, sizes and times
are limited, and what comes back must be a picture of a kind we know. SVG is never taken: it can hold scripts."""

from __future__ import annotations

import asyncio
import io
import ipaddress
import socket
import warnings
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx
from PIL import Image, ImageOps
from sqlalchemy import update

from mercery.catalog.picture_copies import PictureCopy, record_copies
from mercery.catalog.tables import MediaRow
from mercery.catalog.writing import load_media_paths
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid, Problem
from mercery.core.guarded_fetch import is_public
from mercery.core.logging import get_logger
from mercery.core.storage import share

log = get_logger(__name__)
KINDS: Final = {"JPEG": (".jpg", "image/jpeg"), "PNG": (".png", "image/png"), "WEBP": (".webp", "image/webp"), "GIF": (".gif", "image/gif"), "AVIF": (".avif", "image/avif")}  # fmt: skip
WIDTHS: Final = (480, 960, 1600)
"""Widths of the smaller copies, as `<name>-480.webp`; none is larger than the original."""
_MOST_PIXELS: Final = 60_000_000
_SECONDS: Final = 20
_HOPS: Final = 4
_AT_ONCE: Final = 4
_TEMPORARY: Final = ("The server does not answer", "The server answered 5")
"""How problems begin that may be gone at the next import."""
Resolve = Callable[[str], Awaitable[Sequence[str]]]


class PictureRefused(Invalid):
    """The picture cannot be taken; the message says why. A warning to an import, never a reason to refuse it."""

    code = "picture_refused"


def media_folder() -> Path:
    """Where pictures lie."""
    return settings().home.resolve() / "media"


def keep_picture(data: bytes, folder: Path) -> PictureCopy:
    """Check the bytes, write them below `folder` under a name made from them, with smaller copies beside."""
    if len(data) > settings().image_limit_mb << 20:
        raise PictureRefused(
            f"The picture is larger than {settings().image_limit_mb} MB.",
            zh=f"图片超过 {settings().image_limit_mb} MB。",
        )
    picture, kind = _decoded(data)
    suffix, mime = KINDS[kind]
    name = sha256(data).hexdigest()[:32]
    place = folder / "pictures" / name[:2]
    place.mkdir(parents=True, exist_ok=True)
    _write(place / f"{name}{suffix}", data)
    for width in WIDTHS:
        if width < picture.width:
            small = picture.resize(
                (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
            )
            held = io.BytesIO()
            small.save(held, "WEBP", quality=82, method=4)
            _write(place / f"{name}-{width}.webp", held.getvalue())
    return PictureCopy(
        path=f"pictures/{name[:2]}/{name}{suffix}", mime=mime, width=picture.width, height=picture.height
    )


def files_of(copy: PictureCopy) -> list[Path]:
    """The picture and its smaller copies."""
    path = media_folder() / copy.path
    return [path, *sorted(path.parent.glob(f"{path.stem}-*.webp"))]


def _decoded(data: bytes) -> tuple[Image.Image, str]:
    """The picture turned the way its camera held it, and its kind. Sizes are checked before any pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=list(KINDS))
            kind = str(opened.format)
            if opened.width * opened.height > _MOST_PIXELS:
                raise PictureRefused(
                    f"The picture has {opened.width} × {opened.height} pixels, more than are taken.",
                    zh=f"图片为 {opened.width} × {opened.height} 像素，超出上限。",
                )
            opened.load()
            picture = ImageOps.exif_transpose(opened)
            return picture.convert("RGBA" if "A" in picture.getbands() or picture.mode == "P" else "RGB"), kind
    except PictureRefused:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(
            "This is not a JPEG, PNG, WebP, GIF or AVIF picture.", zh="这不是 JPEG、PNG、WebP、GIF 或 AVIF 图片。"
        ) from error


def _write(path: Path, data: bytes) -> None:
    if not path.exists():
        partial = path.with_suffix(path.suffix + ".part")
        partial.write_bytes(data)
        partial.replace(path)


async def resolve(host: str) -> Sequence[str]:
    """The addresses of a host."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def public_address(url: str, resolve_host: Resolve = resolve) -> str:
    """An address of the URL's host, all of whose addresses must be public. PictureRefused otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise PictureRefused(
            "Only plain http and https addresses are fetched.", zh="图片地址只能是普通的 http 或 https 网址。"
        )
    if parts.port not in (None, 80, 443):
        raise PictureRefused("Only the usual ports of the web are asked.", zh="图片地址只能使用常规端口。")
    try:
        addresses = await resolve_host(parts.hostname)
    except (OSError, UnicodeError) as error:  # no name of the net has empty or endless parts
        raise PictureRefused(f"The host {parts.hostname} is unknown.", zh=f"找不到服务器 {parts.hostname}。") from error
    for address in addresses:
        if not is_public(ipaddress.ip_address(address.split("%")[0])):
            raise PictureRefused(
                f"The host {parts.hostname} is not on the public internet.", zh=f"{parts.hostname} 不在公网上。"
            )
    if not addresses:
        raise PictureRefused(f"The host {parts.hostname} is unknown.", zh=f"找不到服务器 {parts.hostname}。")
    return addresses[0]


async def fetch_picture(client: httpx.AsyncClient, url: str, resolve_host: Resolve = resolve) -> bytes:
    """The bytes at `url`, redirects followed by hand so that each hop is checked; asked at the checked address itself."""
    for _ in range(_HOPS):
        address = await public_address(url, resolve_host)
        parts = urlsplit(url)
        host = f"[{address}]" if ":" in address else address
        pinned = parts._replace(netloc=host + (f":{parts.port}" if parts.port else "")).geturl()
        request = client.build_request(
            "GET",
            pinned,
            headers={"Host": parts.netloc, "Accept": "image/*", "Accept-Encoding": "identity"},
            extensions={"sni_hostname": parts.hostname},
        )
        response = await client.send(request, stream=True)
        try:
            if response.is_redirect:
                url = urljoin(url, response.headers.get("location", ""))
                continue
            if response.status_code != httpx.codes.OK:
                raise PictureRefused(
                    f"The server answered {response.status_code}.", zh=f"图片服务器返回 {response.status_code}。"
                )
            return await _limited(response)
        finally:
            await response.aclose()
    raise PictureRefused("The address leads from one to the next without end.", zh="图片地址反复跳转，无法读取。")


async def _limited(response: httpx.Response) -> bytes:
    most, held = settings().image_limit_mb << 20, bytearray()
    async for chunk in response.aiter_raw():
        held += chunk
        if len(held) > most:
            raise PictureRefused(
                f"The picture is larger than {settings().image_limit_mb} MB.",
                zh=f"图片超过 {settings().image_limit_mb} MB。",
            )
    return bytes(held)


def local_picture(source: str, folder: Path) -> bytes:
    """A picture that lies beside the imported file, at a path below `folder`."""
    path = (folder / source.removeprefix("file://")).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise PictureRefused(f"There is no file {source} beside the import.", zh=f"导入文件旁没有 {source}。")
    if path.stat().st_size > settings().image_limit_mb << 20:
        raise PictureRefused(
            f"The picture is larger than {settings().image_limit_mb} MB.",
            zh=f"图片超过 {settings().image_limit_mb} MB。",
        )
    return path.read_bytes()


async def copy_local(database: Database, shop_id: str, folder: Path) -> tuple[int, list[Problem]]:
    """Copy pictures named by path from `folder`. Returns how many, and a warning for each that could not be."""
    async with database.session() as session:
        waiting = await load_media_paths(session, shop_id)
    sources = dict.fromkeys(source for _, source in waiting if not source.startswith(("http://", "https://")))
    copies, refusals = {}, []
    for source in sources:
        try:
            copies[source] = await asyncio.to_thread(
                lambda name: keep_picture(local_picture(name, folder), media_folder()), source
            )
        except PictureRefused as error:
            told = f"{source}: {error.message}"
            refusals.append(Problem(message=told, severity="warning", zh=f"{source}：{error.zh}"))
    async with database.session() as session:
        await share(session, *(path for copy in copies.values() for path in files_of(copy)))
        await record_copies(session, shop_id, copies)
    return len(copies), refusals


async def fetch_missing(
    database: Database,
    shop_id: str,
    resolve_host: Resolve = resolve,
    transport: httpx.AsyncBaseTransport | None = None,
) -> int:
    """Fetch every picture named by address that has no copy yet, a few at once; what fails is noted at the picture.

    Each copy is recorded as it comes, so a job that is stopped goes on where it was. Servers that did not answer last
    time are asked again.
    """
    if not settings().image_fetch:
        return 0
    async with database.session() as session:
        waiting = await load_media_paths(session, shop_id, again=_TEMPORARY)
    sources = iter(dict.fromkeys(source for _, source in waiting if source.startswith(("http://", "https://"))))
    done = 0

    async def work(client: httpx.AsyncClient) -> None:
        nonlocal done
        for source in sources:
            if await _fetch_one(database, shop_id, client, source, resolve_host):
                done += 1

    async with (
        httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False, trust_env=False, transport=transport) as client,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(_AT_ONCE):
            group.create_task(work(client))
    return done


async def _fetch_one(
    database: Database, shop_id: str, client: httpx.AsyncClient, source: str, resolve_host: Resolve
) -> bool:
    try:
        async with asyncio.timeout(_SECONDS * 2):
            data = await fetch_picture(client, source, resolve_host)
        copy = await asyncio.to_thread(keep_picture, data, media_folder())
    except (PictureRefused, httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, OSError) as error:
        await _note(database, shop_id, source, _reason(error))
        return False
    async with database.session() as session:
        await share(session, *files_of(copy))
        await record_copies(session, shop_id, {source: copy})
    return True


def _reason(error: Exception) -> str:
    if isinstance(error, PictureRefused):
        return error.message
    if isinstance(error, httpx.InvalidURL | ValueError):
        return "This is not an address."
    return f"{_TEMPORARY[0]} ({type(error).__name__})."


async def _note(database: Database, shop_id: str, source: str, reason: str) -> None:
    log.warning("picture_not_fetched", source=source, reason=reason)
    async with database.session() as session:
        await session.execute(
            update(MediaRow).where(MediaRow.shop_id == shop_id, MediaRow.source == source).values(problem=reason)
        )
