"""`mercery bench video [--seconds 15] [--pictures drawn|photos] [--formats portrait,landscape] [--sample 15]`: what a video costs.

A made-up product with four pictures of 1,600 × 2,000 pixels, five shots with narration. Processor seconds of this process and
those it started, for a video of `seconds` seconds: drawing alone (grounds, motion, words), the whole film with its encoding,
and speech for a second of sound. Encoding is what the film costs beyond drawing. `sample`: seconds from the beginning that
are really made; the rest is reckoned from them.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from mercery.evals.registry import Say
from mercery.studio.video.shot import FORMATS, MOTIONS, Picture, Shot, Storyboard

LIMIT_CPU_S: Final = 18
"""For 15 seconds at 1080 × 1920."""
_DRAWING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1120" viewBox="0 0 900 1120">'
    '<defs><linearGradient id="g"><stop offset="0" stop-color="#8E3440"/><stop offset="1" stop-color="#5C1822"/></linearGradient></defs>'
    '<rect width="900" height="1120" fill="#{wall}"/><rect y="830" width="900" height="290" fill="#{table}"/>'
    '<path d="M240 400h420l40 440H200z" fill="url(#g)"/><path d="M330 400q0-200 120-200t120 200" fill="none" stroke="#5C1822" '
    'stroke-width="28"/><rect x="410" y="560" width="80" height="80" rx="8" fill="#C79A45"/></svg>'
)
_GROUNDS: Final = (("CFD8CC", "BAC6B8"), ("E2D0CB", "D2BAB4"), ("CBD6DD", "B4C3CC"), ("E6DBBD", "D6C79F"))
_WORDS: Final = (
    ("A flap bag in calfskin", "This is the saddle bag, in vegetable-tanned calfskin."),
    ("Brass", "The closure is brass, and the lining is suede."),
    ("27 × 19 × 9 cm", "It measures 27 × 19 × 9 cm."),
    ("780 g", "It weighs 780 g, with the strap."),
    ("Made in Florence", "It is cut and sewn in Florence."),
)


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Processor seconds by stage and format, frames a second, bytes, speech."""
    seconds = float(options.get("seconds", "15"))
    sample = min(seconds, float(options.get("sample", str(seconds))))
    names = options.get("formats", "portrait,landscape").split(",")
    photos = options.get("pictures", "photos") == "photos"
    found: dict[str, object] = {"seconds": seconds, "sampled_seconds": sample, "limit_cpu_s": LIMIT_CPU_S}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _pictures(folder, photos=photos)
        found["speech_cpu_s_per_audio_s"] = _speech()
        for name in names:
            found[name] = _format(folder, FORMATS[name].name, seconds, sample)
            say(f"{name}: {found[name]}")
    return found


def cpu() -> float:
    """Processor seconds of this process and of those it started and waited for."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    began, wall = cpu(), time.perf_counter()
    work()
    return cpu() - began, time.perf_counter() - wall


def _pictures(folder: Path, *, photos: bool) -> None:
    """Four pictures: drawings, or photographs with grain as a camera makes it."""
    from PIL import Image, ImageDraw

    chance = np.random.default_rng(7)
    for number, (wall, table) in enumerate(_GROUNDS):
        if not photos:
            drawing = _DRAWING.replace("{wall}", wall).replace("{table}", table)
            (folder / f"{number}.svg").write_text(drawing, "utf-8")
            continue
        ground = np.empty((2000, 1600, 3), np.float32)
        ground[:1480], ground[1480:] = list(bytes.fromhex(wall)), list(bytes.fromhex(table))
        image = Image.fromarray(ground.astype(np.uint8))
        ImageDraw.Draw(image).rounded_rectangle([400, 600, 1200, 1500], 60, fill="#7A1E2C")
        grain = chance.normal(0, 2.2, (2000, 1600, 1))
        Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8)).save(
            folder / f"{number}.jpg", quality=92
        )


def _speech() -> float:
    from mercery.ai.speech.espeak import EspeakVoice

    voice, ms = EspeakVoice(), 0
    voice.synthesize("Ready.", "en")

    def speak() -> None:
        nonlocal ms
        for _ in range(4):
            ms += sum(voice.synthesize(words, "en").ms for _, words in _WORDS)
        voice.close()

    return round(_timed(speak)[0] / (ms / 1000), 4)


def _format(folder: Path, name: str, seconds: float, sample: float) -> Mapping[str, object]:
    from mercery.studio.video.film import PER_SECOND, About, write_film
    from mercery.studio.video.render import Pictures

    shape, board = FORMATS[name], _board(folder, seconds)
    count = round(sample * PER_SECOND)
    share = seconds / sample

    def draw() -> None:
        pictures = Pictures(board, shape, folder)
        for number in range(count):
            pictures.frame(number)

    def film() -> None:
        pictures = Pictures(board, shape, folder)
        frames = (pictures.frame(number) for number in range(count))
        sound = np.zeros(count * 48_000 // PER_SECOND, np.float32)
        write_film(folder / f"{name}.mp4", shape, frames, sound, about=About(title="Saddle bag"))

    drawing, _ = _timed(draw)
    whole, wall = _timed(film)
    return {
        "cpu_s": round(whole * share, 2),
        "drawing_cpu_s": round(drawing * share, 2),
        "encoding_cpu_s": round((whole - drawing) * share, 2),
        "wall_s": round(wall * share, 1),
        "cpu_ms_per_frame": round(1000 * whole / count, 1),
        "megabytes": round((folder / f"{name}.mp4").stat().st_size * share / 1e6, 2),
        "n_frames": count,
    }


def _board(folder: Path, seconds: float) -> Storyboard:
    from mercery.studio.video.planes import look_at

    files = sorted(one for one in folder.iterdir() if one.suffix in (".svg", ".jpg") and one.stem.isdigit())
    shots, each = [], seconds / len(_WORDS)
    for index, (caption, narration) in enumerate(_WORDS):
        width, height, found = look_at(files[index % len(files)])
        picture = Picture(
            path=files[index % len(files)].name, width=width, height=height, product_id="bag", subject=found.subject, plain=found.plain
        )  # fmt: skip
        shots.append(
            Shot(
                number=index + 1,
                picture=picture,
                motion=MOTIONS[index % len(MOTIONS)],
                start=max(0.0, index * each - 0.3),
                end=(index + 1) * each + 0.3,
                caption=caption,
                narration=narration,
                title="The saddle bag" if not index else "",
            )
        )
    return Storyboard(
        lang="en", title="The saddle bag", shots=tuple(shots), label="Synthetic voice", mark="Halden", fade=0.6
    )
