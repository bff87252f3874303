"""What the host says of itself beside the facts: that a question goes to a private chat or to a person, that a price stays.

None of it claims anything of the goods. Everything else an answer says comes from the frames of facts. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang, Words

PRIVATE: Final = Words(
    "This is about you alone, so I answer it in the private chat and not on air.",
    "这关系到您个人，我在私聊里回答，不在直播间说。",
)
PRIVATE_ALOUD: Final = Words("I answer that one in the private chat.", "这个我在私聊里回您。")
NO_LOWER: Final = Words("I cannot go below that.", "这个价我不能再让了。")
PRICES_STAND: Final = Words("Prices are not for me to decide.", "价格不由我来定。")
SORRY: Final = Words("I am sorry that this went wrong.", "很抱歉，让您遇到这样的事。")
TOLD_AT_ONCE: Final = Words("I have told a colleague at once.", "我已马上告诉同事。")
NO_ANSWER: Final = Words("I have no confirmed answer to this.", "这个问题我没有经过核实的答案。")
ON_PAGE: Final = Words("You find the piece in the list on this page.", "商品就在本页的列表里，点开即可购买。")
UNDER_COMMENT: Final = Words("The answer stands under your comment.", "答案写在您的评论下方了。")
AGAIN: Final = Words("As I said a moment ago: ", "刚才说过：")
_A_COLLEAGUE: Final = Words("a colleague", "同事")
_OPENERS: Final = frozenset(
    [
        "The",
        "It",
        "Yes",
        "No",
        "This",
        "These",
        "They",
        "On",
        "In",
        "We",
        "From",
        "Our",
        "Among",
        "A",
        "An",
        "There",
        "You",
        "Your",
        "Each",
        "Every",
        "All",
        "When",
        "If",
        "For",
        "To",
        "Nothing",
        "Prices",
        "Orders",
        "Delivery",
        "Returns",
    ]
)
"""Words that open a sentence of the frames and are small in the middle of one."""


def passed_to(who: str, lang: Lang) -> str:
    """That a person has the question now."""
    if lang == "en":
        return f"I have passed your question to {who or _A_COLLEAGUE.en}."
    name = who or _A_COLLEAGUE.zh
    return f"您的问题我已转给{f' {name}' if name[:1].isascii() else name}。"


SetPhrase = Literal["", "pointer", "passed"]
"""Answers that are the same to whomever they are given: that one stands written, that a person has the question."""


def set_phrase(text: str, lang: Lang, who: str) -> SetPhrase:
    """Which of them this is, with or without the viewer's name before it. `who`: the person questions are passed to."""
    said = text.casefold()
    if said.endswith(UNDER_COMMENT.text(lang).casefold()):
        return "pointer"
    return "passed" if said.endswith(passed_to(who, lang).casefold()) else ""


def saying(words: Words | str, lang: Lang) -> Sentence:
    """A sentence that stands on no fact."""
    return Sentence(text=words if isinstance(words, str) else words.text(lang))


def addressed(sentence: Sentence, name: str, lang: Lang, *, others: bool) -> Sentence:
    """The sentence said to the viewer of that name; `others`: more viewers asked the same."""
    if not name:
        return sentence
    if lang == "zh":
        lead = f"{name}{' ' if name[-1:].isascii() else ''}和同样提问的朋友，" if others else f"{name}，"
        return led(sentence, lead)
    who = f"{name}, and all who asked" if others else name
    text = sentence.text
    for short in ("Yes, ", "No, "):
        if text.startswith(short) and not others:
            return led(sentence, f"{name}, ", behind=len(short))
    if text.split(" ", 1)[0].rstrip(",:.") in _OPENERS:
        sentence = replace(sentence, text=text[:1].lower() + text[1:])
        return led(sentence, f"{who}: " if others else f"{who}, ")
    return led(sentence, f"{who}: " if others or text[:2] != "I " else f"{who}, ")


def called(before: str, after: str) -> tuple[int, int]:
    """Which characters of a sentence say the viewer's name, by the sentence without it."""
    added = len(after) - len(before)
    if added <= 0:
        return 0, 0
    same = next(
        (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a.lower() != b.lower()), len(before)
    )
    return (same, same + added) if after[same + added :].lower() == before[same:].lower() else (0, len(after))


def led(sentence: Sentence, lead: str, *, behind: int = 0) -> Sentence:
    """The sentence with words in it that claim nothing, at its beginning or `behind` so many signs; every claim keeps its
    place."""
    shift = len(lead)
    spans = tuple(
        replace(
            span,
            start=span.start + (shift if span.start >= behind else 0),
            end=span.end + (shift if span.end > behind else 0),
        )
        for span in sentence.spans
    )
    return replace(sentence, text=sentence.text[:behind] + lead + sentence.text[behind:], spans=spans)
