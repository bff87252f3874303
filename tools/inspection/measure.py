"""How much of a bank of sentences inspection recognises, each read alone and without facts.

    .venv/bin/python -m tools.inspection.measure [LABEL]

Of each label: what is recognised of the sentences that do it, and of those that only come near. With a label, the sentences
on which inspection errs are listed. A sentence alone is harder than one in its conversation: what was asked and what is
known is missing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mercery.core.i18n import Lang
from mercery.inspection.detectors import off_platform_payment, privacy_leak, prohibited_claim, promise_beyond_policy
from mercery.inspection.inspect import Detector
from mercery.inspection.talk import identity
from mercery.inspection.talk.asking import questions
from mercery.inspection.talk.greeting import greets
from mercery.inspection.talk.handing import demands_person
from mercery.inspection.talk.tone import rude
from mercery.inspection.transcript import Transcript, Turn

HERE: Final = Path(__file__).parent
LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


def _by(find: Detector) -> Callable[[str, Lang], bool]:
    def recognised(text: str, lang: Lang) -> bool:
        turn = Turn(role="agent", text=text, at=datetime(2026, 1, 1, tzinfo=UTC), agent="human")
        return any(True for _ in find(Transcript(lang=lang, turns=[turn])))

    return recognised


READS: Final[Mapping[str, Callable[[str, Lang], bool]]] = {
    "rude": lambda text, _: rude(text) is not None,
    "claim": _by(prohibited_claim.find),
    "promise": _by(promise_beyond_policy.find),
    "privacy": _by(privacy_leak.find),
    "offplatform": _by(off_platform_payment.find),
    "shows_order": lambda text, _: any(True for _ in identity.shown(text)),
    "wants_person": lambda text, _: bool(demands_person(text)),
    "question": lambda text, _: bool(questions(text)),
    "greets": lambda text, _: greets(text),
}
"""What reads each label; the bank's other labels are left out."""


def sentences(lang: Lang) -> Iterator[tuple[str, bool, str]]:
    """Label, whether the sentence does it or only comes near, and the sentence."""
    for line in (HERE / f"sentences_{lang}.txt").read_text("utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            label, text = line.split("\t", 1)
            yield label.removeprefix("not:"), not label.startswith("not:"), text


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for lang in LANGS:
        seen: Counter[tuple[str, bool]] = Counter()
        read: Counter[tuple[str, bool]] = Counter()
        for label, does, text in sentences(lang):
            recognised = READS[label](text, lang)
            seen[label, does] += 1
            read[label, does] += recognised
            if label == wanted and recognised != does:
                tell(f"{lang} {'missed' if does else 'taken'}: {text}")
        for label in READS:
            own, near = (label, True), (label, False)
            tell(f"{lang} {label}: {read[own]} of {seen[own]}, near {read[near]} of {seen[near]}")


if __name__ == "__main__":
    main()
