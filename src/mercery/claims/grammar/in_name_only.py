"""`don't let the name fool you`, `golden in name only`, 虽然叫天鹅绒: words of a name that are not said of the piece."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.describing import HAVING
from mercery.claims.grammar.reading import Segment

_ENGLISH: Final = re.compile(
    r"(?:but |and |so |though |although )?(?:"
    r"(?:please )?do not (?:let|be (?:fooled|misled|deceived|confused) by|go by|read too much into|trust|mind) (?:the|its|their) names?(?: (?:fool|mislead|deceive|trick|confuse) you)?"
    r"|(?:despite|in spite of|whatever|never mind|notwithstanding|forget|ignore|contrary to|for all|regardless of|unlike|beyond) "
    r"(?:what )?(?:the|its|their) names?(?: (?:says|say|suggests|suggest|implies|imply|might suggest|may suggest|might imply|promises|sounds like|tells you))?"
    r"|(?:the|its) names? (?:is misleading|misleads|is just a name|is only a name|is purely a name|notwithstanding|aside|is nothing more than a name|may mislead|can mislead)"
    r"|(?:it is )?(?:in|by) name (?:only|alone)|name aside"
    r")(?: though| but)?"
)
_CHINESE: Final = re.compile(
    r"(?:其实|不过|但是?|虽然|尽管|请|您|可)*(?:(?:别|不要|莫|千万别|可别)(?:被|让|给)?(?:它的?|这个|这)?(?:名字|名称|名)(?:骗|误导|迷惑|唬住|带偏|忽悠|糊弄|唬)?(?:了|到)?(?:您|你)?"
    r"|(?:名字|名称)(?:归名字|归名称|只是名字|只是个名字|而已|只是名字而已|容易让人误会|有点误导|容易误导人)"
    r"|(?:别看|不管|无论)(?:它的?)?(?:名字|名称|名)(?:怎么叫|如何|是什么|怎么写|叫什么)?)(?:哦|啊|呢|了|而已)*"
)
_REAL: Final = frozenset({"real", "true", "genuine", "actual", "really", "真", "真的", "真正", "正是", "如其名", "如"})

_AS_NAMED: Final = re.compile(
    r"(?<![a-z])(?:as|like|hence|thus|by|with) (?:the|its|their) names?(?! only| alone)(?![a-z])"
)
"""`gold as the name says`: said of the piece after all."""


def name_words(segment: Segment) -> None:
    """Account for words that a name says, where the segment tells that it is only the name."""
    if _is_aside(segment):
        segment.use(segment.open(), "name")
        return
    stocked = any(token.is_a("stock") and token.text not in HAVING for token in segment.tokens)
    if not segment.has("att:name") or segment.a("price") or stocked or any(token.amount for token in segment.tokens):
        return
    told = " ".join(token.text for token in segment.tokens)
    if any(token.text in _REAL for token in segment.tokens) or _AS_NAMED.search(told):
        return
    for token in segment.open():
        keys = {key for key in token.keys if key.startswith(("mat:", "col:"))}
        if keys and all(keys & view.title_keys for view in segment.views):
            segment.use([token], "name")


def _is_aside(segment: Segment) -> bool:
    words = [token.text for token in segment.tokens if not token.punctuation]
    if not words or any(token.amount for token in segment.tokens):
        return False
    if any(not word.isascii() for word in words):
        return _CHINESE.fullmatch("".join(words)) is not None
    return _ENGLISH.fullmatch(" ".join(" ".join(words).split())) is not None
