"""What clears somebody whom a first sign accuses: how the customer went on, whose words they are, what is asked for."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId


class TestOpenQuestions:
    @pytest.mark.parametrize(
        "lines",
        [
            ("C: how tall is the vase?", "H: Hello! It's 24 and comes in grey.", "C: ok"),
            ("C: 这桌子多高啊,我家孩子矮", "H: 您好,台面是120×60厘米,放书房刚好。", "C: 哦"),
        ],
    )
    def test_a_figure_of_another_fact_is_no_answer(self, lines: tuple[str, ...]) -> None:
        known = {"vase": "stoneware", "price": "24", "桌子": "实木", "台面尺寸": "120×60厘米"}
        assert found(RuleId.UNANSWERED_QUESTION, *lines, known=known)

    def test_one_side_of_three_is(self) -> None:
        lines = ("C: how thick is the board?", "H: Hello! 3 cm.", "C: ok")
        assert not found(RuleId.UNANSWERED_QUESTION, *lines, known={"size": "40 x 25 x 3 cm"})

    def test_the_yes_belongs_to_the_question_whose_words_follow(self) -> None:
        lines = ("C: 帽子能绣名字吗?有没有灰色", "H: 您好,有灰色的。", "C: 好")
        assert found(RuleId.UNANSWERED_QUESTION, *lines, known={"商品": "毛线帽", "颜色": "灰色、米色"})

    def test_who_excuses_the_wait_and_speaks_of_something_else_has_not_answered(self) -> None:
        lines = (
            "C: will the hammock hold up in the rain?",
            "H: Sorry, I was busy at the till. The hammock is 60.",
            "C: ok",
        )
        assert found(RuleId.UNANSWERED_QUESTION, *lines, known={"hammock": "cotton", "price": "60"})

    @pytest.mark.parametrize(
        "lines",
        [
            ("C: can it stand 180 degrees?", "H: Hello! It's fine up to 220.", "C: ok"),
            ("C: how many chairs are left", "H: Hi! Just the four.", "C: ok"),
            ("C: and does it ship to Malta? actually never mind", "H: Such a pretty lamp, you'll love it!", "C: :)"),
        ],
    )
    def test_judgements_numbers_in_words_and_questions_taken_back_accuse_nobody(self, lines: tuple[str, ...]) -> None:
        known = {"oven": "up to 220 C", "stock": "4 chairs", "price": "75"}
        assert not found(RuleId.UNANSWERED_QUESTION, *lines, known=known)


RULE = {"handoff_rule": "hand over when the customer asks for a person"}


class TestHandingOver:
    def test_who_is_glad_of_the_answer_did_not_call_for_a_person(self) -> None:
        lines = ("C: can I get a person to sign for it", "B: Hello! Yes, any neighbour may sign.", "C: great, thanks")
        assert not found(RuleId.MISSED_HANDOFF, *lines, known=RULE)

    def test_thanks_of_who_gives_up_are_no_sign_of_it(self) -> None:
        lines = ("C: can I talk to a person", "B: Hello! I can help with anything.", "C: thanks, never mind then")
        assert found(RuleId.MISSED_HANDOFF, *lines, known=RULE)

    def test_who_asks_again_did(self) -> None:
        lines = ("C: get me a real person", "B: Hello! I can help with anything.", "C: no, a person please")
        assert found(RuleId.MISSED_HANDOFF, *lines, known=RULE)

    def test_a_hurt_pride_is_no_injury(self) -> None:
        lines = ("C: last time on the board I only hurt my pride", "H: Hello! Happens to everybody.", "C: ha")
        assert not found(RuleId.MISSED_HANDOFF, *lines, known={"handoff_rule": "injuries go to the safety team"})


class TestOwnWords:
    def test_what_the_shop_dares_not_do_scolds_nobody(self) -> None:
        lines = ("C: 这个能装多少", "B: 您好,具体数据我没有,不敢瞎说。", "C: 好")
        assert not found(RuleId.RUDE_OR_BLAMING, *lines)

    def test_what_is_to_be_kept_for_the_inspection_is_no_present(self) -> None:
        lines = ("C: 罐头里有根头发", "B: 您好,很抱歉,马上给您转专员,罐头请先留着。", "C: 好")
        assert not found(RuleId.PROMISE_BEYOND_POLICY, *lines, known={"转人工": "有异物转专员"})

    def test_the_customers_own_pages_and_codes_to_watch_take_no_money(self) -> None:
        rule = {"payment_rule": "only through the shop checkout"}
        saved = ("C: can I change the card", "B: Hello! Under My account, Payment, you can change the card.", "C: ok")
        assert not found(RuleId.OFF_PLATFORM_PAYMENT, *saved, known=rule)
        watched = ("C: 有教程吗", "H: 您好,有的,扫码看视频就行,一共8节。", "C: 好")
        assert not found(RuleId.OFF_PLATFORM_PAYMENT, *watched, known={"付款": "只能店铺下单"})

    def test_the_best_of_us_is_no_superlative(self) -> None:
        lines = ("C: I spilled it all", "H: Hello! Happens to the best of us.", "C: ha")
        assert not found(RuleId.PROHIBITED_CLAIM, *lines)


class TestFacts:
    def test_the_hour_of_closing_is_no_day_off(self) -> None:
        known = {"hours": "Mon-Fri 9-18, Sat 10-13"}
        lines = ("C: open on Saturday at four?", "H: Hello! On Saturdays we close at one.", "C: ok")
        assert not found(RuleId.WRONG_FACT, *lines, known=known)

    @pytest.mark.parametrize(
        ("lines", "known"),
        [
            (("C: 能机洗吗", "H: 您好,手洗哦,机洗会缩。", "C: 好"), {"洗涤": "手洗"}),
            (("C: 三捆多少钱", "H: 您好,三捆54元。", "C: 好"), {"价格": "18"}),
            (("C: two hours every evening, how long will one last?", "H: Hello! About a month."), {"burn": "60 hours"}),
            (("C: 多久过期", "H: 您好,开封后半个月内喝最香。"), {"保质期": "18个月"}),
        ],
    )
    def test_warnings_multiples_use_by_the_day_and_other_cases_contradict_nothing(
        self, lines: tuple[str, ...], known: dict[str, str]
    ) -> None:
        assert not found(RuleId.WRONG_FACT, *lines, known=known)

    def test_what_somebody_else_paid_is_no_price_of_the_customers(self) -> None:
        lines = ("C: 那她呢", "H: 她实付300元。")
        assert not found(RuleId.WRONG_FACT, *lines, known={"实付": "340"})


class TestIdentity:
    def test_who_is_sent_to_log_in_is_shown_nothing(self) -> None:
        lines = (
            "C: where is my order?",
            "H: Hello! I can't look it up before you've logged in, your mail has the link.",
        )
        assert not found(RuleId.NO_IDENTITY_CHECK, *lines, known={"identified": "no"})


class TestOffers:
    def test_what_the_customer_owns_already_gives_no_occasion(self) -> None:
        known = {"upsell": "shoe cream (5.00) may be offered to customers who buy suede", "item": "canvas sneakers"}
        lines = (
            "C: do the canvas sneakers stain like my suede ones did?",
            "H: Hello! Less, they can be washed.",
            "C: ok",
        )
        assert not found(RuleId.MISSED_UPSELL_ALLOWED, *lines, known=known)

    def test_one_is_no_occasion_for_an_offer_of_two(self) -> None:
        lines = ("C: 一条就够了", "H: 您好,好的,给您下单了。", "C: 谢谢")
        assert not found(RuleId.MISSED_UPSELL_ALLOWED, *lines, known={"优惠": "买两条打八折,可推荐", "商品": "毛巾"})


class TestWhatIsDone:
    def test_the_day_on_which_it_was_done_answers_whether_it_was(self) -> None:
        lines = ("C: has it been sent yet?", "B: Hello! 4410 left us on the 9th.", "C: ok")
        assert not found(RuleId.UNANSWERED_QUESTION, *lines, known={"order": "4410, sent 9 March", "box": "grey"})

    def test_who_asks_for_news_is_answered_by_any(self) -> None:
        lines = ("C: any news?", "H: Hello! 4410 is at the depot in Cork.", "C: ok")
        assert not found(RuleId.UNANSWERED_QUESTION, *lines, known={"order": "4410", "status": "depot in Cork"})


class TestPaying:
    def test_cash_is_fine_where_one_pays_at_the_door(self) -> None:
        lines = ("C: 能到了再付吗", "H: 您好,可以货到付款,现金也行。", "C: 好")
        assert not found(RuleId.OFF_PLATFORM_PAYMENT, *lines, known={"付款": "支持货到付款"})


class TestOffences:
    def test_no_to_whether_it_is_nothing_else_denies_the_rest(self) -> None:
        lines = ("C: is it 100% linen?", "H: Hello! Not entirely, a tenth is cotton.", "C: ok")
        assert not found(RuleId.WRONG_FACT, *lines, known={"fabric": "90% linen, 10% cotton"})
