"""Embedders: rows of length one, near where texts are alike; the model that ships is built once and found again."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from mercery.ai.embedder import EmbedderFailed
from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.ai.minilm.model import MiniLm, _run, _session, _tokenizer
from mercery.ai.minilm.shared_words import WEIGHT, mapped
from mercery.ai.openai_embedder import OpenAiEmbedder


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> MiniLm:
    return MiniLm(tmp_path_factory.mktemp("models"))


def test_minilm_puts_like_meanings_together(minilm: MiniLm) -> None:
    order, parcel, shoes, empty = minilm.embed(
        ["where is my order", "my parcel has not arrived yet", "do you sell red shoes", ""]
    )
    assert order @ parcel > order @ shoes + 0.1
    assert np.allclose([np.linalg.norm(row) for row in (order, parcel, shoes, empty)], 1.0, atol=1e-4)


def test_a_text_means_the_same_alone_and_among_others(minilm: MiniLm) -> None:
    texts = ["where is my order", "a much longer text " * 20, "shoes"]
    together = minilm.embed(texts)
    for row, text in zip(together, texts, strict=True):
        assert row @ minilm.embed([text])[0] > 0.9999


def test_the_model_is_built_once(minilm: MiniLm) -> None:
    minilm.embed(["first"])
    built = list(minilm._folder.glob("*.onnx"))
    assert len(built) == 1
    stamp = built[0].stat().st_mtime_ns
    MiniLm(minilm._folder).embed(["second"])
    assert [path.stat().st_mtime_ns for path in minilm._folder.glob("*.onnx")] == [stamp]
    assert not list(minilm._folder.glob(".*"))


def test_the_shared_table_changes_no_vector(minilm: MiniLm) -> None:
    texts = ["where is my order", "résumé 我的包", "x " * 300]
    minilm.embed(["."])
    own = _session(minilm._model_file(), 1, None)
    found = np.array([_run(own, _tokenizer().encode(text)) for text in texts])
    assert np.array_equal(minilm.embed(texts), found)


def test_a_table_is_mapped_only_where_it_is_the_networks_own(tmp_path: Path) -> None:
    table = np.arange(12, dtype=np.float32).reshape(3, 4)
    for number, (dtype, known) in enumerate((("F32", True), ("F16", False))):
        entry = {"dtype": dtype, "shape": [3, 4], "data_offsets": [0, 48]}
        header = json.dumps({f"bert.{WEIGHT}": entry}).encode()
        header += b" " * (-len(header) % 8)
        file = tmp_path / f"{number}.safetensors"
        file.write_bytes(len(header).to_bytes(8, "little") + header + table.tobytes())
        found = mapped(file)
        assert (found is not None and np.array_equal(found, table)) is known


def test_spelling_alone_is_exact_and_the_same_everywhere() -> None:
    first, second, other = HashedEmbedder().embed(["Saddle bag", "saddle  BAG", "马鞍包"])
    assert np.array_equal(first, second)
    assert first @ other < 0.5


class _Endpoint(BaseHTTPRequestHandler):
    answer: object = None

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        rows = [{"index": place, "embedding": [len(text), 1.0]} for place, text in enumerate(asked["input"])]
        body = json.dumps(type(self).answer or {"data": rows[::-1]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_an_endpoint_is_asked_in_batches_and_its_rows_put_in_order(endpoint: str) -> None:
    texts = ["x" * (1 + place % 50) for place in range(150)]
    rows = OpenAiEmbedder(endpoint, "any").embed(texts)
    assert rows.shape == (150, 2)
    assert np.allclose(rows[:, 0] / rows[:, 1], [len(text) for text in texts], rtol=1e-4)


@pytest.mark.parametrize("answer", [{"data": []}, {"error": "no"}, {"data": [{"index": 0, "embedding": ["a"]}]}])
def test_a_wrong_answer_is_an_error_and_no_vector(
    endpoint: str, answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Endpoint, "answer", answer)
    with pytest.raises(EmbedderFailed):
        OpenAiEmbedder(endpoint, "any").embed(["one"])


def test_an_endpoint_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderFailed, match=r"127\.0\.0\.1:9"):
        OpenAiEmbedder("http://127.0.0.1:9/v1", "any").embed(["one"])
