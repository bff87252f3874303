"""The words of `/chat/completions`: what is sent, and what of the many dialects of its answers is understood. Pure."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from mercery.ai.chat import ChatRequest, Usage
from mercery.core.database import Json

Form = Literal["json_schema", "json_object", "prompt"]
"""How an endpoint is asked for JSON."""
_NEXT: Final[dict[Form, Form | None]] = {"json_schema": "json_object", "json_object": "prompt", "prompt": None}
_FORM_WORDS: Final = ("response_format", "json_schema", "json_object", "schema", "grammar", "structured")
_AS_JSON: Final = "Answer with one JSON object that follows this JSON schema, and with nothing before or after it:\n"
_BRACES: Final = 5
"""So many places are tried where an object could begin."""
_MOST_TOKENS: Final = 10_000_000


class Malformed(ValueError):
    """An answer that is not of this interface. Its text says in what way, without a word of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What an endpoint understands."""

    form: Form = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    streams: bool = True
    stream_usage: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of an answer, or a whole one."""

    text: str = ""
    finish: str | None = None
    usage: Usage | None = None


def body_of(request: ChatRequest, model: str, dialect: Dialect, *, streamed: bool) -> Json:
    """What is sent."""
    system, form = request.system, dialect.form
    if request.schema is not None and form != "json_schema":
        system = f"{system}\n\n{_AS_JSON}{json.dumps(request.schema, ensure_ascii=False)}"
    body: Json = {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": request.prompt}],
        dialect.limit: request.max_tokens,
    }
    if dialect.temperature:
        body["temperature"] = 0
    if request.schema is not None and form == "json_schema":
        named = {"name": request.purpose, "schema": request.schema, "strict": _closed(request.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif request.schema is not None and form == "json_object":
        body["response_format"] = {"type": "json_object"}
    if streamed:
        body["stream"] = True
        if dialect.stream_usage:
            body["stream_options"] = {"include_usage": True}
    return body


def _closed(schema: object) -> bool:
    """Whether every object of a schema is closed and names all its fields: only such may be asked for strictly."""
    if isinstance(schema, list):
        return all(_closed(part) for part in schema)
    if not isinstance(schema, dict):
        return True
    names = schema.get("properties")
    if isinstance(names, dict) and schema.get("type", "object") == "object":
        whole = schema.get("additionalProperties") is False and set(schema.get("required", ())) == set(names)
        return whole and all(_closed(part) for part in schema.values())
    return all(_closed(part) for part in schema.values())


def adapted(dialect: Dialect, refusal: str, *, streamed: bool, schema: bool) -> Dialect | None:
    """What to try after an endpoint refused the form of a request with these words; None when nothing is left to try."""
    said = refusal.casefold()
    if "max_completion_tokens" in said and dialect.limit == "max_tokens":
        return replace(dialect, limit="max_completion_tokens")
    if "temperature" in said and dialect.temperature:
        return replace(dialect, temperature=False)
    if "stream_options" in said and streamed and dialect.stream_usage:
        return replace(dialect, stream_usage=False)
    if streamed and dialect.streams and "stream" in said and not any(word in said for word in _FORM_WORDS):
        return replace(dialect, streams=False)
    following = _NEXT[dialect.form]
    return replace(dialect, form=following) if schema and following else None


def piece_of(data: object) -> Piece:
    """What an answer or an event of a stream says. Malformed where it is none, or tells of an error."""
    if not isinstance(data, dict):
        raise Malformed("no object")
    if data.get("error"):
        raise Malformed("an error")
    usage = usage_of(data.get("usage"))
    choices = data.get("choices")
    if not isinstance(choices, list):
        raise Malformed("no choices")
    if not choices:
        return Piece(usage=usage)
    first = choices[0]
    if not isinstance(first, dict):
        raise Malformed("a choice that is no object")
    said = first.get("delta") or first.get("message") or {}
    if not isinstance(said, dict):
        raise Malformed("a message that is no object")
    if said.get("refusal"):
        raise Malformed("a refusal")
    finish = first.get("finish_reason")
    return Piece(text=_plain(said.get("content")), finish=finish if isinstance(finish, str) else None, usage=usage)


def _plain(content: object) -> str:
    """Text of a message without what no database or page can carry: lone surrogates and control characters."""
    if isinstance(content, list):
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    if content is None:
        return ""
    if not isinstance(content, str):
        raise Malformed("content that is no text")
    text = content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def usage_of(data: object) -> Usage | None:
    """What the endpoint says it used; None where it does not say, or nonsense."""
    if not isinstance(data, dict):
        return None
    details = data.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else data.get("prompt_cache_hit_tokens")
    read, written = _count(data.get("prompt_tokens")), _count(data.get("completion_tokens"))
    if read is None or written is None:
        return None
    return Usage(read=read, written=written, cached=min(_count(cached) or 0, read))


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS else None


def only_json(text: str) -> str | None:
    """The first JSON object in `text`, without fences or words around it; None when there is none."""
    reader, start = json.JSONDecoder(parse_constant=_refuse_constant), -1
    for _ in range(_BRACES):
        start = text.find("{", start + 1)
        if start < 0:
            return None
        try:
            return json.dumps(reader.raw_decode(text, start)[0], ensure_ascii=False)
        except (ValueError, RecursionError):
            continue
    return None


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


class Events:
    """Server-sent events out of bytes as they come: the data of each, without comments and other fields."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes, *, last: bool = False) -> Iterator[str]:
        """The events that are complete with this chunk; with `last`, also one that only the end completes."""
        self._rest += self._decoder.decode(chunk, final=last)
        *lines, self._rest = self._rest.replace("\r\n", "\n").split("\n")
        if last:
            lines += [self._rest, ""]
        for line in lines:
            line = line.rstrip("\r")
            if line.startswith("data:"):
                self._data.append(line[5:].removeprefix(" "))
            elif not line and self._data:
                yield "\n".join(self._data)
                self._data.clear()


class Thoughts:
    """Takes out what a model thinks before it answers, where it writes that into the answer."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self._state: Literal["start", "inside", "after"] = "start"
        self._held = ""

    def feed(self, text: str) -> str:
        """The part of the answer that is known to be none of the thoughts."""
        if self._state == "after":
            return text
        self._held += text
        if self._state == "start":
            begun = self._held.lstrip()
            if begun.startswith(self._OPEN):
                self._state = "inside"
            elif self._OPEN.startswith(begun):
                return ""
            else:
                self._state, text, self._held = "after", self._held, ""
                return text
        place = self._held.find(self._CLOSE)
        if place < 0:
            self._held = self._held[-len(self._CLOSE) :]
            return ""
        text, self._held, self._state = self._held[place + len(self._CLOSE) :].lstrip(), "", "after"
        return text
