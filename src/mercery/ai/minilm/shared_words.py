"""The table of word vectors, four fifths of the model, mapped from the file of the package that brings it.

Every network built from these weights has it, and each session would hold a copy: two of them made 94 MB of a web process.
Mapped, it is in memory once for all processes of the machine, and only as far as its words are used.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.ai.embedder import Vectors

NAME: Final = "words"
"""What the table is called in the graph."""
WEIGHT: Final = "embeddings.word_embeddings.weight"


@cache
def shared(weights: Path) -> Any:
    """The table in the form sessions take, None where the file does not hold it as the networks do. Kept for as long as the
    process lives: sessions read from it."""
    import onnxruntime

    table = mapped(weights)
    return None if table is None else onnxruntime.OrtValue.ortvalue_from_numpy(table)


def mapped(weights: Path) -> Vectors | None:
    """The table in a file of safetensors (the length of a header, the header in JSON, the numbers), without reading it."""
    with weights.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    entry = header.get(f"bert.{WEIGHT}") or header.get(WEIGHT)
    if entry is None or entry["dtype"] != "F32":
        return None
    begin = 8 + length + int(entry["data_offsets"][0])
    if begin % np.dtype(np.float32).alignment:
        return None
    table: Vectors = np.memmap(weights, np.float32, "r", begin, tuple(entry["shape"]))
    return table
