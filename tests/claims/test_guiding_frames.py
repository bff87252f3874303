"""What the guide says: every sentence from facts, in both languages, and each passes the last look before it goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.assistant.shop import NOW, TestShop, catalogue

from mercery.assistant.goods import Goods
from mercery.assistant.pipeline import worded
from mercery.claims.facts import Fact, Subject
from mercery.claims.plan import Act, AskWish, Because, LeaveOut, Propose, Proposed, Table, TableRow, wishes_named
from mercery.claims.sentence import Sentence
from mercery.claims.values import Flag, Price, Statement
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money

SHELF = TestShop(catalogue()).shelf


def goods_of(key: str) -> Goods:
    return SHELF[f"prd_{key}"]


def voice(lang: Lang = "en") -> Voice:
    return Voice(lang=lang, now=NOW)


def proposed(key: str, variant: str, *attributes: str, misses: tuple[Words, ...] = (), term: str = "") -> Proposed:
    goods = goods_of(key)
    price = next(fact for fact in goods.prices if fact.subject.id == variant)
    stock = next(fact for fact in goods.stock if fact.subject.id == variant)
    reasons = tuple(Because(fact_id=goods.of(name)[0].id, term=Words(term)) for name in attributes)
    return Proposed(
        about=goods.about, variant_id=variant, price_id=price.id, stock_id=stock.id, reasons=reasons, misses=misses
    )


def facts(*more: Fact) -> dict[str, Fact]:
    return {fact.id: fact for goods in SHELF.values() for fact in goods.facts} | {fact.id: fact for fact in more}


def said(act: Act, lang: Lang = "en", *more: Fact) -> list[str]:
    found = list(worded((act,), facts(*more), voice(lang), ""))
    assert all(isinstance(one, Sentence) for one in found), found
    return [one.text for one in found if isinstance(one, Sentence)]


def test_an_offer_is_told_in_the_variant_that_fits_with_its_price_its_reasons_and_its_stock() -> None:
    offer = proposed("harbour-tote", "var_harbour-tote_black", "material", "weight")
    assert said(Propose(offers=(offer,))) == [
        "This one fits:",
        "The Harbour Tote in black at €1,250: grained calf leather, weighs 780 g, in stock (4 left).",
    ]
    assert (
        said(Propose(offers=(offer,)), "zh")[1]
        == "港湾托特包（黑色），€1,250：粒面小牛皮，重 780 克，有现货（余 4 只）。"
    )


def test_of_a_long_text_only_the_sentence_that_speaks_of_the_wish_is_told() -> None:
    offer = proposed("harbour-tote", "var_harbour-tote_black", "description", term="laptop")
    assert "“A 13-inch laptop fits”" in said(Propose(offers=(offer,)))[1]
    other = proposed("harbour-tote", "var_harbour-tote_black", "description", term="opera")
    assert "“" not in said(Propose(offers=(other,)))[1]


def test_what_comes_close_says_what_it_misses_in_the_shoppers_own_terms() -> None:
    near = proposed(
        "silk-road-weekender", "var_silk-road-weekender_olive", misses=(Words("Under €500", "500 欧元以内"),)
    )
    opening, line = said(Propose(offers=(near,), near=True))
    assert opening == "This one comes close, but misses something:"
    assert line.endswith("instead of €700: in stock (5 left); not met: “under €500”.")
    assert said(Propose(offers=(near,), near=True), "zh")[1].endswith("；未满足：“500 欧元以内”。")


def test_a_wish_may_be_repeated_but_an_amount_nobody_wished_for_may_not() -> None:
    act = LeaveOut(wishes=(Words("Under €500", "500 欧元以内"),))
    assert said(act) == ["Nothing here meets all of it. Leaving out “under €500”, there is this."]
    assert wishes_named(act) == act.wishes
    refused = list(worded((AskWish(question=Words("Up to €500?")),), {}, voice(), "a bag"))
    assert not any(isinstance(one, Sentence) for one in refused)


def test_an_offer_whose_fact_is_no_longer_in_force_is_held_back() -> None:
    offer = proposed("harbour-tote", "var_harbour-tote_black")
    known = facts()
    ended = replace(known[offer.price_id], valid_to=NOW - timedelta(minutes=1))
    found = list(worded((Propose(offers=(offer,)),), {**known, offer.price_id: ended}, voice(), ""))
    assert [isinstance(one, Sentence) for one in found] == [True, False]


def test_a_price_that_ends_is_told_with_its_end() -> None:
    offer = proposed("harbour-tote", "var_harbour-tote_black")
    known = facts()
    value = Price(Money(99_000, "EUR"), was=Money(125_000, "EUR"))
    sale = replace(known[offer.price_id], value=value, valid_to=datetime(2026, 11, 25, 19, 0, tzinfo=UTC))
    found = list(worded((Propose(offers=(offer,)),), {**known, offer.price_id: sale}, voice(), ""))
    assert "at €990 instead of €1,250 until 19:00 on 25 November" in found[1].text


def test_delivery_in_time_stands_on_the_policy() -> None:
    promise = Fact(
        subject=Subject(kind="policy", id="delivery", name=Words("Delivery", "配送")), attribute="delivery",
        label=Words("Delivery", "配送"), value=Statement(Words("1 to 3 business days.", "1 至 3 个工作日。")),
        source=Words("policy", "规则"), version=1, valid_from=None, valid_to=None, recorded_at=NOW,
    )  # fmt: skip
    offer = proposed("harbour-tote", "var_harbour-tote_black")
    offer = replace(offer, reasons=(Because(fact_id=promise.id),))
    assert "can be there in time" in said(Propose(offers=(offer,)), "en", promise)[1]
    assert "可按时送达" in said(Propose(offers=(offer,)), "zh", promise)[1]


def test_pieces_side_by_side_are_told_row_by_row_and_a_gap_is_called_one() -> None:
    first, second = goods_of("harbour-tote"), goods_of("harbour-soft-tote")
    columns = (
        proposed("harbour-tote", "var_harbour-tote_black"),
        proposed("harbour-soft-tote", "var_harbour-soft-tote_ivory"),
    )
    weight = TableRow(label=Words("Weight", "重量"), fact_ids=(first.of("weight")[0].id, second.of("weight")[0].id))
    closure = TableRow(label=Words("Closure", "开合方式"), fact_ids=(first.of("closure")[0].id, None))
    assert said(Table(columns=columns, rows=(weight, closure))) == [
        "Side by side, where they differ:",
        "Weight: Harbour Tote 780 g; Harbour Soft Tote 640 g.",
        "Closure: Harbour Tote magnetic; Harbour Soft Tote not recorded.",
    ]


def test_a_yes_or_no_attribute_is_told_by_its_name_as_a_reason() -> None:
    goods = goods_of("harbour-tote")
    hood = replace(goods.of("closure")[0], attribute="hood", label=Words("Hood", "连帽"), value=Flag(True))
    offer = replace(proposed("harbour-tote", "var_harbour-tote_black"), reasons=(Because(fact_id=hood.id),))
    assert ": hood, in stock" in said(Propose(offers=(offer,)), "en", hood)[1]
    without = replace(hood, value=Flag(False))
    assert ": not hood," in said(Propose(offers=(offer,)), "en", without)[1]


def test_what_comes_close_but_is_sold_out_says_so_with_the_day_it_is_expected() -> None:
    near = proposed("harbour-tote", "var_harbour-tote_tan", "material")
    line = said(Propose(offers=(near,), near=True))[1]
    assert line == (
        "The Harbour Tote in tan at €1,250: grained calf leather, sold out at the moment, expected on 10 December."
    )
    assert "暂时售罄，预计 12 月 10 日到货" in said(Propose(offers=(near,), near=True), "zh")[1]


def test_what_goes_with_a_piece_names_it_in_both_languages() -> None:
    offer, piece = proposed("harbour-tote", "var_harbour-tote_black", "material"), goods_of("silk-road-weekender").about
    goes = Propose(offers=(offer,), beside="goes_with", to=piece)
    assert said(goes)[0] == "This goes with the Silk Road Weekender:"
    assert said(replace(goes, offers=(offer, offer)))[0] == "These go with the Silk Road Weekender:"
    assert said(goes, "zh")[0] == f"与{piece.title.zh}相配的有："
    assert said(replace(goes, beside="care"))[0] == "To care for the Silk Road Weekender:"
    assert said(replace(goes, beside="care"), "zh")[0] == f"养护{piece.title.zh}可以用："
    assert said(Propose(offers=(offer,), beside="else"))[0] == "Something else to look at:"
