"""A message of thousands of signs is read in the time of any other."""

from __future__ import annotations

import time

import pytest
from tests.inspection.transcripts import transcript

from mercery.inspection.inspect import inspect
from mercery.inspection.rule import RuleId

CONDUCT = [
    RuleId.MISSED_HANDOFF, RuleId.RUDE_OR_BLAMING, RuleId.UNANSWERED_QUESTION, RuleId.PRIVACY_LEAK,
    RuleId.NO_IDENTITY_CHECK, RuleId.OFF_PLATFORM_PAYMENT,
]  # fmt: skip
LONG = [
    "you can the and how did what people who " * 200,
    "you " * 2000,
    "您好这个订单不是没有可以自己看的退货地址电话人" * 330,
    "123 4567 " * 900,
    "€1" * 2000,
    "1/1/" * 1000,
    "1," * 2000,
    "_" * 4000,
    "，" * 4000,
]


@pytest.mark.parametrize(
    "text", LONG, ids=["words", "one word", "chinese", "digits", "sums", "days", "list", "lines", "commas"]
)
def test_long_messages(text: str) -> None:
    inspect(transcript("C: how long?", "B: Hello."), CONDUCT)
    talk = transcript(f"C: {text}?", f"B: Hello. {text}", known={"identified": "no", "handoff_rule": "legal threats"})
    begun = time.process_time()
    inspect(talk, CONDUCT)
    assert time.process_time() - begun < 5
