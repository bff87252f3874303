"""The process espeak-ng runs in: `python -m mercery.ai.speech.espeak_alone`. It reads orders and writes sound until its
input ends. What brings espeak-ng down is this process alone.

An order is a line of JSON. The answer is a line of JSON with the length of the sound, then the sound.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any, BinaryIO, Final

_SYNCHRONOUS: Final = 2
_PHONEMES_IN_IPA: Final = 1 | 2
_DO_NOT_EXIT: Final = 0x8000
_UTF8, _SSML, _CHARACTERS = 1, 0x10, 1
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7
_END, _WORD, _PHONEME = 0, 1, 7


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("unique", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int),
        ("ms", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("id", _Id),
    )  # fmt: skip


class Espeak:
    """The library, set up once for this process."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        folder = espeakng_loader.get_data_path().encode()
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, folder, _PHONEMES_IN_IPA | _DO_NOT_EXIT)
        if self.rate <= 0:
            raise RuntimeError("espeak-ng cannot be initialised")
        if hasattr(self._library, "espeak_ng_SetRandSeed"):
            # The noise in s and f comes from random numbers, which would begin elsewhere in each process.
            self._library.espeak_ng_SetRandSeed(1)
        self._sound = bytearray()
        self._events: list[tuple[str, int, int, int, str]] = []
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))
        self._heard = kind(self._take)  # kept: the library calls it as long as this lives
        self._library.espeak_SetSynthCallback(self._heard)

    def speak(self, order: dict[str, Any]) -> tuple[bytes, list[tuple[str, int, int, int, str]]]:
        """The sound, and its words (place in the text, length, ms) and phonemes (ms, sign)."""
        self._sound.clear()
        self._events.clear()
        if self._library.espeak_SetVoiceByName(order["voice"].encode()) != 0:
            raise ValueError(f"no voice {order['voice']}")
        for number, value in (
            (_RATE, order["speed"]),
            (_PITCH, order["pitch"]),
            (_RANGE, order["range"]),
            (_VOLUME, 90),
        ):
            self._library.espeak_SetParameter(number, int(value), 0)
        self._library.espeak_SetParameter(_WORD_GAP, int(order.get("gap", 0)), 0)
        text = order["ssml"].encode()
        if self._library.espeak_Synth(text, len(text) + 1, 0, _CHARACTERS, 0, _UTF8 | _SSML, None, None) != 0:
            raise RuntimeError("espeak-ng refused the text")
        self._library.espeak_Synchronize()
        return bytes(self._sound), list(self._events)

    def _take(self, wave: int | None, count: int, events: Any) -> int:
        at = 0
        while events[at].type != _END:
            event = events[at]
            if event.type == _WORD:
                self._events.append(("word", event.ms, event.position, event.length, ""))
            elif event.type == _PHONEME:
                raw = ctypes.string_at(ctypes.addressof(event.id), 8).split(b"\0")[0]
                self._events.append(("phone", event.ms, 0, 0, raw.decode("utf-8", "ignore")))
            at += 1
        if wave and count > 0:
            self._sound += ctypes.string_at(wave, count * 2)
        return 0


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Work until the orders end, which they do when whoever started this process is gone."""
    espeak = Espeak()
    for line in orders:
        if not hasattr(os, "fork"):
            _answer(espeak, line, answers)
            continue
        # Each order is spoken by a copy of the library as it was when it started: what was said before changes the noise
        # and the phase of the voice, and the same text has to give the same sound.
        child = os.fork()
        if child == 0:
            _answer(espeak, line, answers)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit(1)


def _answer(espeak: Espeak, line: bytes, answers: BinaryIO) -> None:
    sound = b""
    try:
        sound, events = espeak.speak(json.loads(line))
        told: dict[str, Any] = {"rate": espeak.rate, "events": events, "bytes": len(sound)}
    except (ValueError, KeyError, TypeError, RuntimeError) as error:
        told = {"error": str(error), "bytes": 0}
    answers.write(json.dumps(told).encode() + b"\n" + sound)
    answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
