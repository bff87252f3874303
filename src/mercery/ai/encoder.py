"""The network of a sentence encoder as an ONNX graph, built from its weights.

A BERT encoder of 12 heads (Devlin et al. 2019, "BERT"), mean of the last layer over the tokens that are there, scaled to
length one (Reimers, Gurevych 2019, "Sentence-BERT"). Matrices are then quantised to 8 bits: measured on ten texts, the
vectors of MiniLM keep a cosine of at least .99 with the exact ones, at a third of the time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.memory import give_back

Weights = Mapping[str, NDArray[np.float32]]
HEADS: Final = 12
DIMENSIONS: Final = 384
_EPSILON: Final = 1e-12
_OPSET: Final = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What tells one such network from another."""

    name: str
    layers: int
    words: bool
    """Whether the table of word vectors is in the graph; otherwise the vectors of the words are handed in as `word`."""


class _Graph:
    """Nodes and constants as they are written down; each node is called after its output."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def normed(self, inner: str, key: str, output: str) -> str:
        """Layer normalisation with the weights called `key`."""
        scale = self.constant(f"{output}.scale", self.weights[f"{key}.weight"])
        shift = self.constant(f"{output}.shift", self.weights[f"{key}.bias"])
        return self.node("LayerNormalization", [inner, scale, shift], output, axis=-1, epsilon=_EPSILON)

    def dense(self, inner: str, key: str, output: str) -> str:
        """A matrix and a shift with the weights called `key`."""
        matrix = self.constant(f"{output}.matrix", self.weights[f"{key}.weight"].T)
        shift = self.constant(f"{output}.shift", self.weights[f"{key}.bias"])
        return self.node("Add", [self.node("MatMul", [inner, matrix], f"{output}.product"), shift], output)


def kept_model(folder: Path, name: str, form: Form, weights: Callable[[], Weights]) -> Path:
    """The file of the quantised network, made at the first use; processes that start together wait for the one that builds."""
    path = folder / f"{name}.onnx"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.is_file():
            _make(path, form, weights())
            give_back()
    return path


def _make(path: Path, form: Form, weights: Weights) -> None:
    """Make the model beside its place and move it there whole."""
    exact, small = (path.with_name(f".{path.name}.{os.getpid()}.{part}") for part in ("exact", "small"))
    try:
        build(form, weights, exact)
        quantise(exact, small)
        small.replace(path)
    finally:
        for left in (exact, small):
            left.unlink(missing_ok=True)


def build(form: Form, weights: Weights, path: Path) -> None:
    """Write the exact network to `path`."""
    import onnx
    from onnx import TensorProto, helper
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata

    graph = _Graph(weights)
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    if form.words:
        words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
        graph.node("Gather", [words, "input_ids"], "word")
        given = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])
    else:
        given = helper.make_tensor_value_info("word", TensorProto.FLOAT, ["texts", "tokens", DIMENSIONS])
    hidden = _embedded(graph)
    for number in range(form.layers):
        hidden = _layer(graph, hidden, mask, number)
    _pooled(graph, hidden)
    made = helper.make_graph(
        graph.nodes,
        form.name,
        [
            given,
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["texts", "tokens"]),
            helper.make_tensor_value_info("position_ids", TensorProto.INT64, ["tokens"]),
        ],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["texts", DIMENSIONS])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=opsets)
    # The runtime's version is behind the builder's now and then; this one both have known for years.
    model.ir_version = 9
    # Without this mark the quantisation advises, on the owner's terminal, a pass that this graph does not need.
    add_pre_process_metadata(model)
    onnx.save(model, str(path))


def quantise(exact: Path, small: Path) -> None:
    """Write the network with matrices of 8 bits to `small`."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        exact,
        small,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


def _embedded(graph: _Graph) -> str:
    """Word, place and segment; there is one segment only, so its vector is added to the places."""
    weights = graph.weights
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    place = graph.node("Gather", [graph.constant("places", places), "position_ids"], "place")
    return graph.normed(graph.node("Add", ["word", place], "placed"), "embeddings.LayerNorm", "embedded")


def _layer(graph: _Graph, hidden: str, mask: str, number: int) -> str:
    key, name = f"encoder.layer.{number}", f"layer{number}"
    parts = [f"{key}.attention.self.{part}" for part in ("query", "key", "value")]
    matrix = np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], axis=1)
    shift = np.concatenate([graph.weights[f"{part}.bias"] for part in parts])
    inputs = [hidden, graph.constant(f"{name}.qkv", matrix), graph.constant(f"{name}.qkv.shift", shift), mask]
    attended = graph.node("Attention", inputs, f"{name}.attended", domain="com.microsoft", num_heads=HEADS)
    projected = graph.dense(attended, f"{key}.attention.output.dense", f"{name}.projected")
    first = graph.node("Add", [projected, hidden], f"{name}.first")
    middle = graph.normed(first, f"{key}.attention.output.LayerNorm", f"{name}.middle")
    wide = graph.dense(middle, f"{key}.intermediate.dense", f"{name}.wide")
    bent = graph.node("Gelu", [wide], f"{name}.bent", domain="com.microsoft")
    narrow = graph.dense(bent, f"{key}.output.dense", f"{name}.narrow")
    second = graph.node("Add", [narrow, middle], f"{name}.second")
    return graph.normed(second, f"{key}.output.LayerNorm", name)


def _pooled(graph: _Graph, hidden: str) -> None:
    from onnx import TensorProto

    tokens = graph.constant("axis.tokens", np.array([1], dtype=np.int64))
    last = graph.constant("axis.last", np.array([2], dtype=np.int64))
    present = graph.node("Cast", ["attention_mask"], "present", to=TensorProto.FLOAT)
    column = graph.node("Unsqueeze", [present, last], "present.column")
    summed = graph.node("ReduceSum", [graph.node("Mul", [hidden, column], "kept"), tokens], "summed", keepdims=0)
    count = graph.node("ReduceSum", [column, tokens], "count", keepdims=0)
    graph.node("LpNormalization", [graph.node("Div", [summed, count], "mean")], "embedding", axis=-1, p=2)
