"""Pages of others are read from the public internet alone, whatever a name, a redirect or an old address pretends."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mercery.core.guarded_fetch import NotFetched, checked, fetch

Told = list[str]


@pytest.fixture
def site() -> Iterator[tuple[str, Told]]:
    """A site on this machine, and the paths it was asked for."""
    asked: Told = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.headers['Host']} {self.path}")
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", "http://inside.example/secret")
            elif self.path == "/nonsense":
                self.send_response(302)
                self.send_header("Location", "http://[")
            elif self.path == "/round":
                self.send_response(302)
                self.send_header("Location", "/round")
            else:
                self.send_response(200)
                self.send_header("X-Two", "a")
                self.send_header("X-Two", "b")
            self.end_headers()
            self.wfile.write(b"x" * (9000 if self.path == "/large" else 10))

        def log_message(self, *parts: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


async def names(host: str) -> Sequence[str]:
    """Names as a hostile resolver would answer."""
    return {
        "inside.example": ["10.0.0.7"],
        "both.example": ["93.184.215.14", "127.0.0.1"],
        "mapped.example": ["::ffff:192.168.0.1"],
        "six.example": ["2002:7f00:1::"],
        "cloud.example": ["169.254.169.254"],
        "zero.example": ["0.0.0.0"],
        "older.example": ["::7f00:1"],
        "site.example": ["fec0::1"],
        "nat.example": ["64:ff9b::a9fe:a9fe"],
        "empty.example": [],
    }.get(host, [host])


async def test_a_page_comes_with_its_headers(site: tuple[str, Told]) -> None:
    page = await fetch(f"{site[0]}/x", most_bytes=100, accept="text/html", this_machine=True)
    assert (page.status, page.body, page.headers["x-two"]) == (200, b"x" * 10, "a, b")
    assert site[1] == [f"{site[0].removeprefix('http://')} /x"]


@pytest.mark.parametrize(
    "host",
    [
        "inside.example",
        "both.example",
        "mapped.example",
        "six.example",
        "cloud.example",
        "zero.example",
        "older.example",
        "site.example",
        "nat.example",
        "127.0.0.1",
        "[::1]",
    ],
)
async def test_what_leads_inside_is_refused_before_it_is_asked(host: str) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch(f"http://{host}/", most_bytes=100, accept="*/*", resolve_host=names, this_machine=False)
    assert refused.value.reason == "private"


async def test_a_redirect_is_checked_like_the_first_address(site: tuple[str, Told]) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch(f"{site[0]}/away", most_bytes=100, accept="*/*", resolve_host=names, this_machine=True)
    assert refused.value.reason == "private" and len(site[1]) == 1


async def test_a_redirect_to_no_address_is_no_answer(site: tuple[str, Told]) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch(f"{site[0]}/nonsense", most_bytes=100, accept="*/*", this_machine=True)
    assert refused.value.reason in ("no_answer", "address")


@pytest.mark.parametrize("host", ["a..example", "a" * 70 + ".example"])
async def test_a_name_no_net_can_have_is_unknown(host: str) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch(f"http://{host}/", most_bytes=10, accept="*/*", this_machine=False)
    assert refused.value.reason == "unknown_host"


@pytest.mark.parametrize("path,reason", [("/large", "too_large"), ("/round", "redirects")])
async def test_sizes_and_hops_have_an_end(site: tuple[str, Told], path: str, reason: str) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch(f"{site[0]}{path}", most_bytes=1000, accept="*/*", this_machine=True)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "url", ["ftp://a.example", "http://user@a.example", "http://", "javascript:x", "http://a.example:x"]
)
def test_only_plain_web_addresses_are_read(url: str) -> None:
    with pytest.raises(NotFetched):
        checked(url)


async def test_a_host_that_nobody_knows_is_said() -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch("http://empty.example/", most_bytes=10, accept="*/*", resolve_host=names, this_machine=False)
    assert refused.value.reason == "unknown_host"
