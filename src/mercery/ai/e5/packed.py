"""The file with the weights of multilingual-e5-small, as the package that brings it lays it out.

Matrices are kept in blocks of 32 numbers: a scale in half precision and 32 numbers of four bits, the lower halves of sixteen
bytes first (the layout called Q4_0). The table of word vectors, two thirds of the file, stays mapped: only the rows of the
words of a text are worked out, and all processes of a machine share the pages.

Layout, little-endian: `E5S1`, version, eight numbers of the network; the pieces of the tokenizer with their scores; how
single characters are written before that; then a directory of named tensors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.ai.embedder import EmbedderFailed, Vectors

BLOCK: Final = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
SIDE: Final = 32
"""Numbers of a block."""
_MAGIC: Final = b"E5S1"

Blocks = NDArray[Any]


def unpacked(blocks: Blocks) -> Vectors:
    """The numbers of blocks: the last axis grows by 32."""
    pairs = blocks["pairs"]
    halves = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.int8) - np.int8(8)
    rows = halves.astype(np.float32) * blocks["scale"].astype(np.float32)[..., None]
    made: Vectors = rows.reshape(*blocks.shape[:-1], blocks.shape[-1] * SIDE)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """Where one lies in the file."""

    begin: int
    size: int


class _Cursor:
    def __init__(self, data: NDArray[np.uint8], at: int) -> None:
        self._data, self.at = data, at

    def bytes(self, count: int) -> bytes:
        found = bytes(self._data[self.at : self.at + count])
        if len(found) < count:
            raise EmbedderFailed("The file with the weights of multilingual-e5-small ends too early.", remedy=REMEDY)
        self.at += count
        return found

    def numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{form}", self.bytes(struct.calcsize(f"<{form}")))


REMEDY: Final = "Install Mercery again, or set MERCERY_EMBEDDINGS_URL."


class Packed:
    """The file, mapped. EmbedderFailed where it is none of this layout."""

    def __init__(self, path: Path) -> None:
        self._data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
        at = _Cursor(self._data, 0)
        if at.bytes(4) != _MAGIC:
            raise EmbedderFailed(f"{path.name} holds no weights of multilingual-e5-small.", remedy=REMEDY)
        at.numbers("I")
        self.width, self.layers, self.heads, self.inner, self.words, self.longest, _ = at.numbers("7i")
        at.numbers("fi")
        count, self.begin, self.end, _, self.unknown = at.numbers("5i")
        (size,) = at.numbers("Q")
        ends = np.frombuffer(at.bytes(4 * (count + 1)), "<u4")
        self.scores: NDArray[np.float32] = np.frombuffer(at.bytes(4 * count), "<f4")
        """How likely each piece is, as a logarithm."""
        blob = at.bytes(size)
        self.pieces = [blob[begin:end].decode("utf-8", "replace") for begin, end in pairwise(ends)]
        self.rewritten = _rewritten(at)
        """What single characters are written as before a text is cut into pieces."""
        self._tensors = _directory(at)
        self._table: Blocks = self._blocks("emb.word").reshape(self.words, self.width // SIDE)

    def word_vectors(self, ids: list[int]) -> Vectors:
        """A row for each piece."""
        return unpacked(np.asarray(self._table[ids]))

    def row(self, name: str) -> Vectors:
        """Whole floats."""
        one = self._tensor(name)
        made: Vectors = np.frombuffer(bytes(self._data[one.begin : one.begin + one.size]), "<f4").astype(np.float32)
        return made

    def matrix(self, name: str, out: int, into: int) -> Vectors:
        """A matrix with `out` rows."""
        made: Vectors = unpacked(np.asarray(self._blocks(name))).reshape(out, into)
        return made

    def _blocks(self, name: str) -> Blocks:
        one = self._tensor(name)
        return self._data[one.begin : one.begin + one.size].view(BLOCK)

    def _tensor(self, name: str) -> Tensor:
        found = self._tensors.get(name)
        if found is None:
            raise EmbedderFailed(f"The weights of multilingual-e5-small hold no '{name}'.", remedy=REMEDY)
        return found


def _rewritten(at: _Cursor) -> dict[int, str]:
    count, size = at.numbers("iI")
    data, place, found = at.bytes(size), 0, {}
    for _ in range(count):
        character, length = struct.unpack_from("<IB", data, place)
        place += 5
        found[character] = "".join(chr(one) for one in struct.unpack_from(f"<{length}I", data, place))
        place += 4 * length
    return found


def _directory(at: _Cursor) -> dict[str, Tensor]:
    (count,) = at.numbers("i")
    found = {}
    for _ in range(count):
        (length,) = at.numbers("H")
        name = at.bytes(length).decode("utf-8")
        _, _, begin, size = at.numbers("BIQQ")
        found[name] = Tensor(begin=begin, size=size)
    return found


def network(packed: Packed) -> dict[str, Vectors]:
    """The weights under the names BERT gives them, the table of word vectors left out."""
    width, inner = packed.width, packed.inner
    made = {
        "embeddings.position_embeddings.weight": packed.row("emb.pos").reshape(-1, width),
        "embeddings.token_type_embeddings.weight": packed.row("emb.type").reshape(-1, width),
        "embeddings.LayerNorm.weight": packed.row("emb.ln.w"),
        "embeddings.LayerNorm.bias": packed.row("emb.ln.b"),
    }
    for layer in range(packed.layers):
        for short, (name, out, into) in {
            "q": ("attention.self.query", width, width),
            "k": ("attention.self.key", width, width),
            "v": ("attention.self.value", width, width),
            "ao": ("attention.output.dense", width, width),
            "fi": ("intermediate.dense", inner, width),
            "fo": ("output.dense", width, inner),
        }.items():
            key = f"encoder.layer.{layer}.{name}"
            made[f"{key}.weight"] = packed.matrix(f"l{layer}.{short}.w", out, into)
            made[f"{key}.bias"] = packed.row(f"l{layer}.{short}.b")
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            made[f"encoder.layer.{layer}.{name}.weight"] = packed.row(f"l{layer}.{short}.w")
            made[f"encoder.layer.{layer}.{name}.bias"] = packed.row(f"l{layer}.{short}.b")
    return made
