"""A voice behind an endpoint, and the built-in one behind that."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from mercery.ai.speech.choosing import Remembering, WithFallback
from mercery.ai.speech.endpoint import EndpointVoice
from mercery.ai.speech.espeak import EspeakVoice
from mercery.ai.speech.speech import SpeechFailed


class _Endpoint:
    """A real server of `/audio/speech` on a loopback socket."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.status, self.answer = 200, _wav(24_000, 2.0)
        found = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                found.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(found.status)
                self.send_header("Content-Length", str(len(found.answer)))
                self.end_headers()
                self.wfile.write(found.answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()


@pytest.fixture
def endpoint() -> Iterator[_Endpoint]:
    made = _Endpoint()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def built_in() -> Iterator[EspeakVoice]:
    made = EspeakVoice()
    yield made
    made.close()


def _wav(rate: int, seconds: float, *, streamed: bool = False) -> bytes:
    kept = io.BytesIO()
    tone = (9000 * np.sin(np.arange(int(rate * seconds)) / 30)).astype("<i2")
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(tone.tobytes())
    data = kept.getvalue()
    return data[:40] + b"\xff\xff\xff\xff" + data[44:] if streamed else data


def test_figures_are_sent_in_words_and_times_are_estimated(endpoint: _Endpoint, built_in: EspeakVoice) -> None:
    voice = EndpointVoice(endpoint.url, "fine", voices={"en": "anna", "zh": "mei"}, timing=built_in)
    speech = voice.synthesize("The tote weighs 780 g.", "en")

    assert endpoint.asked[0]["input"] == "The tote weighs seven hundred and eighty grams."
    assert endpoint.asked[0]["voice"] == "anna"
    assert (speech.rate, speech.ms, speech.exact) == (24_000, 2_000, False)
    assert speech.words[-1].text == "grams"
    assert all(0 <= one.from_ms <= one.to_ms <= 2_000 for one in speech.words)


def test_a_streamed_wav_without_a_length_is_read_whole(endpoint: _Endpoint) -> None:
    endpoint.answer = _wav(16_000, 1.0, streamed=True)

    assert EndpointVoice(endpoint.url, "fine").synthesize("One.", "en").ms == 1_000


@pytest.mark.parametrize("answer", [b'{"error": "no"}', b"RIFFxxxx", b"ID3 an mp3"])
def test_junk_is_no_speech(endpoint: _Endpoint, answer: bytes) -> None:
    endpoint.answer = answer

    with pytest.raises(SpeechFailed) as told:
        EndpointVoice(endpoint.url, "fine").synthesize("One.", "en")
    assert told.value.failure == "broken"


def test_when_the_endpoint_fails_the_built_in_voice_speaks_and_it_is_left_alone(
    endpoint: _Endpoint, built_in: EspeakVoice
) -> None:
    endpoint.status = 500
    now = [0.0]
    voice = WithFallback(EndpointVoice(endpoint.url, "fine"), built_in, clock=lambda: now[0])

    spoken = [voice.synthesize(f"Sentence {count}.", "en") for count in range(5)]
    assert all(one.voice == built_in.name and one.exact for one in spoken)
    assert len(endpoint.asked) == 3

    endpoint.status, now[0] = 200, 61.0
    assert voice.synthesize("Back.", "en").voice.startswith("fine")


def test_the_same_sentence_is_asked_for_once_but_a_fallback_is_not_remembered(
    endpoint: _Endpoint, built_in: EspeakVoice
) -> None:
    voice = Remembering(WithFallback(EndpointVoice(endpoint.url, "fine"), built_in))
    endpoint.status = 503
    voice.synthesize("Once.", "en")
    endpoint.status = 200

    assert voice.synthesize("Once.", "en").voice.startswith("fine")
    assert voice.synthesize("Once.", "en").voice.startswith("fine")
    assert len(endpoint.asked) == 2
