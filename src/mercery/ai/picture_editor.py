"""Changing a picture by a model, where an endpoint is set: none by default, and nothing needs one."""

from __future__ import annotations

import base64
import binascii
import time
from typing import Final, NoReturn, Protocol

import httpx

from mercery.core.config import settings
from mercery.core.errors import MerceryError
from mercery.core.model_settings import is_this_machine
from mercery.core.telemetry.calls import calling

_MOST_BYTES: Final = 60_000_000
"""Of an answer: a picture of some megabytes in base64."""


class PictureEditFailed(MerceryError):
    """The model did not change the picture: silent, refused, or what came is no picture."""

    code = "picture_edit_failed"
    status = 502


class PictureEditor(Protocol):
    """Whatever changes a picture as it is told."""

    @property
    def name(self) -> str:
        """Model and address, for records and labels."""
        ...

    def edit(self, picture: bytes, instruction: str) -> bytes:
        """The changed picture as a file (PNG, JPEG or WebP) of a PNG; PictureEditFailed."""
        ...


class EndpointPictureEditor:
    """A model behind any endpoint that speaks OpenAI's `/images/edits`."""

    def __init__(
        self, url: str, model: str, key: str = "", *, seconds: float = 120.0, client: httpx.Client | None = None
    ) -> None:
        self._url, self._model, self._key, self._seconds = url.rstrip("/"), model, key, seconds
        self._client = client or httpx.Client(timeout=seconds, trust_env=not is_this_machine(url))

    @property
    def name(self) -> str:
        """Model and address."""
        return f"{self._model}@{self._url}"

    def edit(self, picture: bytes, instruction: str) -> bytes:
        """One picture back. Addresses in an answer are not followed: the picture itself has to come."""
        form = {"model": self._model, "prompt": instruction, "n": "1"}
        if not self._model.startswith("gpt-image"):  # those always send the picture and refuse the field
            form["response_format"] = "b64_json"
        answer = self._asked(form, picture)
        try:
            return base64.b64decode(answer.json()["data"][0]["b64_json"], validate=True)
        except (ValueError, KeyError, IndexError, TypeError, binascii.Error):
            self._fail("sent no picture")

    def _asked(self, form: dict[str, str], picture: bytes) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        files = {"image": ("picture.png", picture, "image/png")}
        deadline = time.monotonic() + self._seconds
        try:
            with (
                calling("pictures", self._url) as out,
                self._client.stream(
                    "POST", f"{self._url}/images/edits", data=form, files=files, headers=headers
                ) as response,
            ):
                out.status(response.status_code)
                if response.status_code != httpx.codes.OK:
                    self._fail(f"answered with status {response.status_code}")
                parts, size = [], 0
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > _MOST_BYTES or time.monotonic() > deadline:
                        self._fail("does not come to an end")
                    parts.append(chunk)
                return httpx.Response(200, content=b"".join(parts))
        except httpx.TimeoutException:
            self._fail("did not answer in time")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            self._fail(f"cannot be reached ({type(error).__name__})")

    def _fail(self, what: str) -> NoReturn:
        raise PictureEditFailed(
            f"The picture endpoint {self._url} {what}.", remedy="Check MERCERY_PICTURE_URL, model and key."
        )


class ScriptedPictureEditor:
    """For tests and rehearsals: gives what it was told to give, and remembers what it was asked."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        """Plainly no model."""
        return "scripted"

    def edit(self, picture: bytes, instruction: str) -> bytes:
        """The next answer; the picture itself when none is left."""
        self.asked.append(instruction)
        return self._answers.pop(0) if self._answers else picture


def picture_editor() -> PictureEditor | None:
    """The one the settings name; None where none is set."""
    chosen = settings()
    if not chosen.picture_url:
        return None
    key = chosen.picture_key.get_secret_value() if chosen.picture_key else ""
    return EndpointPictureEditor(chosen.picture_url, chosen.picture_model, key)
