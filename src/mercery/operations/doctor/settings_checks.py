"""Settings that contradict each other, or the machine. Pure but for one look at the clock of the machine."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mercery.core.config import Settings
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words
from mercery.core.model_settings import is_this_machine
from mercery.core.ports import RUN_ADDRESS
from mercery.core.postgres.locks import is_free
from mercery.operations.backing_up.sealing import SHORTEST
from mercery.operations.health.check import Check, Found, Looking
from mercery.web.proxies import parse_networks

_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
_JOBS: Final = 4
"""Connections the job queue of a worker keeps beside the pool (`core.jobs`)."""


def contradictions(chosen: Settings) -> Iterator[tuple[Words, Words]]:
    """What does not go together, each with its remedy."""
    yield from _of_addresses(chosen)
    yield from _of_mail(chosen)
    yield from _of_many_machines(chosen)
    yield from _of_backups(chosen)


def _of_addresses(chosen: Settings) -> Iterator[tuple[Words, Words]]:
    public = urlsplit(chosen.public_url or "")
    if chosen.public_url and (public.path.strip("/") or public.query or not public.hostname):
        yield (
            Words("MERCERY_PUBLIC_URL is more than scheme and host.", "MERCERY_PUBLIC_URL 不只是协议和主机名。"),
            Words("Write https://shop.example, without a path.", "请写成 https://shop.example，不带路径。"),
        )
    if chosen.public_url and not is_this_machine(chosen.public_url) and not chosen.trusted_proxies:
        yield (
            Words(
                "MERCERY_PUBLIC_URL is set and no proxy is trusted: every visitor seems to come from the proxy.",
                "已设置 MERCERY_PUBLIC_URL，但未信任任何代理：所有访客看上去都来自代理。",
            ),
            Words(
                "Set MERCERY_TRUSTED_PROXIES to the address the proxy calls from.",
                "请将 MERCERY_TRUSTED_PROXIES 设为代理的来源地址。",
            ),
        )
    try:
        networks = parse_networks(chosen.trusted_proxies)
    except MerceryError as error:
        yield (
            Words(error.message, f"MERCERY_TRUSTED_PROXIES 无法解读：{error.message}"),
            Words(error.remedy, "请写成 10.0.0.0/8 或 127.0.0.1。"),
        )
        networks = ()
    if any(network.prefixlen == 0 for network in networks):
        yield (
            Words(
                "Every address is trusted as a proxy: visitors can invent theirs.",
                "所有地址都被当作可信代理：访客可以伪造来源。",
            ),
            Words("Name the proxy's own address.", "请只填写代理自己的地址。"),
        )
    if chosen.host in _EVERYWHERE and not chosen.public_url:
        yield (
            Words(
                f"It listens on {chosen.host} and has no public address: links in mails and feeds lead to {chosen.base_url}.",
                f"正在监听 {chosen.host}，却没有公开地址：邮件与数据源里的链接会指向 {chosen.base_url}。",
            ),
            Words("Set MERCERY_PUBLIC_URL, or listen on 127.0.0.1.", "请设置 MERCERY_PUBLIC_URL，或只监听 127.0.0.1。"),
        )


def _of_mail(chosen: Settings) -> Iterator[tuple[Words, Words]]:
    if chosen.smtp_url and chosen.mail_from.endswith("@localhost"):
        yield (
            Words(
                f"Mails go out as {chosen.mail_from}, which servers refuse.",
                f"发件人为 {chosen.mail_from}，会被邮件服务器拒收。",
            ),
            Words("Set MERCERY_MAIL_FROM to an address of yours.", "请将 MERCERY_MAIL_FROM 设为你自己的地址。"),
        )


def _of_many_machines(chosen: Settings) -> Iterator[tuple[Words, Words]]:
    if chosen.database_url and not chosen.secret_key and chosen.files == "database":
        yield (
            Words("Several machines, and each would make a secret key of its own.", "多台机器会各自生成密钥。"),
            Words("Set the same MERCERY_SECRET_KEY on all.", "请在所有机器上设置相同的 MERCERY_SECRET_KEY。"),
        )
    if chosen.files == "database" and not chosen.database_url:
        yield (
            Words(
                "Files go through the database, and that is the embedded one.",
                "文件经由数据库共享，但使用的是内置数据库。",
            ),
            Words(
                "Set MERCERY_FILES=folder, or MERCERY_DATABASE_URL.",
                "请设 MERCERY_FILES=folder，或设置 MERCERY_DATABASE_URL。",
            ),
        )
    if chosen.database_direct_url and not chosen.database_url:
        yield (
            Words(
                "MERCERY_DATABASE_DIRECT_URL is set without MERCERY_DATABASE_URL.",
                "设置了 MERCERY_DATABASE_DIRECT_URL，却没有 MERCERY_DATABASE_URL。",
            ),
            Words("Set both, or neither.", "请同时设置两者，或都不设置。"),
        )
    key = chosen.secret_key.get_secret_value() if chosen.secret_key else None
    if key is not None and len(key) < 32:
        yield (
            Words("MERCERY_SECRET_KEY is short enough to be guessed.", "MERCERY_SECRET_KEY 过短，容易被猜出。"),
            Words(
                "Use 32 random characters or more (`openssl rand -base64 48`), and name the old one in "
                "MERCERY_SECRET_KEYS_BEFORE.",
                "请使用至少 32 个随机字符（`openssl rand -base64 48`），并把旧密钥写入 MERCERY_SECRET_KEYS_BEFORE。",
            ),
        )


def _of_backups(chosen: Settings) -> Iterator[tuple[Words, Words]]:
    passphrase = chosen.backup_passphrase.get_secret_value() if chosen.backup_passphrase else None
    if passphrase and len(passphrase) < SHORTEST:
        yield (
            Words(
                f"MERCERY_BACKUP_PASSPHRASE has fewer than {SHORTEST} characters: no backup is made.",
                f"MERCERY_BACKUP_PASSPHRASE 少于 {SHORTEST} 个字符：不会生成备份。",
            ),
            Words("Choose a longer one.", "请换一个更长的口令。"),
        )
    folder = chosen.backup_folder
    if folder is not None and not folder.is_dir():
        yield (
            Words("MERCERY_BACKUP_FOLDER is not there.", "MERCERY_BACKUP_FOLDER 指向的文件夹不存在。"),
            Words("Make it, and give it to the user who runs Mercery.", "请创建该文件夹，并交给运行 Mercery 的用户。"),
        )


async def _settings(looking: Looking) -> Found:
    found = list(contradictions(looking.settings))
    if not found:
        return Found(state="well", words=Words("The settings go together.", "各项设置互不矛盾。"))
    return Found(state="warning", words=_joined([one for one, _ in found]), remedy=_joined([two for _, two in found]))


def _joined(words: list[Words]) -> Words:
    return Words(" ".join(one.en for one in words), "".join(one.zh for one in words))


async def _port(looking: Looking) -> Found:
    return await asyncio.to_thread(_port_of, looking.settings)


def _port_of(chosen: Settings) -> Found:
    """The port of the settings, or that of a start which was told another."""
    told = _told_at_start(chosen.home)
    if told is None or told == (chosen.host, chosen.port) or not _answers(*told):
        return _port_now(chosen.host, chosen.port)
    where, kept = f"{told[0]}:{told[1]}", f"MERCERY_PORT={told[1]}"
    return Found(
        state="well",
        words=Words(
            f"Mercery answers at {where}, as it was told at its start; the settings say {chosen.port}. To keep it, write "
            f"{kept} into mercery.env of the home folder.",
            f"Mercery 正在 {where} 提供服务（启动时指定）；设置中的端口是 {chosen.port}。若要固定下来，"
            f"请在主目录的 mercery.env 中写入 {kept}。",
        ),
    )


def _told_at_start(home: Path) -> tuple[str, int] | None:
    """Where `mercery run` serves by this home folder now; None where none runs."""
    lock = home / "run.lock"
    try:
        if not lock.exists() or is_free(lock):
            return None
        port, host = (home / RUN_ADDRESS).read_text("utf-8").split(" ", 1)
        return host, int(port)
    except (OSError, ValueError):
        return None


def _port_now(host: str, port: int) -> Found:
    """Free, or ours already: whoever listens there has to say that it is Mercery."""
    where = f"{host}:{port}"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            problem: OSError | None = error
        else:
            problem = None
    if problem is None:
        return Found(
            state="well",
            words=Words(f"Port {where} is free: nothing is served now.", f"端口 {where} 空闲：目前没有对外服务。"),
        )
    if problem.errno == errno.EADDRINUSE and _answers(host, port):
        return Found(state="well", words=Words(f"Mercery answers at {where}.", f"Mercery 正在 {where} 提供服务。"))
    return Found(
        state="broken",
        words=Words(
            f"Port {where} cannot be used: {problem.strerror}.", f"端口 {where} 无法使用：{problem.strerror}。"
        ),
        remedy=Words(
            "Stop the program that has it, or choose another with MERCERY_PORT or MERCERY_HOST.",
            "请停掉占用它的程序，或用 MERCERY_PORT、MERCERY_HOST 另选。",
        ),
    )


def _answers(host: str, port: int) -> bool:
    import httpx

    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    try:
        answer = httpx.get(f"http://{name}:{port}/healthz", timeout=3, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code < 500


SETTINGS: Final = Check(id="settings", title=Words("Settings", "设置"), run=_settings)
PORT: Final = Check(id="port", title=Words("Port", "端口"), run=_port)
