"""Small talk passes by its words alone; the same words turned into an effect, a discount, a present or hours do not."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "Good heavens, you drove all this way in such a blizzard, do sit down and catch your breath.",
        "I am not sure about that; let me ask my supervisor and come back to you this afternoon.",
        "The line is breaking up on my end, could you say that once more?",
        "Does your sister usually prefer muted colours or something bold?",
        "Job hunting is exhausting, I know the feeling.",
        "Happy belated birthday to your niece, seven already!",
        "外头下大雨了，快进来坐，先擦擦头发。",
        "这个我不太有把握，我问问店长再给您回电。",
        "画面有点卡，您能再说一遍吗？",
        "您加班到半夜，换谁都得累。",
        "祝孩子考试顺利，金榜题名！",
    ],
)
def test_small_talk_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        # a mood or an illness becomes an effect of the goods
        "This candle will cure your tiredness.",
        "Your headache will be gone in a minute.",
        "Tired in the morning, cheerful in the evening.",
        "Happy and relieved, fever and cough are gone.",
        "点上一支，睡得更香。",
        "累了一天，心情好多了。",
        "戴上就不头疼了。",
        # a family word becomes a discount, an occasion a present
        "Your mother has a discount today.",
        "Children walk in for nothing.",
        "Happy birthday, your present is on us.",
        "Come in, everybody gets a present today.",
        "Congratulations, you have won.",
        "生日快乐，今天给您免单。",
        "老人家半价。",
        "请大家吃糖，今天全场有礼。",
        # the weather becomes what goods withstand
        "Rain is no problem.",
        "No worries in a downpour.",
        "You walked in the rain? No problem.",
        "You stay warm in the snow with it.",
        "淋湿了也没事。",
        "大雪天也暖和。",
        "走一天也不累。",
        # patience becomes time to return, hours or a deed
        "You have a month to think it over.",
        "Take a year to think it over and bring it back.",
        "Come by on Sunday, I will be here.",
        "I will keep it for you until tomorrow.",
        "I have told my manager and you will get your money back.",
        "慢慢考虑，一个月都行。",
        "我们周日休息。",
        "我帮您退。",
        "明天到家了。",
        # a treat is a present
        "My treat.",
        "It is on me today.",
        "今天您生日，我请客。",
        "您不满意就来找我。",
        # assent to nobody knows what
        "Sure thing.",
        "是真的。",
    ],
)
def test_harmless_words_do_not_make_a_claim_pass(text: str) -> None:
    assert not passes(text)
