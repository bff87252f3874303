"""The sound of a video: narration at its places, music under it that gives way, one loudness, no peak cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.ai.speech.mastering import loudness, resampled
from mercery.core.errors import MerceryError
from mercery.studio.video.narration import RATE, Narration
from mercery.studio.video.shot import Storyboard

Sound = NDArray[np.float32]
LOUDNESS: Final = -16.0
"""LUFS of the whole, what phones and feeds expect."""
_CEILING: Final = 0.84
"""Highest peak, of full scale (-1.5 dB), which leaves room for what coding adds."""
_ALONE, _UNDER = 0.16, 0.045
"""How loud music is against full scale, alone and under a voice."""
_PER_FRAME: Final = RATE // 25


class MusicUnreadable(MerceryError):
    """The file that was to be the music cannot be read."""

    code = "video_music_unreadable"
    status = 422


def soundtrack(board: Storyboard, narration: Narration, *, music: Path | None = None, bed: bool = False) -> Sound:
    """As long as the pictures. `music`: a file of the shop's; `bed`: a quiet one made here."""
    length = round(board.seconds * 25) * _PER_FRAME
    voice = _voices(board, narration, length)
    under = _read(music, length) if music is not None else _bed(length) if bed else None
    whole = voice if under is None else voice + under * _room_for(voice)
    return _levelled(whole)


def _voices(board: Storyboard, narration: Narration, length: int) -> Sound:
    track = np.zeros(length, np.float32)
    for shot in board.shots:
        speech = narration.by_shot.get(shot.number)
        if speech is None:
            continue
        pcm = resampled(speech.pcm, speech.rate, RATE).astype(np.float32) / 32768
        at = round(shot.speaks_at * RATE)
        part = pcm[: max(0, length - at)]
        track[at : at + len(part)] += part
    return track


def _room_for(voice: Sound) -> Sound:
    """How loud music may be at each moment: it gives way a moment before the voice and comes back slowly."""
    step = RATE // 50
    blocks = np.abs(voice[: len(voice) // step * step]).reshape(-1, step).max(axis=1) > 0.01
    speaks = np.convolve(blocks, np.ones(26), mode="full")[12 : 12 + len(blocks)] > 0
    target = np.where(speaks, _UNDER, _ALONE)
    level, now = np.empty(len(target)), _ALONE
    for index, wanted in enumerate(target):
        now += (wanted - now) * (0.22 if wanted < now else 0.045)
        level[index] = now
    return (
        np.interp(np.arange(len(voice)), np.arange(len(level)) * step, level).astype(np.float32)
        if len(level)
        else voice
    )


def _read(file: Path, length: int) -> Sound:
    """The shop's music, one channel at our rate, repeated where it is too short, faded at the end."""
    import av

    try:
        with av.open(str(file)) as container:
            stream = container.streams.audio[0]
            turn = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            parts: list[NDArray[Any]] = []
            have = 0
            for frame in container.decode(stream):
                for one in turn.resample(frame):
                    parts.append(one.to_ndarray().reshape(-1))
                    have += len(parts[-1])
                if have >= length:
                    break
    except (OSError, ValueError, IndexError) as error:
        raise MusicUnreadable(
            f"{file.name} cannot be read as music.",
            remedy="Give an MP3, AAC, FLAC, OGG or WAV file.",
            zh=f"{file.name} 无法作为音乐读取，请使用 MP3、AAC、FLAC、OGG 或 WAV 文件。",
        ) from error
    if not have:
        raise MusicUnreadable(f"{file.name} holds no sound.", zh=f"{file.name} 中没有声音。")
    sound = np.resize(np.concatenate(parts), length).astype(np.float32)
    return _ended(sound / max(0.05, float(np.sqrt(np.mean(sound**2)) * 3)))


def _bed(length: int) -> Sound:
    """Four slow chords of soft tones, always the same."""
    chords = ((110.0, 164.81, 220.0, 277.18), (92.5, 138.59, 220.0, 277.18), (73.42, 146.83, 220.0, 293.66), (82.41, 164.81, 207.65, 246.94))  # fmt: skip
    each = RATE * 4
    track = np.zeros(length + each, np.float32)
    time = np.arange(each + RATE, dtype=np.float32) / RATE
    rise = np.minimum(1, time / 1.4) * np.minimum(1, np.maximum(0, (5.0 - time) / 1.6))
    for start in range(0, length, each):
        for tone in chords[start // each % len(chords)]:
            slow = 1 + 0.15 * np.sin(2 * np.pi * (0.13 + tone / 4000) * time)
            wave = np.sin(2 * np.pi * tone * time) + 0.25 * np.sin(4 * np.pi * tone * time)
            part = (0.2 * wave * rise * slow).astype(np.float32)[: len(track) - start]
            track[start : start + len(part)] += part
    return _ended(track[:length])


def _ended(sound: Sound) -> Sound:
    """Comes in and goes out softly."""
    ramp = min(len(sound) // 2, int(1.5 * RATE))
    if ramp:
        slope = np.linspace(0, 1, ramp, dtype=np.float32)
        sound = sound.copy()
        sound[:ramp] *= slope
        sound[-ramp:] *= slope[::-1]
    return sound


def _levelled(whole: Sound) -> Sound:
    """At -16 LUFS; where peaks forbid that, they are rounded off, and what that costs is given back once."""
    for _ in range(3):
        told = loudness(whole, RATE)
        if told <= -60:
            return whole
        whole = _rounded(whole * np.float32(10 ** ((LOUDNESS - told) / 20)))
    return whole


def _rounded(sound: Sound) -> Sound:
    """Peaks bent below the ceiling; what is quieter than two thirds of it stays as it is."""
    knee = _CEILING * 0.66
    size = np.abs(sound)
    over = np.maximum(0, size - knee)
    bent = knee + (_CEILING - knee) * np.tanh(over / (_CEILING - knee))
    return np.where(size > knee, np.sign(sound) * bent, sound).astype(np.float32)
