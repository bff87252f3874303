"""Small talk by its words: a sentence made wholly of words and phrases with which nothing can be said of the shop.

`You walked all that way in the sleet, do sit down`, 外面冷吧，先坐下暖和暖和: the weather, the way home, moods, occasions, the
chat itself, what has to be looked up. The lists hold no word for what goods or the shop are like or for what is done, promised,
paid, given or allowed; words that could say it beside others (`it`, `no`, `will`, 不, 有, 给) stand only in phrases. So a sentence
needs no form to pass; with one word from elsewhere it does not. What harmless words say beside one another is refused below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.asserting import asserts
from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon.small_talk import Node, Phrases, phrases

_CLAUSES: Final = re.compile('[,;:.!?，、；：。！？…~～—–"“”()（）]+| - |--+')
_SIGNS: Final = re.compile("[\u3400-\u9fff]+")
_WORDS: Final = re.compile(r"[a-z' -]+")
_SHORTENED: Final = (
    ("can't", "cannot"), ("won't", "will not"), ("shan't", "shall not"), ("n't", " not"), ("'m", " am"), ("'ll", " will"), ("'ve", " have"),
    ("'re", " are"), ("'d", " would"), ("let's", "let us"),
)  # fmt: skip
_IS: Final = re.compile(r"\b(it|that|what|how|who|where|there|he|she|here|this|when)'s\b")
_OF: Final = re.compile(r"'s?(?= |$)")
_SOFT: Final = frozenset(
    {"and", "but", "so", "then", "well", "oh", "ah", "aw", "now", "right", "okay", "ok", "please", "do", "just", "perhaps", "maybe", "also", "or", "dear", "until", "meanwhile"}
)  # fmt: skip
"""Words before which a phrase still counts as the beginning of a clause."""
_ASSENT_EN: Final = re.compile(
    r"(?:yes|no|sure thing|right you are|right|of course|okay|ok|indeed|very well|as you wish|well|exactly|just|so|you know|you see|by the way|in fact|in truth|sir|madam|dear|oh|ah|and|"
    r"no problem|no bother|no trouble|no worries|at all|whatsoever| )+"
)
_ASSENT_ZH: Final = re.compile(
    "(?:是的?|对的?|没错|好的?|嗯|当然|确实|的确|可不是|可不|那|就是|说呀|嘛|啊|呀|的|了|呢|吧|哈|您|你|亲|是啊|有道理|没事儿?|没关系|不要紧|行|成)+"
)
"""Assent to a question, nobody knows to what, and asides with nothing beside them."""
_CLASHES: Final = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        # rain is no problem: said of goods, though none is named
        (
            r"rain|drizzl|snow|storm|shower|puddle|downpour|soaked|drenched|sleet|hail|wind|frost|freez|heat|icy|slush|walk|climb|run\b|running|all day|all night|fall|雨|雪|淋|湿|风|冰|冻|晒|走路|爬|跑|水|汗|摔|磕|一整天|太阳|暖和天|零下",
            r"problem|worr|bother|trouble|harm|need to|do not|不用|不怕|不必|没事|没关系|不要紧|不碍事|不打紧|无妨|不妨|没什么|没啥|放心|甭|别担心|别急|别慌",
        ),
        # `tired in the morning, cheerful in the evening`, 下雪天也开心: what goods do, though none is named
        (
            r"\b(?:rain|snow|storm|sleet|cold|heat|wind|frost|fever|cough|headache|migraine|ill|sick|tired|weary|exhausted|asleep|insomnia|sore|walk|run|winter|commute)\w*|雨|雪|风|零下|太阳|感冒|咳嗽|发烧|失眠|头疼|头痛|累|难过|走路|冬|夏|老人|腰",
            r"cheerful|relieved|happy|sleeping well|joyful|smiling|也(?:不|没|都|开心|暖|高兴|幸福|轻松)|都(?:不|没|满足|开心)|[天下]也?暖和|好多了|(?<!会)好起来|睡着|满足|踏实|轻松",
        ),
        # when somebody is there: hours of the shop
        (
            r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|christmas|easter|new year|holiday|tonight|midnight|late\b|evening|night|day\b|周|星期|礼拜|节|春|除夕|过年|元旦|国庆|中秋|半夜|晚上|深夜|凌晨|通宵|假|天天|每天|点",
            r"i am here|i will be here|i shall be here|be here|am back|be back|be waiting|wait here|welcome|come (?:by|in|back|round)|pop|drop|visit|here for you|(?<![您你他她])(?:休息|放假|上班|下班|加班|在呢|我在|我都在|在的|恭候)|(?:欢迎|再来|常来|来坐坐|来找我)",
        ),
        # time to think is time to return
        (r"\b(?:days?|weeks?|months?|years?)\b|[周月年]|星期|两天|几天", r"you have .*(?:think|sleep on|decide|mull|forget|change)|慢慢(?:考虑|想|商量|琢磨).*(?:都行|可以)"),
    )
)  # fmt: skip
"""Harmless words that say something of goods or the shop beside one another."""
_WISHED: Final = re.compile(
    r"^(?:祝|愿|恭|希望)|祝[您你大]|愉快|快乐|安康|(?:good|happy|merry) (?:morning|afternoon|evening|day|night|luck|birthday|christmas|easter|new year|holidays|weekend)|^(?:do )?(?:have a|enjoy) |[天下周]见"
)


def is_small_talk(own: Sequence[Token], text: str) -> bool:
    """Whether one sentence, as it was written, is made of small talk alone."""
    plain = text.lower().replace("’", "'")
    clauses = [one.strip() for one in _CLAUSES.split(plain) if one.strip()]
    if not clauses or not all(_spoken(one) for one in clauses) or any(token.names for token in own):
        return False
    if (_ASSENT_EN if plain.isascii() else _ASSENT_ZH).fullmatch(
        " ".join(clauses) if plain.isascii() else "".join(clauses)
    ):
        return False
    joined = " ".join(_written_out(one) for one in clauses)
    if not _WISHED.search(joined) and any(one.search(joined) and other.search(joined) for one, other in _CLASHES):
        return False
    # in English the lists themselves leave out what `asserting` looks for; Chinese words are too short for that
    return plain.isascii() or not asserts(own)


def _written_out(text: str) -> str:
    text = _IS.sub(r"\1 is", text)
    for short, whole in _SHORTENED:
        text = text.replace(short, whole)
    return text


def _spoken(clause: str) -> bool:
    if _SIGNS.fullmatch(clause):
        return _made_of(clause, phrases("chinese"))
    if not _WORDS.fullmatch(clause):
        return False
    written = _written_out(clause)
    return _made_of(_OF.sub("", written).replace("-", " ").split(), phrases("english"))


def _made_of(units: Sequence[str], known: Phrases) -> bool:
    """Whether the units can be cut into phrases without a rest."""
    size = len(units)
    reached = [True, *[False] * size]
    opening = [True, *[False] * size]
    for place, unit in enumerate(units):
        if not reached[place]:
            continue
        if opening[place] and unit in _SOFT:
            opening[place + 1] = True
        for end in _ends(known.anywhere, units, place):
            reached[end] = True
        for end in _ends(known.opening, units, place) if opening[place] else ():
            reached[end] = True
    return reached[size]


def _ends(root: Node, units: Sequence[str], place: int) -> set[int]:
    """Where the phrases end that begin at a place."""
    found: set[int] = set()
    nodes = [root]
    while place < len(units) and nodes:
        nodes = [after for node in nodes for after in node.after.get(units[place], ())]
        place += 1
        if any(node.ends for node in nodes):
            found.add(place)
    return found
