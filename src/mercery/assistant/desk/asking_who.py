"""What the desk says while it is not known, or not proved enough, who asks. Pure.

Nothing here depends on whether there is an account: a code is promised in the same words either way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mercery.assistant.desk.conversing import FAILED_LIMIT, SIGN_IN, Reply, hand_over
from mercery.assistant.desk.hearing import EMAIL, Heard
from mercery.assistant.desk.identifying import weakest
from mercery.assistant.desk.state import DeskState, Slot
from mercery.assistant.desk.telling import Telling
from mercery.assistant.desk.view import View
from mercery.customers.challenges.challenge import Asked

_CODE: Final = re.compile(r"(?<![\w.,#@/-])(?:\d[ -]?){5}\d(?![\w@/-]|[.,]\d)", re.ASCII)
_DIGITS: Final = re.compile(r"\W*(?:\d[ -]?){3,8}\W*", re.ASCII)
_NO_EMAIL: Final = re.compile(
    r"\b(?:don'?t|no|can'?t|forgot|without|not sure|lost)\b.{0,30}\be-?mail|邮箱.{0,8}(?:忘|没|不)|(?:忘|没有|不记得|不知道).{0,6}邮箱"
)


def code_in(heard: Heard) -> str:
    """The six digits in a message while a code is awaited; empty when there are none."""
    said = (re.sub(r"\D", "", found[0]) for found in _CODE.finditer(_narrow(heard.raw)))
    # The number of an order may have six digits as well.
    return next((digits for digits in said if digits not in heard.numbers), "")


def without_code(text: str) -> str:
    """What was said beside the code."""
    found = _CODE.search(_narrow(text))
    rest = text[: found.start()] + text[found.end() :] if found else text
    return rest if re.search(r"[^\W\d]{2}", re.sub(r"(?i)\b(?:the |my )?code(?: is)?\b|验证码|是", "", rest)) else ""


def hide_code(text: str) -> str:
    """The text with the code taken out of it."""
    for found in reversed(list(_CODE.finditer(_narrow(text)))):
        text = f"{text[: found.start()]}[code]{text[found.end() :]}"
    return text


def _narrow(text: str) -> str:
    """Full-width digits as plain ones, without moving anything; addresses hide their digits."""
    narrow = "".join(chr(ord(sign) - 0xFEE0) if "０" <= sign <= "９" else sign for sign in text)
    return EMAIL.sub(lambda found: "x" * len(found[0]), narrow)


def ask_identity(state: DeskState, heard: Heard, view: View, *, tried: bool, weak: bool) -> Reply:
    """Who asks is not known yet. `weak`: it was said, but the shop's rules want more than saying."""
    tell = Telling(heard.lang, view)
    least = weakest(view.rules)
    if least == "code" and view.codes:
        return _ask_for_code_target(state, heard, tell)
    if least in ("code", "session"):
        tell.say(*SIGN_IN)
        return Reply(state=state, tell=tell)
    if least == "email":
        return _ask_email(state, heard, tell, tried=tried and not weak)
    if state.asked in ("name", "zip") and not heard.emails and not heard.postcodes and _words(heard):
        tell.say("And the postcode on your account, please?", "请再告诉我账户上的邮编。")
        return Reply(state=replace(state, asked="zip"), tell=tell)
    _not_found_or_hello(state, heard, tell, tried=tried)
    if heard.emails or _NO_EMAIL.search(heard.text) or (state.asked == "email" and not heard.emails):
        tell.say("Please tell me your full name and the postcode on your account.", "请告诉我您的姓名和账户上的邮编。")
        asked: Slot = "name"
    else:
        tell.say(
            "So that I can look at your orders, please tell me the email address of your account, or your full name and postcode.",
            "为了查看您的订单，请告诉我账户的邮箱，或姓名加邮编。",
        )
        asked = "email"
    return Reply(state=replace(state, asked=asked, tries=state.tries + tried), tell=tell)


def _words(heard: Heard) -> bool:
    return re.search(r"[^\W\d]{2}", heard.text) is not None


def _not_found_or_hello(state: DeskState, heard: Heard, tell: Telling, *, tried: bool) -> None:
    if tried:
        tell.say("I find no account with these details.", "没有找到与这些信息相符的账户。")
    elif heard.cue("GREETING") and state.turns == 0:
        tell.say("Hello.", "您好。")


def _ask_email(state: DeskState, heard: Heard, tell: Telling, *, tried: bool) -> Reply:
    _not_found_or_hello(state, heard, tell, tried=tried)
    tell.say(
        "So that I can look at your orders, please tell me the email address of your account.",
        "为了查看您的订单，请告诉我账户的邮箱。",
    )
    return Reply(state=replace(state, asked="email", tries=state.tries + tried), tell=tell)


def _ask_for_code_target(state: DeskState, heard: Heard, tell: Telling) -> Reply:
    _not_found_or_hello(state, heard, tell, tried=False)
    again = state.asked == "email"
    if again and state.failed + 1 > FAILED_LIMIT:
        return hand_over(state, "identity", heard, tell.view, tell)
    tell.say(
        "To make sure that it is you, I send a six-digit code to the email address on your account. Please tell me that address, or the number of an order.",
        "为核实是您本人，我会向您账户所留的邮箱发送六位验证码。请告诉我该邮箱，或任一订单号。",
    )
    return Reply(state=replace(state, asked="email", failed=state.failed + again), tell=tell, understood=not again)


def code_promised(asked: Asked, state: DeskState, heard: Heard, tell: Telling, *, known: bool) -> Reply:
    """What is said when a code was asked for. `known`: the customer is, and only a stronger proof is missing."""
    awaiting = replace(state, asked="code", failed=0 if asked == "sent" else state.failed)
    match asked:
        case "sent" if known:
            tell.say(
                "For this the shop's rules need one more proof that it is you. A six-digit code is on its way to the email address on your account; please write it here within 10 minutes.",
                "按店铺规则，此项需再次核实您的身份。六位验证码正在发往您账户所留的邮箱，请在 10 分钟内在此回复。",
            )
        case "sent":
            tell.say(
                "If these details belong to an account, a six-digit code is on its way to the email address kept there. Please write it here within 10 minutes.",
                "如果这些信息对应某个账户，六位验证码正在发往该账户所留的邮箱，请在 10 分钟内在此回复。",
            )
        case "waiting" if known:
            tell.say(
                "For this I still need the six-digit code from the mail; I can also send a new one.",
                "此项仍需邮件中的六位验证码，也可以为您重新发送。",
            )
        case "waiting":
            tell.say(
                "A code for these details was asked for already. Please write it here, or ask me for a new one.",
                "针对这些信息已请求过验证码，请在此回复，或让我重新发送。",
            )
        case "soon":
            tell.say(
                "A code was asked for less than a minute ago. Please look at your mail, also among the unwanted; after a minute I can send another one.",
                "不到一分钟前已请求过验证码。请查看邮箱（包括垃圾邮件）；一分钟后我可以再发一次。",
            )
        case "too_often":
            tell.say("I can send no more codes for now.", "目前不能再发送验证码。")
            return hand_over(state, "identity", heard, tell.view, tell)
    return Reply(state=awaiting, tell=tell)


def code_refused(left: int, state: DeskState, heard: Heard, view: View) -> Reply:
    """A wrong code: how many tries are left, and after the last a person."""
    tell = Telling(heard.lang, view)
    if left == 0:
        tell.say(
            "That code is not right either. To be safe, I take no more codes here.",
            "验证码仍不正确。为安全起见，此处不再接受验证码。",
        )
        return hand_over(replace(state, asked=""), "identity", heard, view, tell)
    tries = str(left)
    tell.say(
        "That code is not right. Please look at the newest mail again; tries left: {tries}.",
        "验证码不正确，请再看一下最新的那封邮件；还可再试 {tries} 次。",
        tries=tries,
    )
    return Reply(state=replace(state, failed=0), tell=tell)


def code_awaited(state: DeskState, heard: Heard, view: View) -> Reply:
    """Something else was said while a code is awaited."""
    tell = Telling(heard.lang, view)
    if _DIGITS.fullmatch(_narrow(heard.raw)):
        tell.say("The code has six digits.", "验证码为六位数字。")
        return Reply(state=state, tell=tell)
    failed = state.failed + 1
    if failed > FAILED_LIMIT:
        return hand_over(state, "identity", heard, view, tell)
    tell.say(
        "I still need the six-digit code from the mail before I can go on. I can also send a new one.",
        "我还需要邮件中的六位验证码才能继续，也可以为您重新发送。",
    )
    return Reply(state=replace(state, failed=failed), tell=tell, understood=False)


def code_given_up(state: DeskState, heard: Heard, view: View) -> Reply:
    """The customer leaves it."""
    tell = Telling(heard.lang, view)
    tell.say("All right, nothing is changed.", "好的，不做任何更改。")
    return Reply(state=replace(state, asked="", unheard="", tasks=(), rivals=(), failed=0), tell=tell)


def no_mail(state: DeskState, heard: Heard, view: View) -> Reply:
    """No code can reach the customer."""
    tell = Telling(heard.lang, view)
    tell.say("Then I cannot make sure here that it is you.", "那么我无法在此核实您的身份。")
    return hand_over(replace(state, asked=""), "identity", heard, view, tell)
