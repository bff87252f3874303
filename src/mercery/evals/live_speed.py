"""`mercery bench live [--minutes 5] [--rtmp yes] [--format landscape] [--host aurelle] [--background atelier]
[--price-per-core-hour 0.04]`: what a show on air costs.

A real engine process is on air with the built-in voice and one HLS sink, then for 50 seconds with the burned-in programme pushed
to a local RTMP server as well. Processor seconds are the engine's own, as it tells them. Lips and sound are held against each other
in the decoded stream: a line of 0.3 seconds of tone opens the mouth, and the engine shows a square for as long as it does. How long
a viewer waits is measured after that, on two shows of the demo shop (English and Chinese) on air at the same time under their own
director (`live_directed.py`), with what all their processes cost.

It is over about 6 minutes after `minutes`: those are the engine's and the viewers', who get up to half of them, since thirty spoken
answers in each language take seven minutes (from `--minutes 6` on).
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from mercery.ai.speech.espeak import ENGLISH_IN_SHOWS, MANDARIN_IN_SHOWS, EspeakVoice
from mercery.ai.speech.visemes import Viseme, visemes
from mercery.core.i18n import Lang
from mercery.evals.live_directed import waits
from mercery.evals.live_lips import Lips
from mercery.evals.live_receiver import Receiver
from mercery.evals.registry import Say as Tell
from mercery.livestream.engine.handle import EngineHandle
from mercery.livestream.engine.protocol import Beat, Began, Say, Scene, SinkSetting, Where
from mercery.livestream.show import SOUND_RATE, Format

_SCRIPT: Final = (
    "Hello to everybody who has just come in.",
    "You are listening to an AI host, not to a person.",
    "We turn to the Soft Tote.",
    "The Soft Tote comes in calf suede.",
    "The Soft Tote costs €980 instead of €1,180, until 13 December.",
    "There is room for a laptop of up to 11 in.",
    "The warranty covers 24 months.",
    "It is yours in taupe or bottle green.",
    "What would you want to know before you choose?",
    "Next comes the Amphore Vase.",
    "The piece is made of earthenware.",
    "The dimensions are 22 × 18 × 36 cm.",
    "On the scale it reads 1.9 kg.",
    "You pay €178.50 until 4 December.",
    "There are two left in terracotta.",
    "For its care: dust with a dry cloth.",
    "It is not glazed inside.",
    "From Vallauris, France.",
)
"""Sentences as a show's running order speaks them, of their lengths."""
_ANSWERS: Final = (
    "Yes, it is full-grain calfskin.",
    "A tablet of eleven inches fits in it.",
    "It ships within two working days.",
    "You can send it back within thirty days.",
)
_SETTLED_S: Final = 10.0
_RTMP_S: Final = 50.0
_WAITS_S: Final = 200.0
"""Comments come for so long at least, beside the minutes that were asked for,"""
_MOST_WAITS_S: Final = 420.0
"""and for so long at most: enough for thirty spoken answers in each language."""
_AROUND_S: Final = 160.0
"""What the rest takes: settling, the demo shop, a director that loads what it needs, the end."""
_COMMENT_S: Final = 9.0
_TONE_S: Final = 12.0
_GOALS: Final = {
    "cpu_cores": 0.6,
    "fresh_fps": 24.5,
    "av_offset_ms": 40,
    "first_word_p50_s": 1.5,
    "first_word_p95_s": 4.0,
}


@dataclass(slots=True, kw_only=True)
class Heard:
    """What the engine told."""

    beats: list[Beat] = field(default_factory=list)


def run(options: Mapping[str, str], tell: Tell) -> Mapping[str, object]:
    """Cores, fresh pictures a second, lips against sound, comment to first word, growth of memory, cost a day."""
    return asyncio.run(_run(options, tell))


@dataclass(frozen=True, slots=True)
class Plan:
    """How the time is spent, in seconds."""

    alone_s: float
    """The engine with one HLS sink."""
    rtmp_s: float
    waits_s: float
    """Comments to the two shows."""

    @property
    def whole_s(self) -> float:
        """About how long all of it takes."""
        return self.alone_s + self.rtmp_s + self.waits_s + _AROUND_S


def plan(minutes: float, *, rtmp: bool = True) -> Plan:
    """Of the minutes asked for the viewers get up to half, as far as that makes thirty answers; the engine has the others."""
    lent = min(minutes * 30, _MOST_WAITS_S - _WAITS_S)
    return Plan(alone_s=minutes * 60 - lent, rtmp_s=_RTMP_S if rtmp else 0.0, waits_s=_WAITS_S + lent)


async def _run(options: Mapping[str, str], tell: Tell) -> Mapping[str, object]:
    minutes = float(options.get("minutes", "5"))
    price = float(options.get("price_per_core_hour", "0.04"))
    load, began = os.getloadavg()[0], time.monotonic()
    times = plan(minutes, rtmp=options.get("rtmp", "yes") == "yes")

    def say(line: str) -> None:
        tell(f"[{time.monotonic() - began:.0f} of about {times.whole_s:.0f} s] {line}")

    found = await _engine_alone(options, times, say)
    found |= await waits(times.waits_s, say)
    found |= {"minutes": minutes, "price_per_core_hour": price}
    for name, cores in (("cost_per_day_engine", "cpu_cores"), ("cost_per_day", "cores_per_show")):
        found[name] = round(float(str(found[cores])) * 24 * price, 3)
    found |= {"load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2), "goals": _GOALS}
    return found


async def _engine_alone(options: Mapping[str, str], times: Plan, say: Tell) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="mercery-bench-live-") as place:
        show = _Show(Path(place), options, say)
        say(f"an engine goes on air with one HLS sink, {times.alone_s:.0f} s")
        await show.begin()
        try:
            await asyncio.sleep(_SETTLED_S)
            found = _figures(await show.phase(times.alone_s), show)
            if times.rtmp_s:
                say(f"and with RTMP, {times.rtmp_s:.0f} s")
                found |= await _with_rtmp(show, times.rtmp_s)
        finally:
            await show.end()
    return found


async def _with_rtmp(show: _Show, seconds: float) -> dict[str, object]:
    receiver = Receiver()
    await show.push(receiver.address)
    try:
        await asyncio.sleep(_SETTLED_S)
        both = await show.phase(seconds)
    finally:
        receiver.close()
    return {
        "cpu_cores_with_rtmp": _cores(both),
        "fresh_fps_with_rtmp": _fresh(both),
        "rtmp_pictures_received": receiver.pictures,
        "seconds_with_rtmp": round(both[-1].wall_s - both[0].wall_s),
    }


def _cores(beats: list[Beat]) -> float:
    return round((beats[-1].cpu_s - beats[0].cpu_s) / (beats[-1].wall_s - beats[0].wall_s), 3)


def _fresh(beats: list[Beat]) -> float:
    return round((beats[-1].fresh - beats[0].fresh) / (beats[-1].wall_s - beats[0].wall_s), 2)


def _figures(beats: list[Beat], show: _Show) -> dict[str, object]:
    offsets = sorted(show.lips.offsets)
    from_mb = beats[min(len(beats) - 1, max(1, len(beats) // 5))].rss_mb
    tiers = [one.tier for one in beats]
    return {
        "cpu_cores": _cores(beats),
        "fresh_fps": _fresh(beats),
        "av_offset_ms": round(statistics.median(offsets), 1) if offsets else None,
        "av_offset_least_ms": offsets[0] if offsets else None,
        "av_offset_most_ms": offsets[-1] if offsets else None,
        "av_pairs": len(offsets),
        "rss_mb": beats[-1].rss_mb,
        "rss_growth": round((beats[-1].rss_mb - from_mb) / from_mb, 4),
        "clock_late_s": round(beats[-1].wall_s - beats[-1].media_s, 3),
        "tiers": {tier: round(tiers.count(tier) / len(tiers), 3) for tier in sorted(set(tiers))},
        "seconds_measured": round(beats[-1].wall_s - beats[0].wall_s),
    }


class _Show:
    """An engine on air, a script that never ends, and comments that come in between."""

    def __init__(self, folder: Path, options: Mapping[str, str], tell: Tell) -> None:
        self._folder, self._tell = folder, tell
        self._shape: Format = "portrait" if options.get("format") == "portrait" else "landscape"
        self._host, self._studio = options.get("host", "aurelle"), options.get("background", "atelier")
        self._voice = EspeakVoice(ENGLISH_IN_SHOWS, MANDARIN_IN_SHOWS)
        self._chance = random.Random(7)  # noqa: S311
        self.heard = Heard()
        self.lips = Lips(folder / "hls")
        self._tasks: list[asyncio.Task[None]] = []
        self._engine: EngineHandle | None = None
        self._sinks = [SinkSetting(id="hls", kind="hls", programme="clean", target=str(folder / "hls"))]

    async def begin(self) -> None:
        """On air."""
        from mercery import livestream

        home = Path(livestream.__file__).parent
        self._engine = await EngineHandle.start(self._folder, self._shape, proof=True)
        await self._engine.scene(
            Scene(
                format=self._shape, avatar=str(home / "avatars" / self._host),
                background=str(home / "backgrounds" / self._studio), label="AI host", shop="Bench", live="Live",
            )
        )  # fmt: skip
        await self._engine.sinks(self._sinks)
        work = (self._listen(self._engine), self._speak(), self._comment(), self._sound_tones(), self.lips.follow())
        self._tasks = [asyncio.create_task(one) for one in work]

    async def push(self, address: str) -> None:
        """The burned-in programme too."""
        assert self._engine is not None
        out = SinkSetting(id="out", kind="rtmp", programme="burned", target=address)
        await self._engine.sinks([*self._sinks, out])

    async def phase(self, seconds: float) -> list[Beat]:
        """The beats of the next seconds."""
        first = len(self.heard.beats)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(30.0, left))
            last = self.heard.beats[-1]
            self._tell(f"{last.media_s:.0f} s on air, {last.fresh} fresh pictures, {last.rss_mb:.0f} MB, {last.tier}")
        return self.heard.beats[max(0, first - 1) :]

    async def end(self) -> None:
        """Off air."""
        for task in self._tasks:
            task.cancel()
        if self._engine is not None:
            await self._engine.end()
        self._voice.close()

    async def _listen(self, engine: EngineHandle) -> None:
        async for told in engine.heard():
            if isinstance(told, Beat):
                self.heard.beats.append(told)
            elif isinstance(told, Began) and told.id.startswith("tone"):
                self.lips.tone(told.at)

    async def _speak(self) -> None:
        number = 0
        while True:
            queued = self.heard.beats[-1].queued if self.heard.beats else ()
            if sum(one.startswith("line") for one in queued) < 2:
                await self._said(f"line{number}", _SCRIPT[number % len(_SCRIPT)], "last")
                number += 1
            await asyncio.sleep(1.0)

    async def _comment(self) -> None:
        number = 0
        while True:
            await asyncio.sleep(min(40.0, self._chance.expovariate(1 / _COMMENT_S)))
            await self._said(f"answer{number}", _ANSWERS[number % len(_ANSWERS)], "next")
            number += 1

    async def _said(self, name: str, text: str, where: Where, lang: Lang = "en") -> None:
        speech = await asyncio.to_thread(self._voice.synthesize, text, lang)
        assert self._engine is not None
        await self._engine.say(
            Say(
                id=name, pcm=speech.pcm.tobytes(), rate=speech.rate, visemes=visemes(speech.phones), caption=text,
                mood="warm", gesture="card" if name.endswith("3") else "none", where=where,
            )
        )  # fmt: skip

    async def _sound_tones(self) -> None:
        wave = np.sin(2 * np.pi * 1000 * np.arange(SOUND_RATE * 3 // 10) / SOUND_RATE) * 12_000
        number = 0
        while True:
            await asyncio.sleep(_TONE_S)
            assert self._engine is not None
            await self._engine.say(
                Say(
                    id=f"tone{number}", pcm=wave.astype("<i2").tobytes(), rate=SOUND_RATE,
                    visemes=(Viseme("open", 0, 300),), caption="", where="last",
                )
            )  # fmt: skip
            number += 1
