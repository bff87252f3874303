"""A file under a passphrase, written and read piece by piece, with constant memory.

The format (all numbers big-endian). A head of 49 bytes: `MERCSEAL`, version 1, log2 of scrypt's N, r, p, salt (16), beginning
of the nonces (7), bytes of a piece (4), a tag by which a wrong passphrase is told from a damaged file (10). Then pieces, each
AES-256-GCM with the head as associated data: ciphertext and 16 bytes of tag. Nonce: beginning, number of the piece (4), and 1
for the last piece, else 0; so pieces cannot be moved, left out or cut off (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015). Key and the tag of the passphrase are the two halves of scrypt (RFC 7914).
"""

from __future__ import annotations

import hmac
import io
import os
import secrets
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mercery.core.errors import Invalid

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC: Final = b"MERCSEAL"
_HEAD: Final = struct.Struct(">8sBBBB16s7sI10s")
_TAG: Final = 16
_PIECE: Final = 1 << 20
COST: Final = 17
"""log2 of scrypt's N: 128 MB and about half a second for each guess of a passphrase."""
_HIGHEST_COST: Final = 20
_LARGEST_PIECE: Final = 1 << 26
SHORTEST: Final = 12
"""Characters of a passphrase: whoever gets hold of the file may guess for as long as they like."""


class Sink(Protocol):
    """What can be written to, forwards only."""

    def write(self, data: bytes, /) -> object:
        """Take all of `data`."""


class WrongPassphrase(Invalid):
    """The archive was sealed with another passphrase."""

    code = "wrong_passphrase"


class Damaged(Invalid):
    """The archive is not as it was written."""

    code = "backup_damaged"


@dataclass(frozen=True, slots=True)
class _Head:
    cost: int
    r: int
    p: int
    salt: bytes
    nonces: bytes
    piece: int
    tag: bytes = b""

    def packed(self) -> bytes:
        return _HEAD.pack(MAGIC, 1, self.cost, self.r, self.p, self.salt, self.nonces, self.piece, self.tag)

    def keys(self, passphrase: str) -> tuple[bytes, bytes]:
        """The key of the pieces, and what proves the passphrase."""
        derived = Scrypt(salt=self.salt, length=64, n=1 << self.cost, r=self.r, p=self.p).derive(passphrase.encode())
        return derived[:32], hmac.digest(derived[32:], b"mercery backup", "sha256")[:10]

    def nonce(self, number: int, *, last: bool) -> bytes:
        return self.nonces + struct.pack(">IB", number, last)


def is_sealed(file: BinaryIO) -> bool:
    """Whether the file begins as a sealed one does; it is left at its beginning."""
    began = file.read(len(MAGIC))
    file.seek(0)
    return began == MAGIC


class SealedWriter:
    """Seals what is written to it into `sink`. `close` writes the last piece, without which nothing can be read."""

    def __init__(self, sink: Sink, passphrase: str, *, cost: int | None = None, piece: int = _PIECE) -> None:
        if len(passphrase) < SHORTEST:
            raise Invalid(
                f"A passphrase needs at least {SHORTEST} characters.",
                remedy="Four or five words that nobody would guess do well. Keep it where the backups are not.",
                zh=f"口令至少 {SHORTEST} 个字符。建议用四五个不易猜到的词，并与备份分开保管。",
            )
        cost = COST if cost is None else cost
        unnamed = _Head(cost, 8, 1, secrets.token_bytes(16), secrets.token_bytes(7), piece)
        key, tag = unnamed.keys(passphrase)
        self._head = _Head(cost, 8, 1, unnamed.salt, unnamed.nonces, piece, tag)
        self._sink, self._cipher, self._number = sink, AESGCM(key), 0
        self._waiting = bytearray()
        sink.write(self._head.packed())

    def write(self, data: ReadableBuffer, /) -> int:
        """Take all of `data`; whole pieces go out at once. The last full one waits, since it may be the last of all."""
        taken = bytes(data)
        self._waiting += taken
        while len(self._waiting) > self._head.piece:
            self._seal(bytes(self._waiting[: self._head.piece]), last=False)
            del self._waiting[: self._head.piece]
        return len(taken)

    def flush(self) -> None:
        """Nothing: pieces go out when they are full."""

    def close(self) -> None:
        """Write the last piece. The sink stays open."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = self._head.nonce(self._number, last=last)
        self._sink.write(self._cipher.encrypt(nonce, piece, self._head.packed()))
        self._number += 1


class SealedReader(io.RawIOBase):
    """What was sealed, to be read from anywhere. WrongPassphrase at once; Damaged where a piece is not as it was written."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._file = file
        self._head = _read_head(file)
        key, tag = self._head.keys(passphrase)
        if not hmac.compare_digest(tag, self._head.tag):
            raise WrongPassphrase(
                "The archive was sealed with another passphrase.",
                remedy="Give the passphrase it was made with. Without it nobody can open it, nor can its makers.",
                zh="备份由另一口令加密，请输入制作备份时的口令。没有口令，任何人都无法打开。",
            )
        self._cipher = AESGCM(key)
        sealed = file.seek(0, os.SEEK_END) - _HEAD.size
        self._pieces = max(1, -(-sealed // (self._head.piece + _TAG)))
        self._size = sealed - self._pieces * _TAG
        if self._size < 0:
            raise _damaged("It is cut off")
        self._at, self._open, self._number = 0, b"", -1

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Read on from there."""
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer as far as the piece goes."""
        view = memoryview(buffer).cast("B")
        if self._at >= self._size or not len(view):
            # Even an empty archive has a last piece, which proves that nothing was cut off.
            self._piece(self._pieces - 1)
            return 0
        number, within = divmod(self._at, self._head.piece)
        part = self._piece(number)[within : within + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _piece(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(_HEAD.size + number * (self._head.piece + _TAG))
            sealed = self._file.read(self._head.piece + _TAG)
            nonce = self._head.nonce(number, last=number == self._pieces - 1)
            try:
                self._open = self._cipher.decrypt(nonce, sealed, self._head.packed())
            except (InvalidTag, ValueError) as error:
                raise _damaged(f"Piece {number + 1} of {self._pieces} is not as it was written") from error
            self._number = number
        return self._open


def _read_head(file: BinaryIO) -> _Head:
    file.seek(0)
    began = file.read(_HEAD.size)
    if len(began) < _HEAD.size or began[:8] != MAGIC:
        raise _damaged("It does not begin as a sealed archive does")
    _, version, cost, r, p, salt, nonces, piece, tag = _HEAD.unpack(began)
    # Bounds before memory is asked for: whoever wrote the file is not known yet.
    if version != 1 or not 10 <= cost <= _HIGHEST_COST or (r, p) != (8, 1) or not 0 < piece <= _LARGEST_PIECE:
        raise Damaged(
            "The archive is damaged, or was sealed by a newer Mercery.",
            remedy="Take another backup, or the version of Mercery that made this one.",
            zh="备份文件已损坏，或由更新版本的 Mercery 加密。请换用其他备份，或使用制作它的版本。",
        )
    return _Head(cost, r, p, salt, nonces, piece, tag)


def _damaged(what: str) -> Damaged:
    return Damaged(
        f"The archive is damaged: {what}.",
        remedy="Take another backup. Nothing was changed.",
        zh=f"备份文件已损坏（{what}）。请换用其他备份，未作任何改动。",
    )
