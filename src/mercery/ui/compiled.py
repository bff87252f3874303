"""What templates were compiled to: in memory for all languages, and beside the sources as Python keeps its own.

Compiling takes some 20 ms a template, a page consists of a dozen, and each web process and each start would do it again.
Nothing of a language is compiled in (`render._late`).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import sys
import tempfile
from pathlib import Path
from types import CodeType
from typing import Final

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_HERE: Final = Path(__file__).resolve().parent
FOLDER: Final = _HERE / "__pycache__" / "templates"


class Compiled(BytecodeCache):
    """Keeps compiled templates. Where `folder` cannot be written, or Python itself is to store nothing it compiled, they
    are kept for this process only."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._codes: dict[str, tuple[str, CodeType]] = {}
        self._made_by = _made_by()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same source in the same way."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        self._read(bucket)
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is None:
            return
        self._codes[bucket.key] = (bucket.checksum, bucket.code)
        if not sys.dont_write_bytecode:
            # A full or read-only disk costs time at the next start and nothing else.
            with contextlib.suppress(OSError):
                self._write(bucket.key, self._made_by + bucket.checksum.encode() + marshal.dumps(bucket.code))

    def _read(self, bucket: Bucket) -> None:
        try:
            kept = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        made_by, source, code = kept[:32], kept[32:72], kept[72:]
        if made_by == self._made_by and source == bucket.checksum.encode():
            # A file that is cut short is compiled over.
            with contextlib.suppress(EOFError, ValueError, TypeError):
                bucket.code = marshal.loads(code)  # noqa: S302 - as trusted as Python's own files beside it

    def _write(self, key: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # In one piece: another process may read it in the same moment.
        number, name = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
            os.replace(name, self._folder / key)  # noqa: PTH105 - both are names already
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _made_by() -> bytes:
    """What else decides how a template is compiled: Python, Jinja, and the environment it is compiled in."""
    how = [importlib.util.MAGIC_NUMBER, jinja2.__version__.encode(), (_HERE / "render.py").read_bytes()]
    return hashlib.sha256(b"\0".join(how)).digest()
