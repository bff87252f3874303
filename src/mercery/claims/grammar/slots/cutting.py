"""Parts cut at a joint as well, where a verb of its own follows: `two pockets inside and shuts with a magnet`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.tokens import Token

_JOINTS: Final = frozenset({"and", "plus", "yet", "but", "so", "并且", "而且", "且"})
_SUBJECTS: Final = frozenset(
    {"it", "they", "we", "there", "you", "also", "then", "its", "their", "the", "it is", "nobody"}
)
_VERBS: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "has",
        "have",
        "comes",
        "come",
        "takes",
        "holds",
        "hold",
        "shuts",
        "shut",
        "closes",
        "close",
        "zips",
        "zip",
        "fastens",
        "fits",
        "fit",
        "weighs",
        "weigh",
        "measures",
        "measure",
        "runs",
        "run",
        "lasts",
        "last",
        "costs",
        "cost",
        "sells",
        "returns",
        "arrives",
        "works",
        "work",
        "needs",
        "need",
        "stays",
        "keeps",
        "opens",
        "adjusts",
        "lifts",
        "smells",
        "burns",
        "charges",
        "lands",
        "goes",
        "contains",
        "carries",
        "sits",
        "wears",
        "can",
        "cannot",
        "will",
        "does",
        "do",
        "there",
        "keep",
        "avoid",
        "use",
        "wash",
        "dry",
        "store",
        "wipe",
        "rinse",
        "brush",
        "trim",
        "please",
        "given",
        "gave",
        "knows",
    ]
)
_AMOUNTS: Final = frozenset({"quantity", "money"})


def cut_further(tokens: Sequence[Token]) -> None:
    """Begin a new part at each joint after which a clause, or another amount, of its own begins."""
    for place, token in enumerate(tokens[1:-1], 1):
        own = [one for one in tokens[:place] if one.segment == token.segment]
        if token.text not in _JOINTS or token.segment != tokens[place - 1].segment or not _complete(own):
            continue
        after = tokens[place + 1 :]
        if not (_clause_follows(after) or _amount_follows(own, after) or (_has_verb(own) and _subject_follows(after))):
            continue
        for one in tokens[place:]:
            one.segment += 1


def _complete(own: Sequence[Token]) -> bool:
    """Whether something is said before the joint: else both sides are one subject (`both the black and the tan come …`)."""
    return any(one.amount is not None or one.is_a("c", "mat", "stock") or one.text.split()[0] in _VERBS for one in own)


def _has_verb(own: Sequence[Token]) -> bool:
    return any(one.amount is not None or one.text.split()[0] in _VERBS for one in own)


def _subject_follows(after: Sequence[Token]) -> bool:
    """`… and duties are on the recipient`: a thing and its verb."""
    words = [one for one in after[:4] if one.text not in ("the", "its", "their", "our")]
    if len(words) < 2 or not words[0].is_a("c", "att", "part", "noun") or words[0].amount is not None:
        return False
    return words[1].text.split()[0] in _VERBS


def _clause_follows(after: Sequence[Token]) -> bool:
    words = [one.text for one in after[:3]]
    if words[0].split()[0] in _VERBS:
        return True
    return words[0] in _SUBJECTS and len(words) > 1 and any(word.split()[0] in _VERBS for word in words[1:])


def _amount_follows(own: Sequence[Token], after: Sequence[Token]) -> bool:
    """`28 millimetres across and a mere 38 grams`: amounts of two things."""
    told = next((one for one in own if one.amount is not None and one.amount.kind in _AMOUNTS), None)
    place = next((index for index, one in enumerate(after[:3]) if one.amount is not None), None)
    if (
        told is None
        or place is None
        or told.amount is None
        or not all(one.has("k:light", "k:just") for one in after[:place])
    ):
        return False
    other = after[place].amount
    return other is not None and other.kind in _AMOUNTS and other.unit != told.amount.unit


_LETTERS: Final = {
    "small": "s", "smalls": "s", "medium": "m", "mediums": "m", "large": "l", "larges": "l", "extra large": "xl", "extra small": "xs",
    "小码": "s", "小号": "s", "中码": "m", "中号": "m", "大码": "l", "大号": "l",
}  # fmt: skip
_FITTING: Final = frozenset({"run", "runs", "fit", "fits", "up", "comes up", "come up", "too", "very", "bit", "little"})


def sizes_by_word(tokens: Sequence[Token], sizes: frozenset[str]) -> None:
    """`ten pairs in small`, `medium covers 39 to 41`: the word of a size there is, where it stands as one."""
    for place, token in enumerate(tokens):
        letter = _LETTERS.get(token.text)
        before = tokens[place - 1] if place else None
        if letter not in sizes or (before is not None and before.text in _FITTING) or letter is None:
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if after is None or after.punctuation or after.is_a("k", "stock", "n", "c") or after.amount is not None:
            token.amount = Amount(kind="size", word=letter)
