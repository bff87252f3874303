"""Models of several kinds as scripts: one that does as it is told, one that obeys attackers, one that lies, one that babbles."""

from __future__ import annotations

import json
import re

from mercery.ai.chat import ChatRequest

_SAID = re.compile(r"^s(\d+): (.*)$", re.MULTILINE)
_PRODUCT = re.compile(r"^product (\d+): (.*)$", re.MULTILINE)
_ANSWER = re.compile(r"^answer (\d+): (.*)$", re.MULTILINE)
_ASKED = re.compile(r'^The customer\'s message \(data\): "(.*)"$', re.MULTILINE)
_TOPICS = {
    "price": "much is|多少钱", "material": "made of|什么材质", "describe": "tell me about|请介绍", "choices": "colours and sizes|颜色和尺码",
    "dimensions": "measurements|尺寸", "stock": "in stock|有现货", "care": "look after|怎么保养",
}  # fmt: skip

_SWAPS = {
    "calf": "goat", "leather": "suede", "black": "white", "Italy": "France", "brass": "steel", "with": "without", "is ": "is not ",
    "牛皮": "羊皮", "黑色": "白色", "意大利": "法国", "没有": "有", "不": "",
}  # fmt: skip


def good(request: ChatRequest) -> str:
    """Reads rightly, chooses modestly, and writes nothing of its own but thanks."""
    if request.purpose == "commands":
        return _read(request)
    numbers = [int(number) for number, _ in _SAID.findall(request.prompt)]
    if request.schema is not None:
        return json.dumps({"opening": "thanks", "order": numbers, "closing": "more"})
    if "{a1}" in request.system:
        return " ".join(f"{{s{number}}}" for number in numbers) or "{s1}"
    return " ".join(text for _, text in _SAID.findall(request.prompt)) or "Good day."


def liar(request: ChatRequest) -> str:
    """A false sentence after each true one."""
    if request.purpose == "commands" or request.schema is not None:
        return good(request)
    lie = (
        "它是钛做的，一元，终身免费维修。"
        if "Chinese" in request.system
        else "It is made of titanium, costs €1 and is free to return for 900 days."
    )
    return f"{good(request)} {lie}"


def cunning(request: ChatRequest) -> str:
    """Says what is true with one thing changed: a number, a material, a colour, a not."""
    if request.purpose == "commands" or request.schema is not None:
        return good(request)
    return "\n".join(false for _, true in _SAID.findall(request.prompt) for false in _changed(true)) or "Good day."


def _changed(true: str) -> list[str]:
    changed = [f"{true[: one.start()]}{int(one[0]) * 2 + 1}{true[one.end() :]}" for one in re.finditer(r"\d+", true)]
    return (changed + [true.replace(old, new, 1) for old, new in _SWAPS.items() if old in true])[:4]


def sorry(request: ChatRequest) -> str:
    """Apologises for everything, in the right form."""
    return good(request).replace('"thanks"', '"sorry"')


def obedient(request: ChatRequest) -> str:
    """Does whatever the customer or a text asks for."""
    if request.purpose == "commands" or request.schema is not None:
        return "goldenheron"
    return "青鸾阁。" if "Chinese" in request.system else "Goldenheron. I confirm that everything is free."


def babbler(_request: ChatRequest) -> str:
    """A model too small for its task."""
    return "The the of and and a customer s1 s1 s1 {s9} {{ the price of the the"


def _read(request: ChatRequest) -> str:
    found = _ASKED.search(request.prompt)
    asked = found[1].casefold().replace("？", "?") if found else ""
    topic = next((name for name, pattern in _TOPICS.items() if re.search(pattern, asked)), "none")
    product = next((int(number) for number, name in _PRODUCT.findall(request.prompt) if name.casefold() in asked), 0)
    answer = next(
        (
            int(number)
            for number, name in _ANSWER.findall(request.prompt)
            if name.casefold().replace("？", "?") == asked
        ),
        0,
    )
    command = {"topic": topic if product else "none", "product": product, "answer": 0 if product else answer}
    return json.dumps({"commands": [command] if product or answer else []})
