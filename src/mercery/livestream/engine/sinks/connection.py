"""A connection to a platform, made by libav itself and written to as to a file.

PyAV opens an address while it holds the interpreter's lock, and without any option: a platform that takes a connection and does not
answer would stop the picture for everybody, and RTMPS would tell the platform's key to whoever answers in its place. Here libav is
asked directly: the lock is free meanwhile, what lasts too long is given up, and a certificate has to be trusted for the name in the
address (whom the system trusts, `SSL_CERT_FILE`, else whom browsers do)."""

from __future__ import annotations

import ctypes
import errno
import os
import ssl
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_WRITE: Final = 2
"""`AVIO_FLAG_WRITE` of <libavformat/avio.h>."""
_ASKED: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class _Interrupt(ctypes.Structure):
    """`AVIOInterruptCB`."""

    _fields_ = (("asked", _ASKED), ("opaque", ctypes.c_void_p))


class _Context(ctypes.Structure):
    """The beginning of `AVIOContext`, as far as its error."""

    _fields_ = (
        ("av_class", ctypes.c_void_p), ("buffer", ctypes.c_void_p), ("buffer_size", ctypes.c_int), ("at", ctypes.c_void_p),
        ("end", ctypes.c_void_p), ("opaque", ctypes.c_void_p), ("read_packet", ctypes.c_void_p), ("write_packet", ctypes.c_void_p),
        ("seek", ctypes.c_void_p), ("pos", ctypes.c_int64), ("eof_reached", ctypes.c_int), ("error", ctypes.c_int),
    )  # fmt: skip


class Connection:
    """An address opened for writing. `seconds`: no step of it may last longer. OSError, av.FFmpegError."""

    def __init__(self, address: str, seconds: float) -> None:
        self._seconds, self._since = seconds, time.monotonic()
        self._over = self._late = self._open = False
        self._format, util = _libraries()
        self._context = ctypes.POINTER(_Context)()
        self._asked = _ASKED(self._gives_up)
        self._interrupt = _Interrupt(self._asked, None)
        options = ctypes.c_void_p()
        for name, value in _trusting(address).items():
            util.av_dict_set(ctypes.byref(options), name.encode(), value.encode(), 0)
        try:
            opened = self._format.avio_open2(
                ctypes.byref(self._context), address.encode(), _WRITE, ctypes.byref(self._interrupt), ctypes.byref(options)
            )  # fmt: skip
        finally:
            util.av_dict_free(ctypes.byref(options))
        self._check(opened)
        self._open = True

    def write(self, data: Any) -> int:
        """All of it, at once."""
        if not self._open:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        sent = bytes(data)
        self._since = time.monotonic()
        self._format.avio_write(self._context, sent, len(sent))
        self._format.avio_flush(self._context)
        try:
            self._check(self._context.contents.error)
        except OSError:
            if self._over:
                # Whoever asked for that has let go of it.
                self.close()
            raise
        return len(sent)

    def shut(self) -> None:
        """Have what is under way end with an error; any thread may ask it."""
        self._over = True

    def close(self) -> None:
        """End it."""
        if self._open:
            self._open = False
            self._since = time.monotonic()
            self._format.avio_closep(ctypes.byref(self._context))

    def _gives_up(self, _: int | None) -> int:
        self._late = self._late or time.monotonic() - self._since > self._seconds
        return int(self._over or self._late)

    def _check(self, told: int) -> None:
        import av.error

        if told < 0 and self._late:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        if told < 0:
            av.error.err_check(told)


def _trusting(address: str) -> dict[str, str]:
    if not address.startswith("rtmps:"):
        return {}
    file = ssl.get_default_verify_paths().cafile
    if not file:
        import certifi

        file = certifi.where()
    return {"tls_verify": "1", "ca_file": file}


@lru_cache(maxsize=1)
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """libavformat and libavutil as PyAV has loaded them. OSError."""
    import av  # noqa: F401 - they are in this process from then on

    form, util = (ctypes.CDLL(str(_loaded(name))) for name in ("libavformat", "libavutil"))
    form.avio_open2.argtypes = (
        ctypes.POINTER(ctypes.POINTER(_Context)), ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Interrupt),
        ctypes.POINTER(ctypes.c_void_p),
    )  # fmt: skip
    form.avio_write.argtypes = (ctypes.POINTER(_Context), ctypes.c_char_p, ctypes.c_int)
    form.avio_write.restype = form.avio_flush.restype = None
    form.avio_flush.argtypes = (ctypes.POINTER(_Context),)
    form.avio_closep.argtypes = (ctypes.POINTER(ctypes.POINTER(_Context)),)
    util.av_dict_set.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int)
    util.av_dict_free.argtypes = (ctypes.POINTER(ctypes.c_void_p),)
    util.av_dict_free.restype = None
    return form, util


def _loaded(name: str) -> Path:
    import av

    for line in Path("/proc/self/maps").read_text().splitlines() if Path("/proc/self/maps").exists() else ():
        path = Path(line.split(maxsplit=5)[-1])
        if path.name.startswith(name):
            return path
    # Where the system lists nothing, they lie beside PyAV.
    package = Path(av.__file__).parent
    found = [*package.glob(f".dylibs/{name}.*"), *(package.parent / "av.libs").glob(f"{name}*")]
    if not found:
        raise OSError(f"{name} was not found")
    return found[0]
