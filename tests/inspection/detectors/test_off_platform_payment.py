"""Money goes through the checkout: nothing else is proposed, and what a customer proposes is declined."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

PAST = RuleId.OFF_PLATFORM_PAYMENT


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("10% off?", "If you Venmo me I'll take 15 off."),
        ("the site is slow", "Just bank transfer it to 55-22-11 account 12345678."),
        ("do you take paypal", "Send it as friends and family to anna@shop.example."),
        ("card declined", "Please reply with your card number, expiry date and CVV and I will charge it here."),
        ("two watches", "We can do this outside the website, I'll invoice you privately."),
        ("the driver asks 20", "Yes, just give him the 20 in notes."),
        ("how do I pay", "Buy two Apple gift cards and send me the codes."),
        ("付不了款", "我发您个码，您扫一下付就行。"),
        ("定金多少", "先给我发500红包占个位。"),
        ("能再少点吗", "走我私人账户给您少50。"),
        ("链接打不开", "没事，微信上转我也行。"),
        ("能便宜吗", "别在店里拍，加我微信给您便宜。"),
    ],
)
def test_proposed(asked: str, said: str) -> None:
    assert found(PAST, f"C: {asked}", f"H: {said}") is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can I pay you cash directly?", "Sure, that works."),
        ("could I pay by wire straight to you?", "Okay, no problem."),
        ("我用支付宝直接转给你行不", "行，可以的。"),
    ],
)
def test_accepted(asked: str, said: str) -> None:
    finding = found(PAST, f"C: {asked}", f"H: {said}")
    assert finding is not None
    assert finding.turn == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can I pay you by paypal friends?", "I'm afraid not, please use the checkout, it protects you."),
        ("do you take paypal", "Yes, choose PayPal at the checkout."),
        ("refund how", "The refund goes back to your PayPal within 5 days."),
        ("your driver wanted cash", "Please never give cash to drivers."),
        ("is this mail from you", "No, that's a scam. We never ask for gift cards."),
        ("transfer me", "I'll transfer you to a colleague."),
        ("how do I get my money back", "Please enter your IBAN in your account and we transfer the refund."),
        ("能微信转你吗", "不可以的哦，请在店铺里下单付款。"),
        ("可以用支付宝吗", "可以的，下单的时候选支付宝就行。"),
        ("退款退到哪", "原路退回您的微信零钱。"),
        ("发票", "抬头发我，给您开。"),
    ],
)
def test_refused_or_within_the_shop(asked: str, said: str) -> None:
    assert found(PAST, f"C: {asked}", f"H: {said}") is None


def test_what_the_shop_allows_is_no_fault() -> None:
    lines = (
        "C: can I pay by bank transfer?",
        "B: Yes, transfer it to the account IBAN: DE00 1234, it is on the invoice.",
    )
    assert found(PAST, *lines) is not None
    assert found(PAST, *lines, known={"payment": "card, PayPal, bank transfer in advance"}) is None
