"""What a piece of talk is about, and the words it says that with. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mercery.inspection.talk.phrases import phrases

TOPICS: Final = (
    "price", "shipping_cost", "delivery_time", "delivery_place", "carrier", "tracking", "returns", "return_cost", "refund",
    "exchange", "warranty", "size", "weight", "load", "capacity", "colour", "material", "ingredients", "washing",
    "waterproof", "battery", "noise", "age", "stock", "discount", "points", "payment", "invoice", "gift", "assembly",
    "included", "compat", "hours", "location", "origin", "expiry", "usage", "effect", "cancel", "change", "customs",
    "contact", "reserve", "light", "speed", "smell", "thickness",
)  # fmt: skip
_TOLD: Final = frozenset(
    ("price", "delivery_time", "size", "weight", "capacity", "colour", "material", "battery", "hours")
)
"""Topics of which an answer may speak without their words."""
_NEAR: Final = (
    frozenset({"shipping_cost", "price"}), frozenset({"shipping_cost", "return_cost"}), frozenset({"returns", "exchange"}),
    frozenset({"delivery_time", "tracking"}), frozenset({"delivery_time", "stock"}), frozenset({"weight", "load"}),
    frozenset({"size", "capacity"}), frozenset({"load", "capacity"}), frozenset({"material", "origin"}),
    frozenset({"material", "ingredients"}), frozenset({"material", "washing"}), frozenset({"discount", "points"}),
    frozenset({"discount", "price"}), frozenset({"waterproof", "washing"}), frozenset({"included", "gift"}),
    frozenset({"included", "battery"}), frozenset({"compat", "size"}), frozenset({"compat", "battery"}),
    frozenset({"contact", "location"}), frozenset({"returns", "refund"}),
    frozenset({"warranty", "returns"}), frozenset({"usage", "washing"}), frozenset({"expiry", "delivery_time"}),
    frozenset({"age", "size"}), frozenset({"cancel", "refund"}), frozenset({"exchange", "size"}), frozenset({"stock", "size"}),
    frozenset({"stock", "colour"}), frozenset({"location", "reserve"}), frozenset({"invoice", "payment"}),
    frozenset({"usage", "assembly"}), frozenset({"delivery_place", "customs"}), frozenset({"delivery_place", "carrier"}),
    frozenset({"effect", "ingredients"}), frozenset({"battery", "usage"}), frozenset({"smell", "ingredients"}),
    frozenset({"exchange", "warranty"}), frozenset({"delivery_place", "tracking"}), frozenset({"delivery_time", "expiry"}),
    frozenset({"delivery_time", "hours"}), frozenset({"delivery_time", "refund"}), frozenset({"thickness", "material"}),
    frozenset({"delivery_time", "warranty"}), frozenset({"delivery_time", "returns"}), frozenset({"carrier", "tracking"}),
    frozenset({"delivery_time", "delivery_place"}), frozenset({"tracking", "location"}), frozenset({"price", "customs"}),
    frozenset({"delivery_time", "reserve"}), frozenset({"stock", "reserve"}), frozenset({"light", "battery"}), frozenset({"change", "exchange"}),
    frozenset({"size", "weight"}), frozenset({"capacity", "weight"}),
)  # fmt: skip
"""What is told of the one may answer a question about the other."""
COMMON_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "it's",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "do",
        "does",
        "did",
        "done",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "have",
        "has",
        "had",
        "having",
        "i",
        "i'm",
        "i've",
        "me",
        "my",
        "mine",
        "you",
        "your",
        "yours",
        "u",
        "ur",
        "we",
        "us",
        "our",
        "they",
        "them",
        "their",
        "he",
        "she",
        "his",
        "her",
        "him",
        "and",
        "or",
        "but",
        "so",
        "if",
        "then",
        "than",
        "as",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "with",
        "without",
        "by",
        "about",
        "into",
        "over",
        "under",
        "up",
        "down",
        "out",
        "off",
        "not",
        "no",
        "nor",
        "too",
        "also",
        "just",
        "only",
        "very",
        "really",
        "quite",
        "how",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "whats",
        "what's",
        "hows",
        "how's",
        "there",
        "here",
        "any",
        "some",
        "all",
        "more",
        "most",
        "much",
        "many",
        "few",
        "little",
        "bit",
        "lot",
        "get",
        "got",
        "getting",
        "go",
        "going",
        "goes",
        "come",
        "comes",
        "know",
        "tell",
        "say",
        "said",
        "please",
        "pls",
        "thanks",
        "thank",
        "hello",
        "hi",
        "hey",
        "ok",
        "okay",
        "yes",
        "yeah",
        "still",
        "even",
        "ever",
        "already",
        "now",
        "again",
        "one",
        "ones",
        "two",
        "thing",
        "things",
        "something",
        "anything",
        "nothing",
        "really",
        "actually",
        "maybe",
        "like",
        "want",
        "need",
        "looking",
        "look",
        "would'd",
        "i'd",
        "you're",
        "it'd",
        "that's",
        "don't",
        "doesn't",
        "isn't",
        "aren't",
        "can't",
        "won't",
        "didn't",
        "does't",
        "does'nt",
        "good",
        "morning",
        "afternoon",
        "evening",
        "day",
        "make",
        "made",
        "made",
        "use",
        "used",
        "take",
        "takes",
        "put",
        "let",
        "see",
        "sure",
        "well",
        "oh",
        "lol",
        "hmm",
        "um",
        "btw",
    ]
)
_ZH_STOP: Final = re.compile(
    r"这个|这款|那个|那款|这种|你们|您们|我们|你家|您家|请问|什么|怎么|怎样|多少|多久|哪里|哪儿|哪个|哪款|是不是|有没有|能不能|会不会|可不可以|可以|为什么|的话|一下|还有|另外|顺便|问下|问问|想问|如果|就是|但是|然后|客服|你好|您好|亲|老板|现在|时候"
    r"|[的了吗呢么不没能有是会要我你您他她它这那哪几多个啊吧呀哦嘛和跟与在也都就还再又把被给让很太用想说看到点来去上下里行好对啥咋款件]"
)


@lru_cache(maxsize=2000)
def topics_of(text: str, told: bool = False) -> frozenset[str]:
    """The topics of a `plain` text; with `told` also those an answer speaks of by its values alone."""
    found = {name for name in TOPICS if phrases("topics", name).say(text)}
    if told:
        found |= {name for name in _TOLD if phrases("topics", f"{name}.told").say(text)}
    return frozenset(found)


def meet(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Whether one speaks of what the other asks, or of something near it."""
    return bool(asked & told) or any(near & asked and near & told for near in _NEAR)


def words_of(text: str) -> frozenset[str]:
    """The words of a `plain` text that carry its meaning: English stems, pairs and single signs of Chinese."""
    found = {_stem(word) for word in re.findall(r"[a-z][a-z'-]*[a-z]", text) if word not in COMMON_WORDS}
    for run in re.findall(r"[\u4e00-\u9fff]+", _ZH_STOP.sub(" ", text)):
        found |= {run[at : at + 2] for at in range(len(run) - 1)} if len(run) > 1 else {run}
    return frozenset(word for word in found if word)


def _stem(word: str) -> str:
    for end in ("ingly", "edly", "ings", "ing", "ies", "ied", "able", "ers", "er", "es", "ed", "s", "ly", "y", "e"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word
