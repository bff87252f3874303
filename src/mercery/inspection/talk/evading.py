"""A question of yes or no that is met with praise or an invitation to buy. Pure.

That a reply has no word of the question shows nothing by itself; nor that it tells another fact, which accused as many wrongly
as rightly. It must praise, and hold no word that may settle a question: no yes or no, no denial, no "can" or "only", nothing put
off or asked back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.inspection.reading.clauses import answer, negated
from mercery.inspection.talk import handing
from mercery.inspection.talk.answering import asks_back, gives_up, may_settle, puts_off, subject
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.by_kind import is_of_its_kind, judges
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.talk.phrases import plain
from mercery.inspection.talk.untold import own_words, said, touches

_ASKS: Final = re.compile(
    r"^\W*(?:[a-z']+\W+){0,3}?(?:do|does|did|is|are|can|could|will|would|has|have|should|may) (?:i|you|it|they|we|he|she|the|this|that|these|those|there|my|your|our|a|an|any|one|both)(?![a-z])"
    r"|[吗么]\W*$|(?:[\u4e00-\u9fff])(?:没有?|不)\W*$|([\u4e00-\u9fff])不\1|有没有|能不能|可不可以"
)
_BARRED: Final = re.compile(
    r"(?<![a-z])(?:no|not|never|n't|anything|something|everything|else|point"
    r"|good|nice|great|popular|lovely|pretty|beautiful|worth|recommend\w*|bestseller|best-?sell\w*|present|gifts?|like|love)(?![a-z])"
    r"|n't|别的|其他|好看|漂亮|热[卖销]|好[卖评]|爆款|畅销|人气|喜欢|送[人礼]|送.{1,4}(?:合适|好)|礼[物品]|推荐|值得|划算|好不好|好[吗么]"
)
"""What a yes or no to it would be of is not plain, or praise is what answers it."""
_SETTLES: Final = re.compile(
    r"(?<![a-z])(?:can|could|able|may|might|whether|if|only|already|depends?|either|both|sure|fine|possible|works?|leave it|sorry|please|you'?ll (?:find|need|see|have to))(?![a-z])"
    r"|可以|能(?!量)|行(?!业|李|程)|已|只|仅|看情况|都|请|麻烦|一般|建议|没问题|放心"
)
_PRAISES: Final = re.compile(
    r"(?<![a-z])(?:eye-?catcher|bestseller|best-?seller|favou?rite|gorgeous|stunning|beautiful|pretty|lovely|popular|a hit|you'?ll love|people (?:always |often |just )?(?:ask|love|rave|come back)|everyone (?:loves|asks)|(?:great|good|excellent|perfect|lovely|nice|wonderful) (?:choice|pick|taste|value|quality)|selling (?:fast|out|well)|looks? (?:great|amazing|lovely|stunning)|shall i (?:put|add)|add it to|put it in your|don'?t miss|while stocks? lasts?|hurry)(?![a-z])"
    r"|爆款|热卖|热销|人气|好评|回头客|超好看|好看|漂亮|喜欢|值得|划算|优惠|活动价|关注店铺|领券|领[^,，]{0,4}券|现在(?:买|拍|下单)|还送|送[^,，]{1,4}哦|手慢无|抓紧|赶紧|很多人|卖得"
)


_TWICE: Final = re.compile(r"([\u4e00-\u9fff])不\1")
_WORDS: Final = re.compile(r"[a-z']+|[\u4e00-\u9fff]")
_FEW: Final = 5
"""A shorter reply answers by a contrast: "for beginners", to who asks for the advanced."""


def evaded(one: Question, replies: Sequence[str]) -> bool:
    """Whether the first reply evades the question and no later one comes back to it."""
    asks = one.kind == "yes_no" or _TWICE.search(one.plain) is not None
    if not replies or not asks or not _ASKS.search(one.plain) or _BARRED.search(one.plain):
        return False
    first = plain(replies[0])
    if len(_WORDS.findall(first)) < _FEW:
        return False
    if answer(replies[0], one.plain) is not None or negated(first) or _SETTLES.search(first):
        return False
    if puts_off(replies[0]) or asks_back(replies[0]) or proposes_past_checkout(replies[0]):
        return False
    if any(handing.hands_over(reply) or handing.refers(reply) or gives_up(reply) for reply in replies):
        return False
    words = own_words(one, [], frozenset()) or one.words
    words = (words - subject(one)) or words
    if touches(words, one.topics, first) or any(said(words, plain(reply)) for reply in replies[1:]):
        return False
    if is_of_its_kind(one, first) or may_settle(one, replies[0]) or judges(one, [], replies[0]):
        return False
    return _PRAISES.search(first) is not None
