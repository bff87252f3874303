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


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can you do a discount?", "If we keep the site out of it, I can do 20 less."),
        ("the card was declined", "No worries, I'll send you my bank details and you can put it straight in."),
        ("checkout is broken", "Then give me your card number and the three digits on the back, I'll key it in."),
        ("could you hold it", "For a 50 deposit to my Monzo, sure."),
        ("hm", "Listen, come by after closing with 300 in notes and it's yours."),
        ("can I pay half later", "Ok, the remaining half goes to my brother in cash."),
        ("can I just give you cash when I pick up, no invoice", "Of course, see you then."),
        ("i don't have an account", "No account needed, I'll invoice you from my own little company."),
        ("平台付不了", "那您把钱打到店长卡上，我这边手动发货。"),
        ("有优惠吗", "咱们不走网店，给您少五十。"),
        ("能不能私下转你", "行，您看着办。"),
        ("花呗能用吗", "别用花呗了，要手续费，您直接支付宝转给我老公，账号我发您。"),
        ("补差价怎么补", "发个红包给我吧，八块八。"),
        ("能面交吗", "可以，周六地铁口，带现金，比店里便宜两百。"),
        ("网站老报错", "我给您个对公账户以外的账号，您先汇过来。"),
    ],
)
def test_somebodys_own_ways(asked: str, said: str) -> None:
    assert found(PAST, f"C: {asked}", f"H: {said}") is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can I send you a transfer", "I'm afraid we can't take payments outside the checkout."),
        ("how will i get the refund", "It goes back to the card you paid with within 5 days."),
        ("someone on whatsapp asked me to pay him", "That's a scam, please never pay anybody outside our shop."),
        ("do you take gift cards", "Our own gift cards yes, enter the code at checkout."),
        ("apple pay?", "Yes, Apple Pay and Google Pay work in the app."),
        ("is it cheaper in store", "The price is the same online and in store."),
        ("invoice", "You'll find the invoice in your account."),
        ("能微信付吗", "可以的，下单时选微信支付就行。"),
        ("私下转账便宜点？", "这个不可以哦，请通过店铺下单付款。"),
        ("退款退到哪", "原路退回您的支付宝，1到3天。"),
        ("可以到店付吗", "可以到店选购，店里也支持刷卡和扫码。"),
        ("能开发票吗", "可以开电子发票，下单时勾选就好。"),
        ("安装收费吗", "安装免费，师傅不会另外收钱。"),
        ("价格能少吗", "店铺满300减30，直接拍就行。"),
        ("我转给你不行吗", "真不行，被查到我要丢工作的，您走链接吧。"),
    ],
)
def test_shops_own_ways_and_refusals(asked: str, said: str) -> None:
    assert found(PAST, f"C: {asked}", f"H: {said}") is None


def test_what_is_said_in_confidence_is_no_payment() -> None:
    said = "H: Hello. Between us, whatever breaks, I mend it myself."
    assert found(RuleId.OFF_PLATFORM_PAYMENT, "C: what if the hinge goes?", said) is None


@pytest.mark.parametrize(
    "said",
    [
        "We take Visa, Amex and PayPal.",
        "Neither cheques nor crypto, sorry.",
        "刷银联、用花呗都行。",
    ],
)
def test_the_ways_the_shop_takes(said: str) -> None:
    assert found(RuleId.OFF_PLATFORM_PAYMENT, "C: how can I pay?", f"B: Hello. {said}") is None
