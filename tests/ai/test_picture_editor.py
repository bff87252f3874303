"""A model that changes pictures, behind a real socket: what is asked, what comes back, what is refused."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from mercery.ai.picture_editor import EndpointPictureEditor, PictureEditFailed

ANSWER = {"data": [{"b64_json": base64.b64encode(b"a picture").decode()}]}


@contextmanager
def serving(body: object, status: int = 200) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """An endpoint that answers everything with that; what it was asked."""
    asked: list[tuple[str, bytes]] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            asked.append(("Authorization", self.headers.get("Authorization", "").encode()))
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            del args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def test_the_picture_is_sent_with_what_is_wanted_and_the_changed_one_comes_back() -> None:
    with serving(ANSWER) as (url, asked):
        editor = EndpointPictureEditor(url, "painter", "secret")
        assert editor.edit(b"\x89PNG of a bag", "a white ground") == b"a picture"
    assert editor.name == f"painter@{url}"
    path, form = asked[0]
    assert path == "/v1/images/edits"
    assert b"\x89PNG of a bag" in form and b"a white ground" in form and b"b64_json" in form
    assert asked[1][1] == b"Bearer secret"


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        ({"data": [{"url": "http://169.254.169.254/picture.png"}]}, 200, "sent no picture"),
        (b"not json", 200, "sent no picture"),
        ({"error": "no"}, 429, "status 429"),
    ],
    ids=["address", "garbage", "refused"],
)
def test_anything_else_than_a_picture_is_refused_with_a_remedy(body: object, status: int, why: str) -> None:
    with serving(body, status) as (url, _), pytest.raises(PictureEditFailed, match=why) as raised:
        EndpointPictureEditor(url, "painter").edit(b"picture", "white")
    assert "MERCERY_PICTURE_URL" in raised.value.remedy


def test_a_silent_machine_is_named() -> None:
    with pytest.raises(PictureEditFailed, match="cannot be reached"):
        EndpointPictureEditor("http://127.0.0.1:9", "painter").edit(b"picture", "white")
