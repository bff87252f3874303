"""How many wrong facts are found where a fact of finished talk is changed, so that what was said of it no longer holds.

    .venv/bin/python -m tools.inspection.changed FILE…

FILE: conversations as `mercery eval inspection` reads them. Of every fact that an agent repeats one figure, or one word of a
group (a colour, a material, a day), is replaced by another, and the conversation inspected for a wrong fact. Nobody's way of
writing faults is in this, so it tells what carries over to others; it says nothing of false accusations.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mercery.ai.choosing import chosen_chinese_embedder
from mercery.core.config import settings
from mercery.evals.inspection import Listed, row_of, rows_of
from mercery.inspection.detectors.wrong_fact import find
from mercery.inspection.learnt.signs import use_meaning
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.groups import by_group, hits
from mercery.inspection.reading.lexicon import rows
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Known, Transcript

_NO_GOODS: Final = re.compile(
    r"today|今天|date|limit|时限|reply|response|回复|order|订单|identif|核|verified|card|卡|phone|手机|customer|address|地址|session|登录|upsell|推|offer|refund:|delivered|签收|购买|bought|chart|timing"
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_BY: Final = (1.5, 0.6, 2.0, 0.5, 1.3)
_SMALL: Final = 3


@dataclass(frozen=True, slots=True)
class Changed:
    """A conversation in which what was said of one fact is wrong; `kind` is the figure's family or the word's group."""

    kind: str
    transcript: Transcript


def changed(talk: Listed, chance: random.Random) -> Iterator[Changed]:
    """Every change of one value that an agent gave and the customer did not."""
    if RuleId.WRONG_FACT in talk.faults:
        return
    transcript = talk.transcript
    for place, known in enumerate(transcript.known):
        if _NO_GOODS.search(known.name.lower()):
            continue
        for kind, value in (*_other_figures(transcript, known, chance), *_other_words(transcript, known, chance)):
            facts = list(transcript.known)
            facts[place] = replace(known, value=value)
            yield Changed(kind, replace(transcript, known=facts))


def _words_of(transcript: Transcript, role: str) -> str:
    return "\n".join(turn.text.lower() for turn in transcript.turns if turn.role == role)


def _other_figures(transcript: Transcript, known: Known, chance: random.Random) -> Iterator[tuple[str, str]]:
    said = {(one.family, one.low, one.high) for one in amounts(_words_of(transcript, "agent"))}
    taken = set(_NUMBER.findall(_words_of(transcript, "customer")))
    taken |= {number for one in transcript.known for number in _NUMBER.findall(one.value)}
    for one in amounts(known.value.lower()):
        raw = known.value[one.start : one.end]
        numbers = _NUMBER.findall(raw)
        theirs = set(_NUMBER.findall(_words_of(transcript, "customer")))
        if one.family == "date" or len(numbers) != 1 or numbers[0] in theirs:
            continue
        if (one.family, one.low, one.high) not in said:
            continue
        old = float(numbers[0])
        digits = 1 if "." in numbers[0] or old < _SMALL else None
        others = [f"{round(old * times, digits):g}" for times in chance.sample(_BY, len(_BY))]
        if new := next((other for other in others if other not in taken), None):
            yield one.family, known.value[: one.start] + raw.replace(numbers[0], new, 1) + known.value[one.end :]


def _other_words(transcript: Transcript, known: Known, chance: random.Random) -> Iterator[tuple[str, str]]:
    agent, customer = (by_group(_words_of(transcript, role)) for role in ("agent", "customer"))
    for hit in hits(known.value.lower()):
        group, _, member = hit.key.partition(":")
        if member not in agent.get(group, ()) or member in customer.get(group, ()):
            continue
        chinese = not known.value[hit.start : hit.end].isascii()
        own = by_group(known.value.lower()).get(group, frozenset())
        others = [
            surface
            for row in rows("groups")
            for surface in row.surfaces[:1]
            if row.head.lstrip("*").startswith(f"{group}: ")
            and row.head.rpartition(": ")[2] not in own
            and surface.isascii() != chinese
        ]
        if others:
            yield f"{group} (words)", known.value[: hit.start] + chance.choice(others) + known.value[hit.end :]


def main() -> None:
    use_meaning(chosen_chinese_embedder(settings()))
    chance = random.Random(1)  # noqa: S311 - the same changes at every run, and nothing secret
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for path in map(Path, sys.argv[1:]):
        for row in rows_of(path):
            for one in changed(row_of(row, path), chance):
                right = any(True for _ in find(one.transcript))
                made.update((one.kind, "all"))
                found.update((one.kind, "all") if right else ())
    for kind, count in made.most_common():
        sys.stdout.write(f"{kind}: {found[kind]} of {count}\n")


if __name__ == "__main__":
    main()
