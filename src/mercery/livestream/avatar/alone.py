"""Examines a host or a background in a process of its own: `python -m mercery.livestream.avatar.alone PATH INTO`.

It reads, and draws it once in each format, so that what is accepted can be drawn in time. Limits on memory and processor time
are the system's: what a hostile file brings down is this process alone.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from time import process_time
from typing import Any, Final

from mercery.core.errors import MerceryError, Problem
from mercery.livestream.avatar.attitude import Attitude, settled
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.backgrounds import SETTING, examined_background, read_setting
from mercery.livestream.avatar.limits import MEMORY, SECONDS
from mercery.livestream.avatar.reading import DRAWING, examined
from mercery.livestream.avatar.stage import Stage
from mercery.livestream.avatar.unpacking import kind_of, unpack
from mercery.livestream.show import SIZES

_MOST_MS: Final = 120.0
"""Processor time for drawing all groups once; a host that takes longer cannot move at 25 frames a second."""


def examine(path: Path, into: Path) -> dict[str, Any]:
    """What was found in a folder or a zip; a zip is unpacked to `into`."""
    problems: list[Problem] = []
    folder = path
    if path.is_file() and path.suffix.lower() == ".zip":
        folder = into
        problems = unpack(path, into)
    kind = kind_of(folder) if folder.is_dir() else "background"
    name: dict[str, str] | None = None
    if not problems:
        problems, name = _host(folder) if kind == "host" else _background(folder)
    return {"kind": kind, "name": name, "problems": [asdict(problem) for problem in problems]}


def _host(folder: Path) -> tuple[list[Problem], dict[str, str] | None]:
    found = examined(folder)
    if not isinstance(found, Avatar):
        return found, None
    problems = _drawn(found)
    return problems, {"en": found.rig.name.en, "zh": found.rig.name.zh}


def _drawn(avatar: Avatar) -> list[Problem]:
    """Whether it can be drawn, and fast enough."""
    for shape in SIZES:
        try:
            stage = Stage(avatar, None, shape)
            pose = settled(avatar.rig, shape, "calm", "card")
            # The quickest of three counts: a machine with other work must not have a good host refused.
            taken = min(_ms(stage, replace(pose, tilt=pose.tilt + tilt, breath=tilt / 3)) for tilt in (0.0, 1.1, 2.3))
        except MerceryError:
            raise
        except Exception as error:
            return [
                Problem(
                    message=f"The host cannot be drawn: {error}.",
                    remedy="Export the drawing again as plain SVG.",
                    file=DRAWING,
                )
            ]
        if taken > _MOST_MS:
            return [
                Problem(
                    message=f"Drawing the host once takes {taken:.0f} ms; {_MOST_MS:.0f} are the most.",
                    remedy="Use fewer blurs and nodes; gradients cost less than blurs.",
                    file=DRAWING,
                )
            ]
    return []


def _ms(stage: Stage, attitude: Attitude) -> float:
    began = process_time()
    stage.draw(attitude)
    return (process_time() - began) * 1000


def _background(folder: Path) -> tuple[list[Problem], dict[str, str] | None]:
    problems = examined_background(folder)
    setting = None if problems else read_setting(folder, problems)
    if setting is not None and setting.name is None and folder.is_dir():
        problems.append(
            Problem(
                message=f"{SETTING} gives the background no name.",
                remedy='Add "name": {"en": "…", "zh": "…"}.',
                file=SETTING,
                field="name",
            )
        )
    return problems, {"en": setting.name.en, "zh": setting.name.zh} if setting and setting.name else None


def _hold_limits() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the time limit of the process that started this one holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000_000, 40_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Examine what the arguments name, and say it as JSON."""
    _hold_limits()
    try:
        said = examine(Path(sys.argv[1]), Path(sys.argv[2]))
    except (MemoryError, RecursionError):
        said = {
            "kind": "host",
            "name": None,
            "problems": [asdict(Problem(message="Drawing it takes too much memory.", remedy="Simplify it."))],
        }
    except MerceryError as error:
        said = {"kind": "host", "name": None, "problems": [asdict(Problem(message=error.message, remedy=error.remedy))]}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
