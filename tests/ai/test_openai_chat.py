"""The driver over real HTTP: what it sends, how it learns an endpoint's dialect, and that every failure ends in time."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ai.chat_server import (
    Body,
    Conduct,
    chunk,
    delta,
    event,
    played,
    respond,
    serving,
    start_stream,
    whole,
)

from mercery.ai.chat import ChatFailed, ChatRequest, Usage
from mercery.ai.chat_wire import Events, Thoughts, only_json
from mercery.ai.openai_chat import OpenAiChat

SCHEMA = {
    "type": "object",
    "properties": {"wish": {"type": "string"}},
    "required": ["wish"],
    "additionalProperties": False,
}
SECRET, PROMPT = "sk-very-secret", "Anna Berg, Lindenallee 3, asks about her order."


def request(*, schema: bool = False, seconds: float = 5.0, max_tokens: int = 50) -> ChatRequest:
    return ChatRequest(
        purpose="commands",
        system="You name the wish.",
        prompt=PROMPT,
        schema=SCHEMA if schema else None,
        seconds=seconds,
        max_tokens=max_tokens,
    )


async def streamed(model: OpenAiChat, asked: ChatRequest) -> tuple[str, Usage]:
    parts = [piece async for piece in model.stream(asked)]
    assert isinstance(parts[-1], Usage)
    return "".join(piece for piece in parts if isinstance(piece, str)), parts[-1]


async def test_a_whole_answer_comes_with_what_it_used() -> None:
    async with serving(played(lambda _: "Good day.")) as server:
        model = OpenAiChat(server.url + "/", "tiny", SECRET)
        found = await model.complete(request())
        assert (found.text, found.usage) == ("Good day.", Usage(read=100, written=20, cached=30))
        assert model.name == f"tiny@{server.url}"
        assert server.asked[0]["messages"] == [
            {"role": "system", "content": "You name the wish."},
            {"role": "user", "content": PROMPT},
        ]
        assert server.asked[0]["max_tokens"] == 50
        assert f"Bearer {SECRET}" in server.heads[0]
        await model.aclose()


async def test_an_answer_is_streamed_as_it_is_written_with_its_usage_last() -> None:
    async with serving(played(lambda _: "The bag 是新的 in March.")) as server:
        model = OpenAiChat(server.url, "tiny")
        text, usage = await streamed(model, request())
        assert (text, usage) == ("The bag 是新的 in March.", Usage(read=100, written=20, cached=30))
        assert server.asked[0]["stream_options"] == {"include_usage": True}
        assert "authorization" not in server.heads[0].lower()
        await model.aclose()


async def test_json_is_asked_for_by_schema_and_freed_of_what_stands_around_it() -> None:
    async with serving(played(lambda _: '```json\n{"wish": "订单"}\n```')) as server:
        model = OpenAiChat(server.url, "tiny")
        assert json.loads((await model.complete(request(schema=True))).text) == {"wish": "订单"}
        asked = server.asked[0]["response_format"]
        assert asked == {"type": "json_schema", "json_schema": {"name": "commands", "schema": SCHEMA, "strict": True}}
        await model.aclose()


def refusing(refused: Callable[[Body], str | None]) -> Conduct:
    async def conduct(body: Body, writer: asyncio.StreamWriter) -> None:
        if said := refused(body):
            respond(writer, {"error": {"message": said}}, status="400 Bad Request")
        else:
            await played(lambda _: '{"wish": "order"}')(body, writer)

    return conduct


def _only_prompt(body: Body) -> str | None:
    return "This response_format type is unavailable now" if "response_format" in body else None


def _only_json_object(body: Body) -> str | None:
    return _only_prompt(body) if body["response_format"]["type"] == "json_schema" else None


@pytest.mark.parametrize(
    ("refused", "requests"), [(_only_json_object, 2), (_only_prompt, 3)], ids=["json_object", "prompt"]
)
async def test_an_endpoint_without_schemas_is_told_the_schema_in_words_from_then_on(
    refused: Callable[[Body], str | None], requests: int
) -> None:
    async with serving(refusing(refused)) as server:
        model = OpenAiChat(server.url, "tiny")
        await model.complete(request(schema=True))
        assert len(server.asked) == requests
        await model.complete(request(schema=True))
        assert len(server.asked) == requests + 1
        assert '"wish"' in server.asked[-1]["messages"][0]["content"]
        await model.aclose()


async def test_an_endpoint_that_answers_in_prose_is_told_the_schema_next_time() -> None:
    def script(body: Body) -> str:
        return '{"wish": "order"}' if "wish" in body["messages"][0]["content"].split("\n", 1)[-1] else "The order."

    async with serving(
        played(lambda body: script(body) if "\n" in body["messages"][0]["content"] else "Her order.")
    ) as server:
        model = OpenAiChat(server.url, "tiny")
        with pytest.raises(ChatFailed) as failed:
            await model.complete(request(schema=True))
        assert failed.value.failure == "form"
        assert failed.value.usage == Usage(read=100, written=20, cached=30)
        assert (await model.complete(request(schema=True))).text == '{"wish": "order"}'
        await model.aclose()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Unsupported parameter: use 'max_completion_tokens' instead.", "max_tokens"),
        ("'temperature' does not support 0 with this model.", "temperature"),
        ("unknown field: stream_options", "stream_options"),
        ("Your organization must be verified to stream this model.", "stream"),
    ],
)
async def test_a_field_an_endpoint_refuses_is_left_out_from_then_on(said: str, field: str) -> None:
    async with serving(refusing(lambda body: said if field in body else None)) as server:
        model = OpenAiChat(server.url, "tiny")
        for _ in range(2):
            text, usage = await streamed(model, request())
            assert text == '{"wish": "order"}'
            assert usage.written > 0
        assert len(server.asked) == 3
        await model.aclose()


async def test_what_a_model_thinks_aloud_is_no_part_of_its_answer() -> None:
    async with serving(played(lambda _: "<think>The price is 5, I guess.\n</think>\n\nGood day, Anna.")) as server:
        model = OpenAiChat(server.url, "tiny")
        assert (await model.complete(request())).text == "Good day, Anna."
        assert (await streamed(model, request()))[0] == "Good day, Anna."
        await model.aclose()


async def test_usage_an_endpoint_does_not_tell_is_estimated_and_not_too_low() -> None:
    async def conduct(_body: Body, writer: asyncio.StreamWriter) -> None:
        respond(writer, whole("Good day to you.", usage={"prompt_tokens": -4, "completion_tokens": "many"}))

    async with serving(conduct) as server:
        model = OpenAiChat(server.url, "tiny")
        usage = (await model.complete(request())).usage
        assert usage.read >= len(PROMPT.split())
        assert usage.written >= 4
        await model.aclose()


async def test_signs_no_database_can_hold_are_taken_out() -> None:
    async def conduct(_body: Body, writer: asyncio.StreamWriter) -> None:
        respond(writer, b'{"choices": [{"message": {"content": "A\\u0000B \\ud800 \\ud83d\\ude00"}}]}')

    async with serving(conduct) as server:
        model = OpenAiChat(server.url, "tiny")
        assert (await model.complete(request())).text == "AB \ufffd 😀"
        await model.aclose()


async def test_a_connection_that_breaks_at_once_is_tried_once_more() -> None:
    tries = 0

    async def conduct(body: Body, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            writer.transport.abort()
            raise ConnectionResetError
        await played(lambda _: "Good day.")(body, writer)

    async with serving(conduct) as server:
        model = OpenAiChat(server.url, "tiny")
        assert (await model.complete(request())).text == "Good day."
        assert tries == 2
        await model.aclose()


# Every way to fail: what the server does, and as what it counts.


async def _reset(_body: Body, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    raise ConnectionResetError


async def _silence(_body: Body, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _half_a_head(_body: Body, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: applica")
    await writer.drain()
    await asyncio.sleep(30)


async def _half_a_body(_body: Body, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"choices": [')
    await writer.drain()
    await asyncio.sleep(30)


async def _cut_body(_body: Body, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"choices": [')
    await writer.drain()
    raise ConnectionResetError


async def _slow_head(_body: Body, writer: asyncio.StreamWriter) -> None:
    for sign in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500:
        writer.write(bytes([sign]))
        await writer.drain()
        await asyncio.sleep(0.02)


async def _slow_words(_body: Body, writer: asyncio.StreamWriter) -> None:
    start_stream(writer)
    while True:
        event(writer, delta("a"))
        await writer.drain()
        await asyncio.sleep(0.05)


async def _only_comments(_body: Body, writer: asyncio.StreamWriter) -> None:
    start_stream(writer)
    while True:
        chunk(writer, ": still there\n\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _endless_words(_body: Body, writer: asyncio.StreamWriter) -> None:
    start_stream(writer)
    while True:
        event(writer, delta("and so on " * 20))
        await writer.drain()


async def _endless_line(_body: Body, writer: asyncio.StreamWriter) -> None:
    start_stream(writer)
    while True:
        chunk(writer, "data: " + "x" * 60_000)
        await writer.drain()


async def _endless_body(_body: Body, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        chunk(writer, " " * 60_000)
        await writer.drain()


async def _broken_off(_body: Body, writer: asyncio.StreamWriter) -> None:
    start_stream(writer)
    event(writer, delta("The bag "))
    chunk(writer, "")


async def _error_within(_body: Body, writer: asyncio.StreamWriter) -> None:
    start_stream(writer)
    event(writer, delta("The bag "))
    event(writer, {"error": {"message": f"overloaded: {PROMPT}"}})
    chunk(writer, "")


@cache
def _packed() -> bytes:
    """Two hundred megabytes of nothing."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([packer.compress(b" " * 1_000_000) for _ in range(200)]) + packer.flush()


async def _bomb(_body: Body, writer: asyncio.StreamWriter) -> None:
    respond(writer, _packed(), head="Content-Encoding: gzip\r\n")


def _says(body: object, status: str = "200 OK", head: str = "") -> Conduct:
    async def conduct(_body: Body, writer: asyncio.StreamWriter) -> None:
        respond(writer, body, status=status, head=head)

    return conduct


_ECHO = {"error": {"message": f"{PROMPT} {SECRET}", "type": "rate_limit", "code": f"{PROMPT}"}}
FAILURES: dict[str, tuple[Conduct, str]] = {
    "reset twice": (_reset, "unreachable"),
    "silence": (_silence, "late"),
    "half a head": (_half_a_head, "late"),
    "half a body": (_half_a_body, "late"),
    "cut body": (_cut_body, "broken"),
    "slow head": (_slow_head, "late"),
    "slow words": (_slow_words, "late"),
    "only comments": (_only_comments, "late"),
    "endless words": (_endless_words, "broken"),
    "endless line": (_endless_line, "broken"),
    "endless body": (_endless_body, "broken"),
    "broken off": (_broken_off, "broken"),
    "error within": (_error_within, "broken"),
    "gzip bomb": (_bomb, "broken"),
    "429": (_says(_ECHO, "429 Too Many Requests"), "refused"),
    "500": (_says(_ECHO, "500 Internal Server Error"), "refused"),
    "400": (_says(_ECHO, "400 Bad Request"), "refused"),
    "401 in html": (_says(b"<h1>no</h1>", "401 Unauthorized"), "refused"),
    "redirect": (_says(b"", "302 Found", "Location: http://127.0.0.1:9/\r\n"), "refused"),
    "junk": (_says(b"\xff\xfe<html>"), "broken"),
    "deep junk": (_says(b"[" * 500_000), "broken"),
    "no choices": (_says({"object": "list"}), "broken"),
    "choices of no kind": (_says({"choices": ["x"]}), "broken"),
    "content of no kind": (_says(whole({"text": 1})), "broken"),
    "refusal": (_says({"choices": [{"message": {"content": None, "refusal": PROMPT}}]}), "broken"),
    "an error with status 200": (_says(_ECHO), "broken"),
    "empty": (_says(whole("  ")), "form"),
    "thoughts alone": (_says(whole("<think>and on and on")), "form"),
    "filtered": (_says(whole("The bag", "content_filter")), "refused"),
}


@pytest.mark.parametrize("way", FAILURES)
async def test_every_failure_ends_within_the_deadline_and_names_nothing_private(way: str) -> None:
    conduct, expected = FAILURES[way]
    _packed()
    async with serving(conduct) as server:
        # Whatever else fails must not be late on a busy machine.
        model = OpenAiChat(server.url, "tiny", SECRET, seconds=0.5 if expected == "late" else 9)
        for call in (model.complete, lambda asked: streamed(model, asked)):
            started = time.monotonic()
            with pytest.raises(ChatFailed) as failed:
                await call(request(seconds=30))
            assert time.monotonic() - started < 10
            assert failed.value.failure == expected
            said = f"{failed.value.message} {failed.value.remedy}"
            assert SECRET not in said
            assert "Anna" not in said
            assert server.url in said
        await model.aclose()


async def test_nothing_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        model = OpenAiChat(f"http://127.0.0.1:{taken.getsockname()[1]}/v1", "tiny")
        with pytest.raises(ChatFailed) as failed:
            await model.complete(request())
        assert failed.value.failure == "unreachable"
        await model.aclose()


async def test_a_socket_that_is_never_answered() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        model = OpenAiChat(f"http://127.0.0.1:{deaf.getsockname()[1]}/v1", "tiny", seconds=0.4)
        with pytest.raises(ChatFailed) as failed:
            await model.complete(request())
        assert failed.value.failure == "late"
        await model.aclose()


async def test_a_bomb_stays_packed() -> None:
    _packed()
    async with serving(_bomb) as server:
        model = OpenAiChat(server.url, "tiny")
        tracemalloc.start()
        with pytest.raises(ChatFailed):
            await model.complete(request())
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()
        await model.aclose()


async def test_the_request_may_leave_less_time_than_the_setting() -> None:
    async with serving(_silence) as server:
        model = OpenAiChat(server.url, "tiny", seconds=30)
        started = time.monotonic()
        with pytest.raises(ChatFailed):
            await model.complete(request(seconds=0.2))
        assert time.monotonic() - started < 10
        await model.aclose()


async def test_whoever_stops_listening_stops_the_call() -> None:
    cut = asyncio.Event()

    async def conduct(_body: Body, writer: asyncio.StreamWriter) -> None:
        start_stream(writer)
        try:
            while True:
                event(writer, delta("on "))
                await writer.drain()
                await asyncio.sleep(0.01)
        finally:
            cut.set()

    async with serving(conduct) as server:
        model = OpenAiChat(server.url, "tiny")
        stream = model.stream(request(max_tokens=5_000))
        assert await anext(stream) == "on "
        await stream.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(cut.wait(), 2)
        await model.aclose()


async def test_a_finished_answer_whose_socket_stays_open_is_an_answer() -> None:
    async def conduct(_body: Body, writer: asyncio.StreamWriter) -> None:
        start_stream(writer)
        event(writer, delta("Good day.", "stop"))
        await writer.drain()
        await asyncio.sleep(30)

    async with serving(conduct) as server:
        model = OpenAiChat(server.url, "tiny", seconds=0.4)
        assert (await streamed(model, request()))[0] == "Good day."
        await model.aclose()


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1), max_size=6
    ),
    st.data(),
)
def test_events_are_the_same_however_the_bytes_are_cut(texts: list[str], data: st.DataObject) -> None:
    end = data.draw(st.sampled_from(["\n\n", "\r\n\r\n"]))
    raw = "".join(f": note{end}data: {text}{end}" for text in texts).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    events, found = Events(), list[str]()
    for start, stop in zip([0, *cuts], [*cuts, len(raw)], strict=True):
        found += events.feed(raw[start:stop])
    found += events.feed(b"", last=True)
    assert found == texts


@given(st.text(max_size=30), st.text(max_size=30), st.integers(1, 7))
def test_thoughts_are_taken_out_however_the_text_is_cut(thought: str, answer: str, size: int) -> None:
    told = f"<think>{thought.replace('<', '')}</think>{answer}"
    thoughts = Thoughts()
    said = "".join(thoughts.feed(told[start : start + size]) for start in range(0, len(told), size))
    assert said.lstrip() == answer.lstrip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Here {it} is: {"wish": "order"} as asked', '{"wish": "order"}'),
        ('{"wish": NaN}', None),
        ('{"wish": "ord', None),
        ("[1, 2]", None),
        ('{"a": ' * 40_000, None),
    ],
)
def test_an_object_is_found_among_words(text: str, found: str | None) -> None:
    assert only_json(text) == found


@given(st.text(max_size=200))
def test_only_an_object_counts_as_json(text: str) -> None:
    found = only_json(text)
    assert found is None or isinstance(json.loads(found), dict)
