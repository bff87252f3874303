"""A rule beside words that were not understood is taken over only when somebody says that it is whole without them."""

from tests.promotions.lab.conftest import LAB, Lab, verdict


async def test_such_a_rule_is_not_kept_before_it_is_said_to_be_whole(lab: Lab) -> None:
    browser = await lab.sign_in()
    text = "20% off bags, sprinkled with glitter"
    heard = await browser.post(f"{LAB}/read", {"text": text})
    assert 'name="left" value="0|' in heard.text
    assert 'name="whole"' in heard.text
    left = {"left": ["0|sprinkled with glitter"]}
    rule = '{"id":"r","benefit":{"kind":"pct","bps":2000}}'
    data = {"text": text, "rule": [rule], "take": ["0"], "name_en": "Winter", "name_zh": "冬季", "do": "keep", **left}
    refused = await browser.post(f"{LAB}/keep", data)
    assert refused.status_code == 422 and verdict(refused) == "Nothing was taken in."
    assert "whole without them" in refused.text
    assert (await browser.post(f"{LAB}/keep", {**data, "whole": ["0"]})).status_code == 303


async def test_what_has_no_choices_is_asked_for_in_other_words(lab: Lab) -> None:
    browser = await lab.sign_in()
    text = "every 300 minus 50, not with coupons, until Sunday, but not when it rains on Tuesdays"
    heard = await browser.post(f"{LAB}/read", {"text": text})
    assert verdict(heard) == "One thing has to be said more plainly."
    assert "Change the words above" in heard.text
    assert "Read it so" not in heard.text, "there is nothing to choose"
