"""An outside face speaks our lines while it answers, and the drawn host goes on when it does not.

The server here answers as LiveTalking's docs/api.md says: status 200 and a code, 0 for done."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.livestream.director.quiet_engine import QuietEngine

from mercery.livestream.engine.protocol import Beat, Began, Ended, FromEngine, Quiet, Say, Still, Unsay
from mercery.livestream.face import faced as module
from mercery.livestream.face.faced import FacedEngine
from mercery.livestream.face.livetalking import FaceAway, LiveTalking, face_address


class Server(ThreadingHTTPServer):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.sounds: list[bytes] = []
        self.asked: list[str] = []
        self.knows = "0"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """The three calls that are used."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.path)
        multipart = "multipart/form-data" in self.headers["Content-Type"]
        session = self.server.knows if multipart and f"\r\n\r\n{self.server.knows}\r\n".encode() in body else ""
        if not multipart:
            session = str(json.loads(body).get("sessionid"))
        if session != self.server.knows:
            self._answer({"code": -1, "msg": "session not found"})
            return
        if self.path == "/humanaudio":
            self.server.sounds.append(body[body.index(b"RIFF") :])
        self._answer({"code": 0, "msg": "ok", "data": False})

    def _answer(self, told: object) -> None:
        data = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        return


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
async def faced(server: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[FacedEngine, QuietEngine]]:
    monkeypatch.setattr(module, "DELAY_S", 0.01)
    inner = QuietEngine()
    inner.face = "ready"
    engine = FacedEngine(inner, LiveTalking(face_address(server.url)))
    yield engine, inner
    await engine.end()


def say(name: str, where: str = "last", seconds: float = 0.1) -> Say:
    return Say(
        id=name, pcm=b"\x01\x00" * round(48_000 * seconds), rate=48_000, visemes=(), caption=name, where=where,  # type: ignore[arg-type]
        pause_ms=0,
    )  # fmt: skip


async def heard(engine: FacedEngine, *ends: str) -> list[FromEngine]:
    """What is told until these lines have ended."""
    found: list[FromEngine] = []
    async with asyncio.timeout(5):
        async for message in engine.heard():
            if not isinstance(message, Beat):
                found.append(message)
            if set(ends) <= {one.id for one in found if isinstance(one, Ended)}:
                break
    return found


async def begun(engine: FacedEngine) -> str:
    """The line that begins next."""
    async with asyncio.timeout(5):
        async for message in engine.heard():
            if isinstance(message, Began):
                return message.id
    raise AssertionError("nothing more is told")


async def on_air(engine: FacedEngine) -> None:
    async with asyncio.timeout(5):
        while not engine.faced:
            await asyncio.sleep(0.01)


async def speaking(engine: FacedEngine) -> None:
    async with asyncio.timeout(5):
        while not engine._speaking:
            await asyncio.sleep(0.01)


def test_the_address_names_session_and_stream() -> None:
    one = face_address("http://gpu:8010/?session=7&stream=rtmp://gpu/live/livestream")
    assert (one.base, one.session, one.stream) == ("http://gpu:8010", "7", "rtmp://gpu/live/livestream")


async def test_a_refusal_with_status_200_is_a_refusal(server: Server) -> None:
    face = LiveTalking(face_address(f"{server.url}?session=9"))
    with pytest.raises(FaceAway, match="session not found"):
        await face.speaks()
    await face.close()


async def test_lines_are_spoken_by_the_face_in_order_an_answer_before_the_script(
    faced: tuple[FacedEngine, QuietEngine], server: Server
) -> None:
    engine, inner = faced
    await on_air(engine)
    await engine.send(say("a", seconds=1.0))
    await speaking(engine)
    await engine.send(say("b"))
    await engine.send(say("c", "next"))
    found = await heard(engine, "a", "b", "c")
    assert [one.id for one in found if isinstance(one, Began)] == ["a", "c", "b"]
    assert len(server.sounds) == 3
    assert inner.said == []


async def test_what_waits_is_taken_back_and_quiet_empties_the_face(
    faced: tuple[FacedEngine, QuietEngine], server: Server
) -> None:
    engine, _ = faced
    await on_air(engine)
    await engine.send(say("a", seconds=4.0))
    assert await begun(engine) == "a"
    await engine.send(say("b"))
    await engine.send(Unsay(ids=("b",)))
    await engine.send(Quiet(now=True))
    found = await heard(engine, "b")
    assert not any(isinstance(one, Began) for one in found)
    assert "/interrupt_talk" in server.asked


async def test_the_switch_does_not_wait_for_a_face_that_does_not_answer(
    faced: tuple[FacedEngine, QuietEngine], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, inner = faced
    asked, answers = asyncio.Event(), asyncio.Event()

    async def interrupt() -> None:
        asked.set()
        await answers.wait()

    monkeypatch.setattr(engine._face, "interrupt", interrupt)
    await on_air(engine)
    await engine.send(say("a", seconds=2.0))
    await speaking(engine)
    async with asyncio.timeout(5):
        stopping = asyncio.create_task(engine.send(Still(on=True, words="Back soon")))
        await asked.wait()
        assert inner.still is not None
        answers.set()
        await stopping


async def test_a_face_that_does_not_answer_is_followed_by_the_drawn_host(
    faced: tuple[FacedEngine, QuietEngine], server: Server
) -> None:
    engine, inner = faced
    await on_air(engine)
    server.knows = "another"
    await engine.send(say("a"))
    await engine.send(say("b"))
    found = await heard(engine, "a", "b")
    assert [one.id for one in found if isinstance(one, Began)] == ["a", "b"]
    assert [one.id for one in inner.said] == ["a", "b"]
