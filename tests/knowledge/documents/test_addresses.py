"""Pages by address: hosts of the list only, public addresses only, within limits; redirects are checked at each hop."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from mercery.core.config import settings
from mercery.knowledge.documents.addresses import checked_address, fetched
from mercery.knowledge.documents.limits import Limits, Refused

Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def hosts(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[None]:
    """One host by name, and all below another."""
    monkeypatch.setenv("MERCERY_DOCUMENT_HOSTS", "help.orme.example, *.shop.example")
    settings.cache_clear()
    yield
    settings.cache_clear()


class Body(httpx.AsyncByteStream):
    """What a server sends, not read yet."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


async def public(host: str) -> Sequence[str]:
    """Every host is on the internet."""
    return ["203.0.114.7"]


async def fetch(tmp_path: Path, url: str, answer: Answer, *, limits: Limits | None = None) -> Path:
    """Ask a server that answers so."""
    return await fetched(url, tmp_path, limits or Limits(), public, httpx.MockTransport(answer))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://help.orme.example/a#top", None),
        ("https://de.shop.example/", None),
        ("https://shop.example/", "address_not_allowed"),
        ("https://help.orme.example.evil.example/", "address_not_allowed"),
        ("https://evilshop.example/", "address_not_allowed"),
        ("https://user:pass@help.orme.example/", "address_failed"),
        ("https://help.orme.example:8443/", "address_failed"),
        ("ftp://help.orme.example/", "address_failed"),
        ("https://[::1", "address_failed"),
    ],
)
def test_which_addresses_are_read(url: str, code: str | None) -> None:
    if code is None:
        assert "#" not in checked_address(url)
        return
    with pytest.raises(Refused) as refused:
        checked_address(url)
    assert refused.value.refusal == code


async def test_a_page_is_asked_at_the_address_that_was_checked(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.host, request.headers["host"]))
        return httpx.Response(200, stream=Body(b"<p>Words</p>"), headers={"content-type": "text/html; charset=utf-8"})

    path = await fetch(tmp_path, "https://help.orme.example/returns", answer)
    assert path.suffix == ".html" and path.read_text() == "<p>Words</p>"
    assert asked == [("203.0.114.7", "help.orme.example")]


async def test_a_redirect_out_of_the_list_is_not_followed(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "http://169.254.169.254/latest"})

    with pytest.raises(Refused) as refused:
        await fetch(tmp_path, "https://help.orme.example/", answer)
    assert refused.value.refusal == "address_not_allowed" and not list(tmp_path.glob("upl_*"))


async def test_a_host_inside_a_private_network_is_never_called(tmp_path: Path) -> None:
    async def private(host: str) -> Sequence[str]:
        return ["203.0.114.7", "10.0.0.8"]

    with pytest.raises(Refused) as refused:
        await fetched(
            "https://help.orme.example/",
            tmp_path,
            Limits(),
            private,
            httpx.MockTransport(lambda _: httpx.Response(200)),
        )
    assert "not on the public internet" in refused.value.words.en


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _: httpx.Response(200, stream=Body(b"x" * 5000)), "too_large"),
        (lambda _: httpx.Response(404), "address_failed"),
        (lambda request: httpx.Response(302, headers={"location": str(request.url.path) + "a"}), "address_failed"),
    ],
)
async def test_what_does_not_come_within_the_limits(tmp_path: Path, answer: Answer, code: str) -> None:
    with pytest.raises(Refused) as refused:
        await fetch(tmp_path, "https://help.orme.example/x", answer, limits=Limits(bytes=1000))
    assert refused.value.refusal == code and not list(tmp_path.glob("upl_*"))


async def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    with pytest.raises(Refused) as refused:
        await fetch(tmp_path, "https://help.orme.example/", answer)
    assert "no answer (ConnectError)" in refused.value.words.en
