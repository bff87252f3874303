"""Where a sentence may be left when an answer waits: at a stop, a comma or before what a price was, where what was said is a sentence
of its own, which the gate lets out on the facts of the moment as if nothing were to follow. Whatever limits a rule of the shop has to be
said before it is left, then; where the gate cannot tell, the sentence is said to its end. One thing is known without the gate: a rule
that names its own threshold (`free from €200`) is as true without the other case (`below that it costs €12`). Pure.

What is left of an answer is said as soon as nobody waits: by itself, where the gate lets that out too without knowing what was talked
about, else the whole sentence again. What is left of the script is said as a whole again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.claims.values import Statement
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.livestream.comments.wording import led
from mercery.livestream.line import Line
from mercery.livestream.order.breaths import part
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.spoken_length import seconds_of
from mercery.studio.checking import judge
from mercery.studio.materials import Materials
from mercery.studio.writing.referring import referring

LEAST_S: Final = 1.2
"""Seconds that are said at least before a sentence is left: shorter, and nothing of it was heard."""
WORTH_S: Final = 0.7
"""Seconds of words that have to be left, or it is said to its end."""
REST_WITHIN: Final = timedelta(seconds=25)
"""What is left of an answer is said within that time, or stays written below the comment: later nobody knows what it belongs to."""
_PLACE: Final = re.compile(
    r"[，；。！？](?=.)|[;.!?] +(?=.)|, (?=with |so |then |tax included)| (?=instead of )|(?<=[^，])(?=而不是)"
    r"|(?<=[\d元])：(?=.)|(?<=\d): (?=.)"
)
"""In English a comma stands between the things of a list as well. A colon behind a sum of money tells how it is to be had."""
_COLON: Final = re.compile(r"(?:：|:(?!\d))[^。！？.!?；;]*$")
"""What follows a colon belongs together: a condition with what comes of it, advice with its reason."""
_VERDICT: Final = re.compile(r"^(?:是的|不是|有的|没有|可以|抱歉)，|^(?:Yes|No), ", re.IGNORECASE)
"""What answers yes or no before the facts do: it was asked, and the whole answer bears it."""
_LIMITS: Final = re.compile(
    r"\b(?:except|excepted|unless|only|but|however|not|no|never|cannot|neither|nor|others?|exclud\w+|provided|if|as long as|must"
    r"|below|above)\b|除|但|仅|只|限|须|(?<!另)需|如果|若|否则|例外|其他|其余|没有|不含|不包括|不适用|不可|不能|不办|未满|不满",
    re.IGNORECASE,
)
"""What may take something back of what was said, or make it depend on something: said in one go."""
_OWN_THRESHOLD: Final = re.compile(r"\b(?:from|over|above|at least) [€$£¥]?\d|满 ?\d", re.IGNORECASE)
_OTHER_CASE: Final = re.compile(r"(?:below|under) that\b|otherwise\b|未满|不满|不足", re.IGNORECASE)
"""Opens the case beside the threshold that was just named, of which it takes nothing back."""
_ENOUGH: Final = re.compile(
    r"(?:instead of |而不是|原价)(?:[^,，;；.。]|[,.](?=\d))*(?:[,，] ?(?:tax included|含税))?[.。]?|(?:tax included|含税)[.。]?",
    re.IGNORECASE,
)
"""What a price was, and that tax is in it: written below the comment, and not said by itself."""
_POINTS_BACK: Final = re.compile(
    r"(?:it|its|they|their|this|that|these|those|he|she)\b|[它这那其该此]|前者|后者", re.IGNORECASE
)
"""By itself it would speak of what was said last."""
_GO_ON: Final = Words("Back to the question before: ", "刚才的问题还没说完：")
_GO_ON_ABOUT: Final = Words("A little more on {name}: ", "接着说{name}：")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A place where a line may be left."""

    at: int
    """Characters that were said then, with the sign they end in."""
    rest: Sentence | None = None
    """What is left with what leads to it, where it is a sentence of its own; None: the whole is said again."""
    enough: bool = False
    """Whether nothing that was asked is left."""


def leaves(line: Line, shelf: Shelf, answers: Sequence[Fact] = ()) -> tuple[Leave, ...]:
    """The places, from the first to the last. Some milliseconds for each: the gate reads the words. `answers`: the shop's approved
    answers it stands on, which are on no shelf."""
    bare = replace(shelf.bare, facts=tuple(answers)) if answers else shelf.bare
    materials = bare if answers else shelf.piece(line.product_id) or bare
    about = line.product_id if line.product_id in shelf.by_product else ""
    return tuple(
        Leave(at=at, rest=_rest(line, at, shelf, bare), enough=_enough(line, at))
        for at in _places(line)
        if _stands(_without_name(line, at), line, materials, about) or _one_case(line, at, bare)
    )


def left_over(line: Line, leave: Leave, moment: datetime) -> Line | None:
    """The line that says what is left of it: of an answer its rest, of the script the whole. None: nothing more is said."""
    if line.kind != "answer":
        return replace(line, id=new_id("lln"))
    if line.rest or leave.enough:
        return None
    until = moment + REST_WITHIN
    lead = _GO_ON.text(line.lang)
    again = led(line.sentence, lead)
    start, end = line.called
    return replace(
        line, id=new_id("lin"), sentence=leave.rest or again, rest=True, gesture="none",
        called=(start + len(lead), end + len(lead)) if leave.rest is None and end else (0, 0),
        holds_until=until if line.holds_until is None else min(until, line.holds_until),
    )  # fmt: skip


def said_of(sentence: Sentence, leave: Leave) -> Sentence:
    """What was heard of it."""
    return part(sentence, 0, len(sentence.text[: leave.at].rstrip()))


def _places(line: Line) -> Iterator[int]:
    for found in _PLACE.finditer(line.text):
        before, after = line.text[: found.start()], line.text[found.end() :]
        other = _OTHER_CASE.match(after) if _OWN_THRESHOLD.search(before) else None
        # The colon behind a viewer's name leads to everything.
        own = before[line.called[1] :] if line.called[0] == 0 else before
        if _COLON.search(own) or _LIMITS.search(after, other.end() if other else 0):
            continue
        if seconds_of(before, line.lang) >= LEAST_S and (
            seconds_of(after, line.lang) >= WORTH_S or _enough(line, found.end())
        ):
            yield found.end()


def _without_name(line: Line, at: int) -> str:
    start, end = line.called
    return _VERDICT.sub("", line.text[:start] + line.text[end:at]) if end <= at else ""


def _enough(line: Line, at: int) -> bool:
    return _ENOUGH.fullmatch(line.text[at:].strip()) is not None


def _one_case(line: Line, at: int, materials: Materials) -> bool:
    """Whether what was said is one of two cases of a rule, in the shop's own words, with the threshold that parts them."""
    said, after = _without_name(line, at).strip(" ，,；;。."), line.text[at:]
    if not said or not _OWN_THRESHOLD.search(said) or not _OTHER_CASE.match(after):
        return False
    rules = [fact.value for fact in materials.facts if fact.id in line.sentence.fact_ids]
    return any(
        isinstance(one, Statement) and one.words.text(line.lang).casefold().startswith(said.casefold()) for one in rules
    )


def _rest(line: Line, at: int, shelf: Shelf, bare: Materials) -> Sentence | None:
    """What is left of an answer, said by itself: of the shop, or of the piece when that is named."""
    rest = part(line.sentence, at, len(line.text))
    if line.kind != "answer" or _POINTS_BACK.match(rest.text) or _enough(line, at):
        return None
    if _stands(rest.text, line, bare, ""):
        return led(rest, _GO_ON.text(line.lang))
    product, materials = shelf.by_product.get(line.product_id), shelf.piece(line.product_id)
    if product is None or materials is None or not _stands(rest.text, line, materials, product.id):
        return None
    name = referring(product, line.lang, "name").name
    return led(
        rest, _GO_ON_ABOUT.text(line.lang).format(name=f" {name}" if line.lang == "zh" and name[:1].isascii() else name)
    )


def _stands(text: str, line: Line, materials: Materials, about: str) -> bool:
    """Whether the words are a sentence that may be said by itself."""
    plain = text.strip(" ，,；;。.！!？?")
    if not plain:
        return False
    sentence = Sentence(text=plain + ("。" if line.lang == "zh" else "."))
    return judge(sentence, materials, writer="model", about=about, lang=line.lang).holds
