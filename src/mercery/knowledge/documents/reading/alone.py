"""The process that reads one file and ends: `python -m … PATH NAME OUT LIMITS`. Says what it does on standard output."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from mercery.core.i18n import Lang
from mercery.knowledge.documents.limits import Limits, Refused
from mercery.knowledge.documents.reading.opening import open_document, passages_of
from mercery.knowledge.documents.reading.piece import ReadFile

_NO_TITLE: Final = re.compile(
    r"^(?:untitled|\(anonymous\)|(?:word|powerpoint|excel) (?:document|presentation)|microsoft (?:word|powerpoint|excel)\b.*"
    r"|slide \d+|document\d*|无标题|演示文稿\d*|文档\d*|powerpoint 演示文稿)$|\.(?:docx?|odt|pdf|indd|xlsx?|ods|pptx?|odp|html?)$",
    re.IGNORECASE,
)
_EVERY: Final = 0.3
"""Seconds between two words about how far it is."""


def read(path: Path, name: str, limits: Limits, out: Path) -> ReadFile:
    """Write the passages of the file to `out`, one JSON object a line, and say what it is. Refused."""
    opened = open_document(path, name, limits)
    count, langs, told = 0, Counter[Lang](), 0.0
    tops: list[str] = []
    with out.open("w", encoding="utf-8") as stream:
        for passage in passages_of(opened, name, limits):
            stream.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
            count += 1
            if passage.kind == "heading" and passage.level == 1 and len(tops) < 2:
                tops.append(passage.text if passage.number == 1 else "")
            langs[passage.lang] += len(passage.text) * (2 if passage.lang == "zh" else 1)
            if time.monotonic() - told > _EVERY:
                told = time.monotonic()
                _say({"progress": [passage.anchor.page or 0, opened.pages, count]})
    lang: Lang = langs.most_common(1)[0][0]
    return ReadFile(
        format=opened.format,
        # A single heading above everything, at the very beginning, is the title where the file names none.
        title=_said(opened.title) or (tops[0] if len(tops) == 1 else "")[:200],
        lang=lang,
        pages=opened.pages,
        passages=count,
        notes=tuple(opened.notes),
    )


def _said(title: str) -> str:
    """The title a file gives itself; programs write the name of a file there, or what they call all files."""
    plain = " ".join(title.split())[:200]
    return "" if _NO_TITLE.search(plain) else plain


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _hold_limits(limits: Limits) -> None:
    """Have the system end this process when it needs more time or memory, or writes more than a document can hold."""
    try:
        import resource
    except ImportError:  # not on Windows; the time limit of the process that started this one holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked, limits.unpacked))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read what the arguments name."""
    path, name, out, given = sys.argv[1:5]
    limits = Limits(**json.loads(given))
    _hold_limits(limits)
    try:
        found = read(Path(path), name, limits, Path(out))
    except Refused as error:
        _say({"refused": error.told()})
    except (MemoryError, RecursionError):
        _say({"refused": Refused("too_much_memory", file=name).told()})
    else:
        _say({"read": asdict(found)})


if __name__ == "__main__":
    main()
