"""The gate lets out what the shop's facts say, in whatever words, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assistant.shop import NOW
from tests.claims.gate_shop import gate, shop_facts, shop_grounds, variant

from mercery.claims.gate import Gate, GateVerdict
from mercery.claims.grounds import grounds
from mercery.claims.repair import repaired
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang

TOTE, TAN_TOTE = variant("harbour-tote", "black"), variant("harbour-tote", "tan")
SOFT, WEEKENDER = variant("harbour-soft-tote", "black"), variant("silk-road-weekender", "olive")
DAWN, DEEP, DEEP_BLUE = variant("dawn-36"), variant("deep-200", "black"), variant("deep-200", "blue")
STOLE, SCARF = variant("jardin-stole", "grey"), variant("jardin-silk-scarf", "green")
LOAFERS, BRACELET = variant("lido-women", "black/37"), variant("ruby-street")
SHOPPER, BLANKET = variant("ivory-lane-shopper", "navy"), variant("altiplano", "oatmeal")


def said(text: str, about: str | None = None, **more: object) -> GateVerdict:
    lang: Lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    return gate().check(text, lang, about=about, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The bag is grained calf leather, lined with cotton.", TOTE),
        ("外面是小牛皮，里衬是棉。", TOTE),
        ("It weighs 780 g.", TOTE),
        ("It weighs 0.78 kg.", TOTE),
        ("Made in Italy.", TOTE),
        ("意大利产。", TOTE),
        ("The tan one comes back on 10 December.", TAN_TOTE),
        ("棕褐色12月10号补货。", TAN_TOTE),
        ("Tan will be back in 18 days.", TAN_TOTE),
        ("There are four black ones in stock.", TOTE),
        ("黑色还有四只。", TOTE),
        ("It costs €560 instead of €700.", WEEKENDER),
        ("The former price was €700.", WEEKENDER),
        ("You save €140.", WEEKENDER),
        ("It's 20% off.", WEEKENDER),
        ("现在打八折，省140欧。", WEEKENDER),
        ("原价700欧，现价560欧。", WEEKENDER),
        ("The handles are bridle leather.", WEEKENDER),
        ("It holds 37 litres.", WEEKENDER),
        ("It does not come in ivory, only in navy or sand.", SHOPPER),
        ("The strap is calf leather and the crystal is sapphire.", DAWN),
        ("表壳是精钢。", DAWN),
        ("It has 42 hours of power reserve.", DAWN),
        ("It's water resistant to 30 metres.", DAWN),
        ("The warranty runs five years.", DAWN),
        ("85% modal, 15% cashmere.", STOLE),
        ("不是纯羊绒，羊绒只有15%。", STOLE),
        ("It isn't pure cashmere.", STOLE),
        ("Pure silk, 90 x 90 cm.", SCARF),
        ("Dry clean only.", SCARF),
        ("They run small, so take one size up.", LOAFERS),
        ("38 is sold out; it comes back on 5 December.", LOAFERS),
        ("毯子2580元。", BLANKET),
        ("The Harbour Soft Tote is 140 g lighter than the Harbour Tote.", None),
        ("The Harbour Tote and the Fig Eau de Parfum in 50 ml together cost €1,348.", None),
        ("The Deep 200 is the most water resistant of our watches.", None),
        ("Delivery in France takes two to three business days.", None),
        ("法国境内配送需要2到3个工作日。", None),
        ("We refund within 10 days.", None),
        ("Express delivery within France costs €18.", None),
        ("Gift wrapping costs €6.", None),
    ],
)
def test_true_sentences_pass(text: str, about: str | None) -> None:
    verdict = said(text, about)
    assert verdict.passed, verdict.reason
    assert verdict.claims


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The bag is cotton, lined with calf leather.", TOTE),
        ("里衬是小牛皮。", TOTE),
        ("It weighs 870 g.", TOTE),
        ("Made in Spain.", TOTE),
        ("Tan is in stock.", TAN_TOTE),
        ("Tan will be back in 8 days.", TAN_TOTE),
        ("It costs €700.", WEEKENDER),
        ("The former price was €560.", WEEKENDER),
        ("It's 25% off.", WEEKENDER),
        ("打七折。", WEEKENDER),
        ("It is made of silk.", WEEKENDER),
        ("It comes in ivory.", SHOPPER),
        ("The case is calf leather and the strap is steel.", DAWN),
        ("It has 30 hours of power reserve.", DAWN),
        ("It's water resistant to 42 metres.", DAWN),
        ("The warranty runs 42 months.", DAWN),
        ("Pure cashmere.", STOLE),
        ("15% modal, 85% cashmere.", STOLE),
        ("可以机洗。", SCARF),
        ("All sizes are in stock.", LOAFERS),
        ("38 comes back on 15 December.", LOAFERS),
        ("毯子2580欧。", BLANKET),
        ("It's a ruby.", BRACELET),
        ("The Harbour Tote is lighter than the Harbour Soft Tote.", None),
        ("The Dawn 36 is the most water resistant of our watches.", None),
        ("Return shipping is free.", None),
        ("Delivery is free.", None),
        ("Delivery in France takes 3 to 5 business days.", None),
        ("Express delivery costs €18.", None),
        ("Gift wrapping is free.", None),
        ("All our bags are made in Italy.", None),
        ("The strap is sapphire crystal.", DAWN),
        ("表带为蓝宝石水晶。", DAWN),
        ("The strap comes off.", DAWN),
        ("内里的填充为棉。", TOTE),
    ],
)
def test_sentences_against_the_facts_are_blocked(text: str, about: str | None) -> None:
    assert not said(text, about).passed


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It never loses its shine.", DAWN),
        ("Marathon runners swear by it.", DAWN),
        ("它很百搭。", TOTE),
        ("You could stand under a waterfall in it.", DAWN),
        ("It will still be here before the weekend.", TOTE),
        ("Would you like the bag that presidents carry?", TOTE),
        ("Did you know it's waterproof?", TOTE),
        ("One last piece, quick decision?", TOTE),
    ],
)
def test_what_no_fact_says_is_blocked(text: str, about: str | None) -> None:
    assert not said(text, about).passed


@pytest.mark.parametrize(
    "text",
    [
        "Good evening, how may I help you?",
        "I'm sorry about the mix-up.",
        "I don't know, so I'd rather ask a colleague than guess.",
        "Is it for yourself or a gift?",
        "Which colour do you prefer?",
        "您好，很高兴为您服务。",
        "这个我不清楚，帮您问一下同事。",
        "请问您平时穿多大码？",
        "祝您周末愉快！",
    ],
)
def test_service_talk_passes(text: str) -> None:
    assert said(text).passed


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The best bag in the world.", "superlative"),
        ("全网第一的手表。", "ranking"),
        ("It cures insomnia.", "medical"),
        ("买了就是赚，三年翻倍。", "guaranteed_gain"),
        ("Last chance: the price goes up tonight!", "false_scarcity"),
        ("Our competitors sell rubbish.", "disparagement"),
        ("戴上它招财转运。", "superstition"),
        ("国宴专用，政府指定。", "state_endorsement"),
    ],
)
def test_forbidden_wording_is_blocked_with_its_source(text: str, rule: str) -> None:
    verdict = said(text, DAWN)
    assert not verdict.passed
    assert rule in verdict.reason
    assert "Law" in verdict.reason or "Directive" in verdict.reason


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The handles are waxed cotton.", WEEKENDER),
        ("The strap is 36 mm long.", DAWN),
        ("Italian leather.", TOTE),
        ("意大利小牛皮。", TOTE),
        ("It weighs 37 kg.", WEEKENDER),
        ("The case holds 42 hours.", DAWN),
        ("Take one size down.", LOAFERS),
        ("Gift wrapping is included in the price.", TOTE),
        ("It costs €1,2500.", TOTE),
        ("It's a sale item, so it can be returned within 14 days.", TOTE),
        ("Tan is not sold out until 10 December.", TAN_TOTE),
        ("Tan is in stock and no date for its return is known.", TAN_TOTE),
        ("The Harbour Soft Tote is 140 g heavier than the Harbour Tote.", None),
        ("港湾软托特包比港湾托特包重140克。", None),
        ("The Harbour Tote is made in Italy, the Harbour Soft Tote too.", None),
    ],
)
def test_right_words_in_the_wrong_relation_are_blocked(text: str, about: str | None) -> None:
    assert not said(text, about).passed


@pytest.mark.parametrize(
    "text",
    [
        "Our doctor recommends it.",
        "Everyone in the office has one.",
        "Other shops are awful.",
        "I've sorted it out for you.",
        "I have passed your message on.",
        "I'll refund you right now.",
        "Your refund is on its way.",
        "I'm not a robot.",
        "A real person is answering you.",
        "You won't regret it.",
        "It helps you relax and sleep.",
        "Wear it and your wishes come true.",
        "Yes, of course it is.",
        "Great for the heart.",
        "More colours are coming soon.",
        "Consider it done.",
        "医生也推荐。",
        "我自己也在用。",
        "已经帮您下单了。",
        "我是真人客服。",
        "戴上它好运就来。",
        "是的，没错。",
        "马上就没了。",
        "这个谁都能穿。",
        "对身体好。",
        "放心，可以送到。",
    ],
)
def test_courteous_words_do_not_hide_a_claim(text: str) -> None:
    assert not said(text).passed
    assert not said(text, TOTE).passed


def test_numbers_beside_chinese_signs_are_read() -> None:
    assert said("重780克。", TOTE).passed
    assert not said("重达870克。", TOTE).passed


def test_a_number_inside_another_is_no_match() -> None:
    assert said("15% cashmere.", STOLE).passed
    assert not said("115% cashmere.", STOLE).passed
    assert not said("5% cashmere.", STOLE).passed


def test_a_name_may_speak_of_what_the_piece_lacks() -> None:
    assert said("The Golden Evening Watch costs €760.").passed
    assert said("The Silk Road Weekender holds 37 litres.").passed
    assert not said("The Golden Evening Watch is gold.").passed


def test_a_fact_that_has_ended_bears_nothing() -> None:
    later = Gate(grounds(shop_facts(), now=NOW + timedelta(days=30), timezone="Europe/Paris"))
    sentence, shoes = "The espadrilles cost €105.", variant("corda", "natural/37")
    assert gate().check(sentence, "en", about=shoes).passed
    assert not later.check(sentence, "en", about=shoes).passed


def test_a_swapped_product_is_blocked() -> None:
    assert said("The Deep 200 costs €3,100.").passed
    assert not said("The Dawn 36 costs €3,100.").passed


def test_an_action_needs_its_receipt() -> None:
    sentence = "I have cancelled your order."
    assert not said(sentence).passed
    assert said(sentence, receipts=["cancel"]).passed
    assert not said(sentence, receipts=["refund"]).passed
    assert not said("您的订单已经取消。").passed


def test_a_blocked_sentence_is_repaired_by_the_frame_of_the_same_facts() -> None:
    verdict = said("It weighs 870 g.", TOTE)
    voice = Voice(lang="en", now=NOW, timezone="Europe/Paris")
    sentences = repaired(verdict, shop_grounds(), voice)
    assert [one.text for one in sentences] == ["The Harbour Tote weighs 780 g."]
    assert said(sentences[0].text).passed


def test_what_is_unclear_is_not_repaired() -> None:
    voice = Voice(lang="en", now=NOW, timezone="Europe/Paris")
    assert repaired(said("It never loses its shine."), shop_grounds(), voice) == ()


TRUE_WITH_NUMBERS = [
    ("It weighs 780 g.", TOTE),
    ("重780克。", TOTE),
    ("It costs €1,250.", TOTE),
    ("售价1250欧。", TOTE),
    ("It measures 34 x 28 x 14 cm.", TOTE),
    ("There are 4 black ones in stock.", TOTE),
    ("It costs €560 instead of €700.", WEEKENDER),
    ("现在打8折，省140欧。", WEEKENDER),
    ("It holds 37 litres.", WEEKENDER),
    ("85% modal, 15% cashmere.", STOLE),
    ("It has 42 hours of power reserve.", DAWN),
    ("防水30米，质保5年。", DAWN),
    ("Back on 10 December.", TAN_TOTE),
    ("12月10日补货。", TAN_TOTE),
]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(TRUE_WITH_NUMBERS), st.data())
def test_no_number_of_a_true_sentence_can_be_changed(true: tuple[str, str], data: st.DataObject) -> None:
    text, about = true
    assert said(text, about).passed
    places = list(re.finditer(r"\d[\d,]*", text))
    match = data.draw(st.sampled_from(places))
    right = int(match[0].replace(",", ""))
    wrong = data.draw(st.integers(1, 4000).filter(lambda number: number != right and number * 10 != right))
    assert not said(text[: match.start()] + str(wrong) + text[match.end() :], about).passed


def test_a_newer_version_of_a_fact_is_the_one_that_counts() -> None:
    changed = [
        replace(fact, valid_to=NOW) if fact.attribute == "weight" and fact.subject.id == "prd_harbour-tote" else fact
        for fact in shop_facts()
    ]
    assert (
        not Gate(grounds(changed, now=NOW, timezone="Europe/Paris")).check("It weighs 780 g.", "en", about=TOTE).passed
    )
