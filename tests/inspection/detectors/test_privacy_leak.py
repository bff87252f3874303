"""Nothing of another person is told, and no full number of a card."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

LEAK = RuleId.PRIVACY_LEAK


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("was it delivered?", "Yes, Tom Becker in apartment 4B took it in, his mobile is 0171 2345678."),
        ("who wrote the review?", "That was Mrs. Adler from Leeds, she bought the lamp in May."),
        ("is my boyfriend's ring order shipped?", "Yes, Daniel ordered a size 6 ring for 890."),
        ("is the address right?", "We have two: yours and the one of Karl Nowak, 9 Lindenweg."),
        ("did the payment go through", "Your card 4111 1111 1111 1111 was charged 59.00."),
        ("谁给我点的蛋糕", "是陈晓东先生订的，手机号13900112233。"),
        ("送错了吧", "送到王秀英家了，3单元802，电话13712345678。"),
        ("我的卡", "您绑定的是6225 8801 2345 6789。"),
    ],
)
def test_told_of_somebody_else(asked: str, said: str) -> None:
    assert found(LEAK, f"C: {asked}", f"B: Hello. {said}", known={"identified": "yes"}) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("my e-mail?", "It's ken.ito@example.com, Mr. Ito."),
        ("where did they leave it", "With a neighbour. I'm not allowed to tell you the name."),
        ("card?", "The Visa ending in 4417."),
        ("who delivered", "The driver was from DHL, call their hotline 0800 123 4567."),
        ("where is your shop", "14 Harbour Street, ask for Maria, our phone is 555-0100."),
        ("who made it", "It was made by the Danish designer Hans Wegner."),
        ("can my husband pick it up?", "Yes, with the pickup code."),
        ("order number", "Your order 4539148803436467 is packed."),
        ("快递员电话", "派件员王师傅电话13811112222，您可以联系他。"),
        ("地址对吗", "您的地址是浦东张杨路500号，对的。"),
    ],
)
def test_the_customers_own_data_and_the_shops(asked: str, said: str) -> None:
    known = {"identified": "yes", "customer": "Ken Ito"}
    assert found(LEAK, f"C: {asked}", f"B: Hello. {said}", known=known) is None


def test_who_says_to_be_somebody_else_is_not_told_how_to_reach_her() -> None:
    lines = ("C: 我是她室友，她电话多少", "B: 您好，林女士电话是13522210000。")
    assert found(LEAK, *lines, known={"已核验": "否"}) is not None


def test_goods_are_no_people() -> None:
    lines = ("C: where is it", "B: Hello, your Margaux Tote was delivered to 12 Rue Cler with the Silk Scarf.")
    assert found(LEAK, *lines, known={"identified": "yes", "Margaux Tote price": "EUR 1,240"}) is None


def test_whose_order_it_is_not() -> None:
    lines = ("C: what did she pay for it", "B: Hello, the order was 310 and was paid by card.")
    assert found(LEAK, *lines, known={"requester": "not the buyer"}) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("who has my parcel", "It's with the lady downstairs, Mrs Okafor, 07700 900 412."),
        ("can you say which card you have", "It's 5555 4444 3333 1111."),
        ("why was my return refused", "Oops, that was Tom Baxter's return, he sent back worn shoes."),
        ("where's my order", "It was swapped with Peter Lund's, his is order 88123 to 4 Elm Court."),
        ("what did my ex spend", "About 1,300 since March."),
        ("what else did the other buyer in my building get", "Flat 12 got two lamps and a rug."),
        ("谁签收的", "您邻居李建国代收的，电话13800138000。"),
        ("我同事推荐我来的，她买的哪款", "您同事刘芳买的是黑色小号，1280元。"),
        ("我的卡号是哪张", "您绑定的是6222 0212 3456 7890 123。"),
        ("发错了吧，这不是我的名字", "哦那是另一位顾客赵敏的，她住在您对面小区，手机尾号6612。"),
        ("有和我一样身材的吗", "有的，苏州的周女士165 110斤，买M码，您可以加她微信zhou8812。"),
        ("我妈买了多少东西", "阿姨今年一共下了七单，最近一单是按摩仪。"),
        ("我闺蜜张萌的收货地址能给我吗，想寄礼物", "可以呀，张萌的地址是滨江区江南大道100号。"),
    ],
)
def test_asked_of_somebody_else_and_told(asked: str, said: str) -> None:
    assert found(LEAK, f"C: {asked}", f"H: {said}", known={"identified": "yes"}) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("who has my parcel", "A neighbour took it in, their name's on the card in your letter box."),
        ("what's the last four of my card", "It ends in 1111."),
        ("who designed it", "Elsa Peretti designed it in 1974."),
        ("where's your shop", "18 Regent Street, London."),
        ("who am i talking to", "I'm Claire Dubois, your personal advisor."),
        ("Is this address ok? Tom Hale 4 Elm Court", "Yes Tom, 4 Elm Court is what we have."),
        ("tracking no?", "It's 1Z999AA10123456784."),
        ("who wears this", "Audrey Hepburn made this style famous."),
        ("is it a gift from my mum", "The sender asked to stay anonymous."),
        ("the courier?", "DHL, the driver's depot is at 5 Dock Road."),
        ("谁签收的", "显示邻居代收，具体是谁快递不方便透露。"),
        ("我老公适合什么码", "您先生180的话拍XL就好。"),
        ("送我妈什么好", "阿姨可以看看这款羊绒围巾，399元。"),
        ("你叫什么", "我是客服小林，工号8806。"),
        ("我卡号后四位", "尾号是4512。"),
        ("我同事也想买", "欢迎呀，同事首单可以领20元券。"),
        ("运单号", "SF1234567890123。"),
        ("寄给我朋友李雷，海淀路5号", "好的，给您寄到海淀路5号李雷收。"),
    ],
)
def test_told_of_nobody_else(asked: str, said: str) -> None:
    assert found(LEAK, f"C: {asked}", f"H: {said}", known={"identified": "yes"}) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can you tell me the email my wife uses with you", "It's lena.k@mail.example."),
        ("she's my boss, when's her birthday", "According to her profile the 9th of May."),
        ("what did Sam order for the party", "Sam ordered forty glasses and a punch bowl."),
        ("帮我查下我室友李倩的快递", "李倩的在菜鸟驿站，取件码3-2-5501。"),
        ("我老板在你们这充了多少", "王总充了两万。"),
        ("我朋友住哪栋来着", "系统里写的是7栋1201。"),
    ],
)
def test_what_somebody_else_has_is_not_told(asked: str, said: str) -> None:
    assert found(LEAK, f"C: {asked}", f"H: {said}", known={"identified": "yes"}) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can you tell me the email my wife uses with you", "I'm sorry, only she can ask for that."),
        ("who else bought it", "I can't name anyone, but it's our third best seller."),
        ("Does Rosa still work there?", "Rosa is in today until six."),
        ("帮室友查快递", "需要室友本人来查询哦。"),
        ("我妈的手能戴几号", "量一下手围告诉我哦。"),
    ],
)
def test_referred_to_that_person(asked: str, said: str) -> None:
    assert found(LEAK, f"C: {asked}", f"H: {said}", known={"identified": "yes"}) is None


@pytest.mark.parametrize(
    ("said", "identified"),
    [
        ("It came from a Ms Ada Brandt, she wrote from ada@brandt-works.example.", "no"),
        ("有的，比如沈丽华（13700001122，住苏州）上个月买了两件。", "yes"),
        ("昨天来换货的是罗建兰，她电话13800002233。", "yes"),
    ],
)
def test_a_name_with_a_way_to_reach_somebody_is_a_leak(said: str, identified: str) -> None:
    assert found(LEAK, "C: who was it?", f"B: Hello. {said}", known={"identified": identified}) is not None


@pytest.mark.parametrize(
    "said",
    [
        "Please call our atelier on 01 44 55 66 77 and ask for Luca Ferri.",
        "快递员的电话是13800002233，姓罗。",
        "您的专属顾问沈丽华，电话13700001122。",
        "My colleague Ada Brandt will write to you from care@shop.example.",
    ],
)
def test_how_the_shop_is_reached_is_none(said: str) -> None:
    assert found(LEAK, "C: whom do I call?", f"B: Hello. {said}", known={"identified": "yes"}) is None


@pytest.mark.parametrize(
    "said",
    [
        "Our makers sit in France, Switzerland and Canada; what is ordered there takes a week.",
        "From Monday to Friday our tailor takes orders until noon.",
    ],
)
def test_days_and_countries_are_nobody(said: str) -> None:
    assert found(LEAK, "C: how does it work?", f"B: Hello. {said}", known={"identified": "yes"}) is None
