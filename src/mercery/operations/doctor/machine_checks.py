"""The machine: Python and its packages, memory, the home folder, what was left behind."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

import psutil
from packaging.requirements import Requirement

from mercery.core.i18n import Words
from mercery.core.postgres import status
from mercery.core.postgres.locks import is_free
from mercery.operations.health.check import Check, Found, Looking
from mercery.studio.pictures.canvas import PicturesUnavailable, skia_module

_LITTLE_MEMORY, _NO_MEMORY = 500_000_000, 200_000_000
_FITS_ONE: Final = 900_000_000
"""Bytes a machine needs in all for web, worker and the embedded database, as the README says."""


async def _python(_: Looking) -> Found:
    wrong = list(unmet(requires("mercery") or []))
    if wrong:
        named = ", ".join(wrong[:6])
        return Found(
            state="broken",
            words=Words(f"Packages are missing or of another version: {named}.", f"有依赖缺失或版本不符：{named}。"),
            remedy=Words(
                "Run `make run` (or install the wheel again), which brings them.",
                "请运行 `make run`（或重新安装），即可补齐。",
            ),
        )
    words = Words(
        f"Mercery {version('mercery')} on Python {platform.python_version()}, with the packages it needs.",
        f"Mercery {version('mercery')}，Python {platform.python_version()}，依赖齐全。",
    )
    return Found(state="well", words=words)


def unmet(requirements: list[str]) -> Iterator[str]:
    """Requirements that what is installed does not meet, with what is there."""
    for line in requirements:
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        try:
            there = version(wanted.name)
        except PackageNotFoundError:
            yield f"{wanted.name} (missing)"
            continue
        if not wanted.specifier.contains(there, prereleases=True):
            yield f"{wanted.name} {there} (needs {wanted.specifier})"


async def _memory(_: Looking) -> Found:
    memory = psutil.virtual_memory()
    words = Words(
        f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB of memory are free.",
        f"内存 {memory.total / 1e9:.1f} GB，可用 {memory.available / 1e9:.1f} GB。",
    )
    if memory.available > _LITTLE_MEMORY and memory.total > _FITS_ONE:
        return Found(state="well", figure=float(memory.available), words=words)
    return Found(
        state="broken" if memory.available < _NO_MEMORY else "warning",
        figure=float(memory.available),
        words=words,
        remedy=Words(
            "Give the machine more, or run the database or the worker on another one; short of it the system ends processes.",
            "请增加内存，或把数据库、后台进程移到另一台机器；内存不足时系统会终止进程。",
        ),
    )


async def _home(looking: Looking) -> Found:
    return await asyncio.to_thread(_home_now, looking.settings.home)


def _home_now(home: Path) -> Found:
    if not home.exists():
        return Found(
            state="well", words=Words("The home folder is made at the first start.", "主目录将在首次启动时创建。")
        )
    if not home.is_dir() or not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return Found(
            state="broken",
            words=Words(f"{home} cannot be used by this user.", f"当前用户无法使用 {home}。"),
            remedy=Words(
                "Give it to the user who runs Mercery, or set MERCERY_HOME.",
                "请把它交给运行 Mercery 的用户，或另设 MERCERY_HOME。",
            ),
        )
    open_to_all = [name for name in ("mercery.env", "secret.key") if _readable_by_others(home / name)]
    writable = bool(home.stat().st_mode & 0o002)
    if open_to_all or writable:
        what = ", ".join([*open_to_all, *(["the folder itself"] if writable else [])])
        wrong = " ".join(
            [*(f"chmod 600 {home / name};" for name in open_to_all), *([f"chmod o-w {home}"] if writable else [])]
        )
        return Found(
            state="broken",
            words=Words(f"Other users of this machine reach {what}.", f"本机其他用户可以接触 {what}。"),
            remedy=Words(f"Run `{wrong.rstrip(';')}`.", f"请运行 `{wrong.rstrip(';')}`。"),
        )
    others = sorted(
        one.name for one in home.iterdir() if one.stat().st_uid not in (os.geteuid(), 0) and one.name != "postgres"
    )
    if others:
        return Found(
            state="warning",
            words=Words(f"Not this user's: {', '.join(others[:5])}.", f"不属于当前用户：{', '.join(others[:5])}。"),
            remedy=Words(
                "Run Mercery as one and the same user, and give these to it.",
                "请始终用同一用户运行 Mercery，并把它们交给该用户。",
            ),
        )
    return Found(state="well", words=Words("The home folder belongs to this user alone.", "主目录仅当前用户可用。"))


async def _drawing(_: Looking) -> Found:
    try:
        await asyncio.to_thread(skia_module)
    except PicturesUnavailable as error:
        return Found(
            state="warning",
            words=Words(error.message, error.zh),
            remedy=Words(
                "Until then no pictures, films and shows are made. Install what skia needs: `apt-get install libegl1 "
                "libgl1` (Debian, Ubuntu), `dnf install libglvnd-egl libglvnd-glx` (Fedora); then start again.",
                "在此之前无法生成图片、视频与直播。请安装 `apt-get install libegl1 libgl1`（Debian、Ubuntu）或 "
                "`dnf install libglvnd-egl libglvnd-glx`（Fedora），然后重新启动。",
            ),
        )
    return Found(state="well", words=Words("Pictures, films and shows can be drawn.", "可以绘制图片、视频与直播画面。"))


def _readable_by_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o077)


async def _left_behind(looking: Looking) -> Found:
    return await asyncio.to_thread(_left_now, looking)


def _left_now(looking: Looking) -> Found:
    """Signs of a process that ended badly. They do no harm: locks are the kernel's, and the next start clears them away."""
    home, signs = looking.settings.home, []
    number = home / "run.lock"
    if number.exists() and is_free(number) and number.read_text("utf-8", "replace").strip().isdigit():
        pid = int(number.read_text("utf-8"))
        if psutil.pid_exists(pid) and any("mercery" in part for part in _command(pid)):
            signs.append(f"process {pid} is Mercery's and no longer holds its lock")
    if looking.settings.database_url is None and home.is_dir() and (home / "postgres").is_dir():
        embedded = status(home)
        if embedded.state == "silent":
            signs.append("the embedded database has processes and does not answer")
    if not signs:
        return Found(
            state="well",
            words=Words("Nothing was left behind by a process that ended badly.", "没有异常退出留下的痕迹。"),
        )
    return Found(
        state="warning",
        words=Words(f"Left behind: {'; '.join(signs)}.", f"异常退出的痕迹：{'；'.join(signs)}。"),
        remedy=Words("Run `mercery stop`, then start again.", "请运行 `mercery stop`，然后重新启动。"),
    )


def _command(pid: int) -> list[str]:
    try:
        return psutil.Process(pid).cmdline()
    except psutil.Error:
        return []


PYTHON: Final = Check(id="python", title=Words("Program", "程序"), run=_python)
MEMORY: Final = Check(id="memory", title=Words("Memory", "内存"), run=_memory, unit="bytes")
HOME: Final = Check(id="home", title=Words("Home folder", "主目录"), run=_home)
DRAWING: Final = Check(id="drawing", title=Words("Drawing", "绘图"), run=_drawing, needs_database=False)
LEFT: Final = Check(id="left_behind", title=Words("Left behind", "残留"), run=_left_behind)
