"""A voice behind any endpoint that speaks OpenAI's `/audio/speech`. It tells no times: they are estimated."""

from __future__ import annotations

import contextlib
import io
import time
import wave
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NoReturn
from urllib.parse import urlsplit

import httpx
import numpy as np

from mercery.ai.speech.aligning import aligned
from mercery.ai.speech.espeak import EspeakVoice
from mercery.ai.speech.mastering import floats, levelled
from mercery.ai.speech.reading import spoken
from mercery.ai.speech.speech import MOST_SIGNS, Samples, Speech, SpeechFailed
from mercery.core.i18n import Lang
from mercery.core.model_settings import is_this_machine
from mercery.core.telemetry.calls import calling

_MOST_BYTES: Final = 40_000_000
_RATES: Final = range(8_000, 96_001)
_PLAIN_RATE: Final = 24_000
"""Of sound without a header, as OpenAI sends it."""


class EndpointVoice:
    """A model behind an address. Figures are sent in words, so that no voice has to guess how `27 × 19 cm` is said."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        voices: Mapping[Lang, str] | None = None,
        seconds: float = 20.0,
        timing: EspeakVoice | None = None,
        client: httpx.Client | None = None,
    ) -> None:
        self._url, self._model, self._key, self._seconds = url.rstrip("/"), model, key, seconds
        self._voices: Mapping[Lang, str] = voices or {}
        self._timing = timing
        self._client = client or httpx.Client(timeout=seconds, trust_env=not is_this_machine(url))

    @property
    def name(self) -> str:
        """Model, voices and address."""
        return f"{self._model}/{'/'.join(self._voices.get(lang, '') for lang in ('en', 'zh'))}@{self._url}"

    def synthesize(self, text: str, lang: Lang) -> Speech:
        """The text as sound, its times estimated by the built-in voice's where there is one. SpeechFailed."""
        if len(text) > MOST_SIGNS:
            raise SpeechFailed(f"{len(text)} signs are too long to be spoken at once.", failure="long")
        said = spoken(text, lang)
        if not any(sign.isalnum() for sign in said):
            return Speech(pcm=np.zeros(0, np.int16), rate=_PLAIN_RATE, voice=self.name)
        raw, rate = self._sound(self._answer(said, lang))
        pcm = (levelled(floats(raw), rate) * 32767).astype(np.int16)
        return replace(self._timed(pcm, rate, text, lang), sent=len(said))

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _timed(self, pcm: Samples, rate: int, text: str, lang: Lang) -> Speech:
        found = Speech(pcm=pcm, rate=rate, exact=False)
        if self._timing is not None:
            # The sound is good without times; a host opens its mouth by loudness then.
            with contextlib.suppress(SpeechFailed):
                found = aligned(pcm, rate, self._timing.sequence(text, lang))
        return Speech(pcm=pcm, rate=rate, words=found.words, phones=found.phones, exact=False, voice=self.name)

    def _answer(self, said: str, lang: Lang) -> bytes:
        body = {
            "model": self._model,
            "input": said,
            "voice": self._voices.get(lang) or "alloy",
            "response_format": "wav",
        }
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        deadline = time.monotonic() + self._seconds
        try:
            with (
                calling("speech", self._url) as out,
                self._client.stream("POST", f"{self._url}/audio/speech", json=body, headers=headers) as response,
            ):
                out.status(response.status_code)
                if response.status_code != httpx.codes.OK:
                    self._fail(f"answered with status {response.status_code}", "refused")
                parts, size = [], 0
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > _MOST_BYTES:
                        self._fail("does not come to an end", "broken")
                    if time.monotonic() > deadline:
                        self._fail("did not finish in time", "late")
                    parts.append(chunk)
                return b"".join(parts)
        except httpx.TimeoutException:
            self._fail("did not answer in time", "late")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            self._fail(f"cannot be reached ({type(error).__name__})", "unreachable")

    def _sound(self, data: bytes) -> tuple[Samples, int]:
        """Samples of one channel and their rate, of a WAV file or of bare samples."""
        if data[:4] != b"RIFF":
            if len(data) < 2 or data[:3] == b"ID3" or data[:1] in (b"{", b"<"):
                self._fail("sent something else than WAV or bare samples", "broken")
            return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16), _PLAIN_RATE
        try:
            with wave.open(io.BytesIO(_with_lengths(data))) as file:
                rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
                frames = file.readframes(file.getnframes())
        except (wave.Error, EOFError, ValueError):
            self._fail("sent a WAV file that cannot be read", "broken")
        if width != 2 or rate not in _RATES or channels not in (1, 2):
            self._fail(f"sent {channels} channels of {8 * width} bits at {rate} Hz; 16 bits are needed", "broken")
        samples = np.frombuffer(frames[: len(frames) // (2 * channels) * 2 * channels], "<i2").reshape(-1, channels)
        return samples.mean(axis=1).astype(np.int16), rate

    def _fail(self, what: str, failure: str) -> NoReturn:
        parts = urlsplit(self._url)
        raise SpeechFailed(
            f"The voice's endpoint {parts.scheme}://{parts.netloc}{parts.path} {what}.",
            remedy="Check MERCERY_SPEECH_URL, model, voices and key." if failure in ("unreachable", "refused") else "",
            failure=failure,  # type: ignore[arg-type]
        ) from None


def _with_lengths(data: bytes) -> bytes:
    """A WAV file that was streamed says in its head that it is without end; how long it is says the file."""
    at = data.find(b"data")
    if at < 0 or len(data) < at + 8:
        return data
    told = int.from_bytes(data[at + 4 : at + 8], "little")
    have = len(data) - at - 8
    if told <= have:
        return data
    return (
        data[:4]
        + (len(data) - 8).to_bytes(4, "little")
        + data[8 : at + 4]
        + have.to_bytes(4, "little")
        + data[at + 8 :]
    )
