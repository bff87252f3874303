"""Questions that a document asks itself, with what answers them: Q: and A:, a question in a line of its own, question tables. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.sentences import pieces

_Q: Final = re.compile(
    r"^\s*(?:\d{1,3}[.、)]\s*)?(?:q(?:uestion)?\s?\d{0,3}\s?[.:：)、]|问题?\s?\d{0,3}\s?[:：、]|【问】)\s*",
    re.IGNORECASE,
)
_A: Final = re.compile(
    r"(?:^|\s)(?:a(?:nswer)?\s?\d{0,3}\s?[.:：)、]|答案?\s?\d{0,3}\s?[:：、]|【答】)\s*", re.IGNORECASE
)
_LONGEST_QUESTION: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPair:
    """A question with the passages that answer it; `answer` where only a part of a passage does."""

    question: str
    passages: tuple[Passage, ...]
    answered_by: tuple[Passage, ...]
    answer: str = ""


def asked_pairs(body: Sequence[Passage]) -> tuple[list[AskedPair], list[Passage]]:
    """The pairs of a section and the passages that belong to none."""
    pairs: list[AskedPair] = []
    rest: list[Passage] = []
    at = 0
    while at < len(body):
        found = _pair_at(body, at)
        if found is None:
            rest.append(body[at])
            at += 1
            continue
        pair, at = found
        pairs.append(pair)
    return pairs, rest


def _pair_at(body: Sequence[Passage], at: int) -> tuple[AskedPair, int] | None:
    one = body[at]
    if one.kind == "row":
        return None
    text = " ".join(one.text.split())
    marked = _Q.match(text)
    plain = text[marked.end() :] if marked else text
    if within := _within(plain, marked=bool(marked)):
        question, answer = within
        return AskedPair(question=question, passages=(one,), answered_by=(one,), answer=answer), at + 1
    if not (marked or (plain.endswith(("?", "？")) and len(plain) <= _LONGEST_QUESTION and len(pieces(plain)) == 1)):
        return None
    end = at + 1
    while end < len(body) and body[end].kind != "row" and not _asks(body[end], one):
        end += 1
    answered = tuple(body[at + 1 : end])
    if not answered:
        return None
    answer = _A.sub("", answered[0].text, count=1) if _A.match(answered[0].text) else ""
    return AskedPair(question=plain, passages=(one, *answered), answered_by=answered, answer=answer), end


def _within(text: str, *, marked: bool) -> tuple[str, str] | None:
    """Question and answer of one passage: "Do you ship abroad? Yes, to …", "Q: … A: …"."""
    if marked and (answer := _A.search(text)):
        return text[: answer.start()].strip(), text[answer.end() :].strip()
    match = re.match(r"(?P<q>[^.。!！?？\n]{6,160}[?？])\s*(?P<a>\S.{12,})$", text, re.DOTALL)
    if match is None or match["a"].rstrip().endswith(("?", "？")):
        return None
    return match["q"].strip(), re.sub(_A, "", match["a"], count=1).strip() if _A.match(match["a"]) else match[
        "a"
    ].strip()


def _asks(one: Passage, first: Passage) -> bool:
    """Whether the next question begins here."""
    text = " ".join(one.text.split())
    if _Q.match(text):
        return True
    asks = text.endswith(("?", "？")) and len(text) <= _LONGEST_QUESTION and len(pieces(text)) == 1
    return (asks and one.kind == first.kind) or _within(text, marked=False) is not None
