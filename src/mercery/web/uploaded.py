"""A small file that came with a form, read by a reader of files."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from fastapi import UploadFile

from mercery.core.errors import TooLarge

LARGEST: Final = 4 << 20
T = TypeVar("T")


async def read_uploaded(file: UploadFile, read: Callable[[Path, str], T], *, unnamed: str) -> T:
    """What `read` makes of the file and its name, beside the event loop; `unnamed`: its name where the browser tells none."""
    sent = await file.read(LARGEST + 1)
    if len(sent) > LARGEST:
        raise TooLarge("The file is larger than 4 MB.", remedy="Split it.", zh="文件超过 4 MB，请拆分后上传。")
    name = Path(file.filename or unnamed).name
    with tempfile.TemporaryDirectory(prefix="mercery-uploaded-") as folder:
        path = Path(folder) / f"uploaded{Path(name).suffix[:8]}"
        await asyncio.to_thread(path.write_bytes, sent)
        return await asyncio.to_thread(read, path, name)
