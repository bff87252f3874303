"""LiveTalking's HTTP interface (github.com/lipku/LiveTalking, docs/api.md and server/routes.py as of commit a5a77f4,
19 July 2026): `POST /humanaudio` takes a sound file and moves the lips to it, `/interrupt_talk` empties its queue, `/is_speaking`
tells whether it speaks. Answers are `{"code": 0, "msg": "ok", "data": …}`, with status 200 for failures too. Pushing by RTMP it
has one session, `0`. Its own voice and language model (`/human`) are not used: what is said is ours, word for word.
"""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx

from mercery.core.errors import MerceryError
from mercery.core.model_settings import is_this_machine

RATE: Final = 16_000
"""Of its models; it resamples anything else itself, more slowly."""
_SECONDS: Final = 3.0


class FaceAway(MerceryError):
    """The talking-head server does not do what it was asked."""

    code = "live_face_away"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceAddress:
    """`http://gpu:8010?session=0&stream=rtmp://gpu/live/livestream`: the server, its session, and where its picture is
    fetched. Without `stream` it pushes to us."""

    base: str
    session: str = "0"
    stream: str = ""


def face_address(url: str) -> FaceAddress:
    """Read what the shop set."""
    parts = urlsplit(url.strip())
    asked = parse_qs(parts.query)
    base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    return FaceAddress(
        base=base, session=(asked.get("session") or ["0"])[0][:64], stream=(asked.get("stream") or [""])[0][:400]
    )


class LiveTalking:
    """One session of one server."""

    def __init__(self, address: FaceAddress, client: httpx.AsyncClient | None = None) -> None:
        self._address = address
        self._client = client or httpx.AsyncClient(timeout=_SECONDS, trust_env=not is_this_machine(address.base))

    async def say(self, pcm: bytes, rate: int) -> None:
        """Have it move its lips to this sound, after what it says already. FaceAway."""
        files = {"file": ("line.wav", wav(pcm, rate), "audio/wav")}
        await self._post("/humanaudio", data={"sessionid": self._address.session}, files=files)

    async def interrupt(self) -> None:
        """Nothing more of what it was given. FaceAway."""
        await self._post("/interrupt_talk", json={"sessionid": self._address.session})

    async def speaks(self) -> bool:
        """Whether it speaks. FaceAway."""
        return bool(await self._post("/is_speaking", json={"sessionid": self._address.session}))

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def _post(self, path: str, **body: Any) -> Any:
        try:
            answer = await self._client.post(f"{self._address.base}{path}", **body)
            told = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            raise FaceAway(
                f"The talking-head server does not answer ({type(error).__name__}).",
                zh=f"数字人服务器没有回应（{type(error).__name__}）。",
            ) from None
        if answer.status_code != httpx.codes.OK or not isinstance(told, dict) or told.get("code") != 0:
            said = str(told.get("msg", ""))[:120] if isinstance(told, dict) else ""
            raise FaceAway(
                f"The talking-head server refused {path}: {said or answer.status_code}.",
                zh=f"数字人服务器拒绝了 {path}：{said or answer.status_code}。",
            )
        return told.get("data")


def wav(pcm: bytes, rate: int) -> bytes:
    """16-bit samples of one channel as a file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm)
    return file.getvalue()
