"""What cannot be the answer is not given as one, however alike the words are."""

import pytest

from mercery.knowledge.fitting import contrary, misfit, profile

PERFUME = profile(["Can I return an opened perfume?", "香水拆封了还能退吗"], "Opened fragrance cannot be returned.")
GIFT_CARD = profile(["Do you sell gift cards?", "buy a voucher"], "Yes, from €50, as a card or by e-mail.")
AMERICA = profile(["How long does delivery to New York take?"], "4 to 7 business days to the United States.")
HOURS = profile(["When are you open?", "几点开门"], "Tuesday to Saturday from 10:30 to 19:00.")


@pytest.mark.parametrize(
    ("message", "known", "why"),
    [
        ("Can I return an opened face cream?", PERFUME, "another thing"),
        ("蜡烛拆封了还能退吗", PERFUME, "another thing"),
        ("Can I return an unopened perfume?", PERFUME, "the opposite: opened"),
        ("how long is a gift card valid", GIFT_CARD, "no time in it"),
        ("can I exchange a gift card for money", GIFT_CARD, "it does not speak of cash_out"),
        ("How long does delivery to Tokyo take?", AMERICA, "another place"),
        ("why are you closed on Mondays", HOURS, "no reason in it"),
    ],
)
def test_it_says_what_does_not_fit(message: str, known: object, why: str) -> None:
    assert misfit(message, known) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "known"),
    [
        ("is it possible to send back a fragrance that was opened", PERFUME),
        ("打开过的香水可以退货吗", PERFUME),
        ("how much is the smallest gift card", GIFT_CARD),
        ("delivery time to Chicago", AMERICA),
        ("几点营业", HOURS),
        ("hello", HOURS),
    ],
)
def test_the_same_in_other_words_fits(message: str, known: object) -> None:
    assert misfit(message, known) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "known", "why"),
    [
        ("Can I return an unopened perfume?", PERFUME, "the opposite: opened"),
        ("why are you closed on Mondays", HOURS, "no reason in it"),
        ("will prices go up in January", GIFT_CARD, "it does not speak of price_rise"),
        ("do you buy back perfumes that were opened", PERFUME, "it does not speak of resale"),
    ],
)
def test_no_likeness_outweighs_what_is_contrary(message: str, known: object, why: str) -> None:
    assert contrary(message, known) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "known"),
    [("How long does delivery to Tokyo take?", AMERICA), ("how long is a gift card valid", GIFT_CARD)],
)
def test_other_misfits_are_left_to_a_judge_that_weighs_all_signs(message: str, known: object) -> None:
    assert misfit(message, known) and contrary(message, known) is None  # type: ignore[arg-type]
