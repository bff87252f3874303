"""`mercery speech`: hear what the voice says."""

from __future__ import annotations

import wave
from pathlib import Path

import click

from mercery.core.i18n import Lang


@click.group("speech")
def speech_group() -> None:
    """The voice: what it says and how."""


@speech_group.command("say")
@click.argument("text")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the text.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="WAV file to write.")
@click.option("--built-in", is_flag=True, help="By the built-in voice, whatever the settings name.")
def say_command(text: str, lang: Lang, out: Path | None, built_in: bool) -> None:
    """Speak a text: the words as they are read aloud with their times, and a WAV file."""
    from mercery.ai.speech.choosing import speech_voice
    from mercery.ai.speech.espeak import EspeakVoice
    from mercery.ai.speech.sentences import said

    voice = EspeakVoice() if built_in else speech_voice()
    speech = said(voice, text, lang, rate=24_000)
    for word in speech.words:
        click.echo(f"{word.from_ms:7d} ms  {word.text}")
    click.echo(f"{speech.ms / 1000:.2f} s by {speech.voice}{'' if speech.exact else ', times estimated'}")
    if out is not None:
        with wave.open(str(out), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(speech.rate)
            file.writeframes(speech.pcm.astype("<i2").tobytes())
        click.echo(f"Written: {out}")
    voice.close()
