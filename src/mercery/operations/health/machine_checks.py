"""Checks of machines and processes: room on the disk, the secret key, the public address, versions, workers, the director."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mercery.core.i18n import Words
from mercery.livestream.on_air import shows_on_air
from mercery.operations.health.check import Check, Found, Looking
from mercery.operations.health.processes import SILENT_SECONDS, alive, processes

_FEW_BYTES, _NO_BYTES = 5_000_000_000, 500_000_000
_CERTIFICATE_DAYS, _CERTIFICATE_NOW = 14, 3
_GIGABYTE: Final = 1_000_000_000


async def _disk(looking: Looking) -> Found:
    home = looking.settings.home
    usage = await asyncio.to_thread(shutil.disk_usage, home if home.exists() else ".")
    free, share = usage.free, usage.free / usage.total
    words = Words(
        f"{free / _GIGABYTE:.1f} GB ({share:.0%}) are free in the home folder.",
        f"主目录所在磁盘剩余 {free / _GIGABYTE:.1f} GB（{share:.0%}）。",
    )
    if free > _FEW_BYTES or (free > _NO_BYTES * 4 and share > 0.2):
        return Found(state="well", figure=float(free), words=words)
    return Found(
        state="broken" if free < _NO_BYTES else "warning",
        figure=float(free),
        words=words,
        remedy=Words(
            "Make room: remove old recordings and backups, or give the disk more space. When it is full, nothing can be saved.",
            "请清理旧录像与备份，或扩充磁盘。磁盘写满后将无法保存任何内容。",
        ),
    )


async def _key(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = alive(await processes(session), "web")
    marks = {str(one.figures["key"]): one.host for one in found if one.figures.get("key")}
    if len(marks) > 1:
        hosts = ", ".join(sorted(marks.values()))
        return Found(
            state="broken",
            words=Words(
                f"Web processes sign with different keys ({hosts}).", f"各 Web 进程使用的密钥不同（{hosts}）。"
            ),
            remedy=Words(
                "Give every machine the same MERCERY_SECRET_KEY; until then people are signed out from page to page.",
                "请为每台机器设置相同的 MERCERY_SECRET_KEY；否则切换机器时登录会失效。",
            ),
        )
    if looking.settings.secret_key is not None:
        return Found(state="well", words=Words("The key comes from the settings.", "密钥来自设置。"))
    return await asyncio.to_thread(_key_file, looking.settings.home / "secret.key")


def _key_file(path: Path) -> Found:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return Found(state="well", words=Words("The key is made at the first start.", "密钥将在首次启动时生成。"))
    if mode & 0o077:
        return Found(
            state="broken",
            words=Words("Other users of this machine can read the secret key.", "本机其他用户可以读取密钥文件。"),
            remedy=Words(f"Run `chmod 600 {path}`.", f"请运行 `chmod 600 {path}`。"),
        )
    return Found(state="well", words=Words("The secret key is readable by its owner only.", "密钥文件仅所有者可读。"))


async def _address(looking: Looking) -> Found:
    public = looking.settings.public_url
    if not public:
        return Found(
            state="well",
            words=Words(
                "No public address is set: the shop is for this machine only.", "未设置公开地址：店铺仅供本机访问。"
            ),
        )
    parts = urlsplit(public)
    if parts.scheme != "https":
        return Found(
            state="warning",
            words=Words("Customers reach the shop without encryption.", "顾客访问店铺时没有加密。"),
            remedy=Words(
                "Set MERCERY_PUBLIC_URL to an https address and put a proxy with a certificate before it.",
                "请将 MERCERY_PUBLIC_URL 设为 https 地址，并在前面部署带证书的反向代理。",
            ),
        )
    return await asyncio.to_thread(_certificate, parts.hostname or "", parts.port or 443, looking.moment)


def _certificate(host: str, port: int, moment: datetime) -> Found:
    try:
        with (
            closing(socket.create_connection((host, port), timeout=3)) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            until = str((secure.getpeercert() or {}).get("notAfter", ""))
    except ssl.SSLCertVerificationError as error:
        return Found(
            state="broken",
            words=Words(f"The certificate of {host} does not hold: {error.verify_message}.", f"{host} 的证书无效。"),
            remedy=Words(
                "Renew it, or see that the proxy sends the whole chain.", "请续期证书，并确认代理发送完整证书链。"
            ),
        )
    except OSError as error:
        return Found(
            state="unknown",
            words=Words(
                f"{host} cannot be reached from this machine ({type(error).__name__}).",
                f"本机无法访问 {host}（{type(error).__name__}）。",
            ),
            remedy=Words(
                "It may be reachable from outside all the same; look from another network.",
                "外部网络可能仍可访问，请从其他网络确认。",
            ),
        )
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else moment
    days = (ends - moment).days
    words = Words(f"The certificate of {host} holds {days} more days.", f"{host} 的证书还有 {days} 天到期。")
    if days > _CERTIFICATE_DAYS:
        return Found(state="well", figure=float(days * 86400), words=words)
    remedy = Words("See why it is not renewed by itself.", "请检查为何没有自动续期。")
    return Found(
        state="broken" if days <= _CERTIFICATE_NOW else "warning",
        figure=float(days * 86400),
        words=words,
        remedy=remedy,
    )


async def _versions(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = alive(await processes(session))
    versions = sorted({one.version for one in found})
    if len(versions) > 1:
        return Found(
            state="warning",
            words=Words(
                f"Processes of versions {', '.join(versions)} run beside each other.",
                f"同时运行的版本：{'、'.join(versions)}。",
            ),
            remedy=Words(
                "Finish the update on every machine, then start the older ones again.",
                "请在所有机器上完成升级，并重启旧版本进程。",
            ),
        )
    if not found:
        return Found(state="unknown", words=Words("No process has told of itself yet.", "尚无进程上报。"))
    hosts = len({one.host for one in found})
    return Found(
        state="well",
        words=Words(
            f"{len(found)} {'processes' if len(found) > 1 else 'process'} on {hosts} {'machines' if hosts > 1 else 'machine'}, "
            f"all of version {versions[0]}.",
            f"{hosts} 台机器上共 {len(found)} 个进程，版本均为 {versions[0]}。",
        ),
    )


async def _worker(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = await processes(session)
    living = alive(found, "worker")
    if living:
        words = (
            Words("One worker lives.", "有 1 个后台进程在运行。")
            if len(living) == 1
            else Words(f"{len(living)} workers live.", f"有 {len(living)} 个后台进程在运行。")
        )
        return Found(state="well", figure=min(one.silent for one in living), words=words)
    silent = [one.silent for one in found if one.role == "worker"]
    return Found(
        state="broken",
        figure=min(silent, default=None),
        words=Words(
            f"No worker was heard of for {SILENT_SECONDS:.0f} s: imports, mails and the index stand still.",
            f"超过 {SILENT_SECONDS:.0f} 秒没有后台进程的消息：导入、邮件与索引均已停下。",
        ),
        remedy=Words(
            "Start one with `mercery worker`; what waits is done then.",
            "请运行 `mercery worker`；积压的任务会随即处理。",
        ),
    )


async def _director(looking: Looking) -> Found:
    async with looking.database.session() as session:
        on_air = (await shows_on_air(session)).shows
        living = alive(await processes(session), "live")
    if living or not on_air:
        words = (
            Words(f"{on_air} on air, with a director.", f"{on_air} 场直播中，导播在岗。")
            if on_air
            else Words("No show is on air.", "目前没有直播。")
        )
        return Found(state="well", words=words)
    return Found(
        state="broken",
        words=Words(f"{on_air} on air and nobody directs.", f"{on_air} 场直播无导播。"),
        remedy=Words(
            "Start `mercery live`; it takes the show over within seconds.",
            "请运行 `mercery live`；数秒内即可接管直播。",
        ),
    )


DISK: Final = Check(
    id="disk", title=Words("Room on the disk", "磁盘空间"), run=_disk, unit="bytes", needs_database=False
)
KEY: Final = Check(id="secret_key", title=Words("Secret key", "密钥"), run=_key)
ADDRESS: Final = Check(
    id="public_address", title=Words("Public address", "公开地址"), run=_address, unit="seconds",
    fresh_seconds=3600,
)  # fmt: skip
VERSIONS: Final = Check(id="versions", title=Words("Versions", "版本"), run=_versions)
WORKER: Final = Check(id="worker", title=Words("Workers", "后台进程"), run=_worker, unit="seconds")
DIRECTOR: Final = Check(id="director", title=Words("Director of shows", "导播"), run=_director)
