"""The built-in voice speaks, in a process of its own, and says when it says what."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator

import numpy as np
import pytest

from mercery.ai.speech.aligning import aligned
from mercery.ai.speech.espeak import EspeakVoice, Manner
from mercery.ai.speech.mastering import loudness, resampled
from mercery.ai.speech.sentences import said, sentences
from mercery.ai.speech.speech import MOST_SIGNS, SpeechFailed
from mercery.ai.speech.visemes import visemes
from mercery.core.i18n import Lang


@pytest.fixture(scope="module")
def voice() -> Iterator[EspeakVoice]:
    made = EspeakVoice()
    yield made
    made.close()


def test_each_word_has_its_time_and_the_place_it_is_written_at(voice: EspeakVoice) -> None:
    text = "The tote weighs 780 g."
    speech = voice.synthesize(text, "en")

    assert [one.text for one in speech.words] == ["The", "tote", "weighs", "seven", "hundred", "and", "eighty", "grams"]
    assert {text[one.start : one.end] for one in speech.words[3:]} == {"780 g"}
    assert all(one.from_ms < one.to_ms for one in speech.words)
    assert speech.words[-1].to_ms <= speech.ms
    assert 1500 < speech.ms < 4000


def test_mandarin_is_spoken_as_mandarin(voice: EspeakVoice) -> None:
    speech = voice.synthesize("重780克，便宜。", "zh")

    signs = " ".join(one.sign for one in speech.phones if one.sign)
    assert signs == "ts. onɡ tɕh i p ai p ɑ s. i. kh o- ph iɛ n j i"


def test_a_mouth_closes_at_m_b_and_p(voice: EspeakVoice) -> None:
    shapes = [one.shape for one in visemes(voice.synthesize("A map of maps.", "en").phones)]

    assert shapes.count("closed") >= 4


def test_sentences_are_equally_loud(voice: EspeakVoice) -> None:
    texts: list[tuple[str, Lang]] = [
        ("Calf leather from France.", "en"), ("法国小牛皮制成。", "zh"), ("A soft, wide tote bag.", "en"),
    ]  # fmt: skip
    levels = [loudness(voice.synthesize(text, lang).pcm / 32768, 22_050) for text, lang in texts]

    assert max(levels) - min(levels) < 3
    assert min(levels) > -24


def test_what_has_no_words_has_no_sound(voice: EspeakVoice) -> None:
    assert voice.synthesize("… —", "en").ms == 0


def test_a_process_that_dies_is_replaced(voice: EspeakVoice) -> None:
    before = voice.synthesize("One.", "en")
    assert voice._process is not None
    os.kill(voice._process.pid, signal.SIGKILL)

    assert np.array_equal(voice.synthesize("One.", "en").pcm, before.pcm)


def test_it_speaks_in_a_process_with_very_many_files_open() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4_096)), hard))
    opened = [os.open(os.devnull, os.O_RDONLY)]
    try:
        while opened[-1] < 1_100:
            opened.append(os.dup(opened[0]))
        alone = EspeakVoice()
        try:
            assert len(alone.synthesize("Good evening.", "en").pcm)
        finally:
            alone.close()
    finally:
        for one in opened:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_same_text_gives_the_same_sound_whatever_was_said_before(voice: EspeakVoice) -> None:
    before = voice.synthesize("Calf leather.", "en")
    voice.synthesize("Something else is said between.", "en")

    assert np.array_equal(voice.synthesize("Calf leather.", "en").pcm, before.pcm)


def test_a_process_that_hangs_is_given_up_in_time() -> None:
    hasty = EspeakVoice(seconds=0.3)
    os.kill(hasty._running().pid, signal.SIGSTOP)

    with pytest.raises(SpeechFailed, match="in time"):
        hasty.synthesize("Two.", "en")
    hasty.close()


def test_a_text_too_long_for_one_call_is_refused_and_spoken_by_sentences(voice: EspeakVoice) -> None:
    with pytest.raises(SpeechFailed):
        voice.synthesize("a" * (MOST_SIGNS + 1), "en")

    assert all(len(text) <= MOST_SIGNS for _, text in sentences("word " * 1000))


def test_a_text_of_sentences_is_one_sound_with_pauses(voice: EspeakVoice) -> None:
    text = "Made by Mr. Gray in calf. It weighs 780 g."
    whole = said(voice, text, "en", rate=48_000)

    assert [text[start : start + len(one)] for start, one in sentences(text)] == [one for _, one in sentences(text)]
    assert len(sentences(text)) == 2
    assert text[whole.words[-1].start : whole.words[-1].end] == "780 g"
    parts = sum(voice.synthesize(one, "en").ms for _, one in sentences(text))
    assert abs(whole.ms - parts - 420) <= 3


def test_times_of_another_voice_are_found_by_laying_this_one_along_it(voice: EspeakVoice) -> None:
    text = "The strap is soft, and the bag measures 27 × 19 cm."
    other = EspeakVoice(english=Manner(voice="en-us+m3", speed=185, pitch=30, range=40))
    spoken = other.sequence(text, "en")
    other.close()

    found = aligned(spoken.pcm, spoken.rate, voice.sequence(text, "en"))

    off = [abs(a.from_ms - b.from_ms) for a, b in zip(found.words, spoken.words, strict=True)]
    assert sorted(off)[len(off) // 2] < 80
    assert max(off) < 300


def test_another_rate_keeps_length_and_tone() -> None:
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)).astype(np.int16)
    wider = resampled(tone, 22_050, 48_000)

    assert len(wider) == 48_000
    spectrum = np.abs(np.fft.rfft(wider.astype(float)))
    assert int(spectrum.argmax()) == 440


def test_loudness_is_measured_as_the_recommendation_defines_it() -> None:
    sine = np.sin(2 * np.pi * 997 * np.arange(3 * 48_000) / 48_000)

    assert abs(loudness(sine, 48_000) + 3.01) < 0.05
    assert loudness(sine * 0, 48_000) == -70
