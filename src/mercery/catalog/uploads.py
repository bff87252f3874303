"""Receiving a file into a folder of ours under a name of ours."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from fastapi import UploadFile

from mercery.core.config import settings
from mercery.core.errors import Invalid, TooLarge
from mercery.core.ids import new_id

_BLOCK = 1 << 20


async def receive(file: UploadFile, folder: Path) -> Path:
    """Write the upload into `folder`. TooLarge above the limit of the settings; Invalid when nothing was sent."""
    suffixes = "".join(re.findall(r"\.[A-Za-z0-9]{1,6}(?=\.gz$|$)|\.gz$", file.filename or ""))[-16:].lower()
    path = folder / f"{new_id('upl')}{suffixes}"
    most, written = settings().upload_limit_mb << 20, 0
    stream = await asyncio.to_thread(path.open, "wb")
    try:
        while block := await file.read(_BLOCK):
            written += len(block)
            if written > most:
                raise TooLarge(
                    f"The file is larger than {settings().upload_limit_mb} MB.",
                    remedy="Split it, or import it with `mercery import`.",
                    zh=f"文件超过 {settings().upload_limit_mb} MB，请拆分，或用 mercery import 导入。",
                )
            await asyncio.to_thread(stream.write, block)
    except BaseException:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise
    finally:
        await asyncio.to_thread(stream.close)
    if not written:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise Invalid(
            "The file is empty, or none was chosen.",
            remedy="Choose a file.",
            zh="没有选择文件，或文件为空，请选择文件。",
        )
    return path
