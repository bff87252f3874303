"""A question the shop always wants answered right, what counts as right, and whether an answer is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, Words
from mercery.knowledge.releases.rehearsal import Sort, Told

Expects = Literal["answer", "policy", "words", "declined", "person"]
"""An approved answer is said; a policy is; certain words are; no answer is given on purpose; a person is called."""
EXPECTS: Final[tuple[Expects, ...]] = get_args(Expects)
LONGEST: Final = 500
MOST_WORDS: Final = 12
_SAID_INSTEAD: Final[dict[Sort, Words]] = {
    "asked_back": Words("it is asked back which question was meant", "店员反问客人所指"),
    "not_known": Words("nothing is known about it", "没有可用的答复"),
    "person": Words("a person is called", "转真人"),
    "declined": Words("no answer is given on purpose", "按设定不作答"),
    "talk": Words("only courtesy is said", "只有寒暄"),
    "said": Words("something else is said", "说的是其他内容"),
}
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopQuestion:
    """One own question."""

    id: str = ""
    text: str
    lang: Lang
    expects: Expects
    key: str = ""
    """Of the answer or policy."""
    words: tuple[str, ...] = ()
    """What has to stand in the answer, each of them."""
    owner: str = ""
    active: bool = True
    source: str = ""
    """`turn:ID` or `finding:ID` it was made from."""
    changed_at: datetime | None = None
    changed_by: str = ""


def fails(question: ShopQuestion, told: Told) -> Words | None:
    """Why `told` is not what is expected; None when it is."""
    if (wrong := _wrong_kind(question, told)) is not None:
        return wrong
    said = _plain(told.text)
    missing = [one for one in question.words if _plain(one) not in said]
    if missing:
        named = ", ".join(f"“{one}”" for one in missing)
        return Words(f"It does not say {named}.", f"未提及{'、'.join(f'“{one}”' for one in missing)}。")
    return None


def _wrong_kind(question: ShopQuestion, told: Told) -> Words | None:
    said = told.answers if question.expects == "answer" else told.policies
    match question.expects:
        case "answer" | "policy":
            if question.key in said:
                return None
            instead = _instead(told)
            return Words(f"Expected {question.key}; {instead.en}.", f"应使用 {question.key}，实际{instead.zh}。")
        case "declined":
            if told.sort == "declined":
                return None
            instead = _instead(told)
            return Words(f"No answer is wanted; {instead.en}.", f"应不作答，实际{instead.zh}。")
        case "person":
            if told.to_person:
                return None
            instead = _instead(told)
            return Words(f"A person is wanted; {instead.en}.", f"应转真人，实际{instead.zh}。")
        case "words":
            return None


def _instead(told: Told) -> Words:
    keys = [*told.answers, *told.policies]
    if told.sort == "said" and keys:
        return Words(f"{', '.join(keys)} is said", f"使用了 {'、'.join(keys)}")
    return _SAID_INSTEAD[told.sort]


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.casefold()).strip()


def checked(question: ShopQuestion) -> ShopQuestion:
    """The question, if it can be kept; Invalid names each field that cannot be used."""
    problems = [*_of_the_question(question), *_of_what_is_expected(question)]
    if problems:
        raise Invalid("The question cannot be used as it is.", problems=problems, zh="问题有误，请修改标出的字段。")
    return question


def _of_the_question(question: ShopQuestion) -> Iterator[Problem]:
    if not question.text.strip():
        yield Problem(
            field="text",
            message="The question is missing.",
            remedy="Write what customers ask.",
            zh="请填写顾客会问的问题。",
        )
    if len(question.text) > LONGEST:
        yield Problem(
            field="text",
            message=f"It is longer than {LONGEST} characters.",
            remedy="Shorten the question.",
            zh=f"超过 {LONGEST} 字，请缩短问题。",
        )
    if question.lang not in ("en", "zh"):
        yield Problem(
            field="lang",
            message="The language is not known.",
            remedy="Write en or zh.",
            zh="语言无法识别，请填写 en 或 zh。",
        )


def _of_what_is_expected(question: ShopQuestion) -> Iterator[Problem]:
    if question.expects not in EXPECTS:
        yield Problem(
            field="expects",
            message=f"'{question.expects}' is not known.",
            remedy=f"Write {', '.join(EXPECTS)}.",
            zh=f"“{question.expects}”无法识别，请填写其中之一：{'、'.join(EXPECTS)}。",
        )
    if question.expects in ("answer", "policy") and not question.key:
        yield Problem(
            field="key",
            message=f"The {question.expects} is missing.",
            remedy="Name its key, such as gift-wrap.",
            zh=f"请填写{'政策' if question.expects == 'policy' else '答复'}的标识，例如 gift-wrap。",
        )
    if question.expects == "words" and not question.words:
        yield Problem(
            field="words",
            message="The words are missing.",
            remedy="Write what the answer has to contain.",
            zh="请填写答复中须出现的词语。",
        )
    if len(question.words) > MOST_WORDS:
        yield Problem(
            field="words",
            message=f"More than {MOST_WORDS}.",
            remedy="Leave some out.",
            zh=f"最多 {MOST_WORDS} 个词语，请删减。",
        )
