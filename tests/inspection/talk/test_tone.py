"""Insults, mockery, scolding and blame are told from firm and friendly words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mercery.inspection.talk.tone import rude


@pytest.mark.parametrize(
    "text",
    [
        "Did you even read the label?", "You should have measured your window.", "That's your own fault.", "As I already told you, no.",
        "My cat could set up this printer.", "Honestly, who puts a wool sweater in the dryer?", "You had one job: type your address.",
        "I don't get paid enough for this.", "Not my job to raise your kids.", "Ever heard of a measuring tape?", "Calm down.",
        "Thanks for wasting my lunch break.", "您这智商我很难跟您解释。", "都说了多少遍了还问。", "自己不看清楚怪谁。", "爱用不用，不用拉倒。",
        "您好，催也没用，快递又不会飞。", "您以为您是谁啊。", "浪费我们时间。", "没钱就别买。", "您好，早干嘛去了。",
    ],
)  # fmt: skip
def test_rude_words(text: str) -> None:
    assert rude(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, I can't go beyond the 30 days.", "You should receive it tomorrow.", "Not a silly question at all!", "Did you try the reset button?",
        "We should have checked before shipping, it's our mistake.", "You can find it in your account.", "Take your time, no rush.",
        "You have to pay the return shipping yourself, that's our policy.", "I'm sorry, but I must ask you not to use such language.",
        "抱歉让您久等了。", "亲，麻烦您看一下生产日期。", "这款不支持机洗，建议手洗。", "您别着急，我帮您查一下。", "您可以在我的订单里自己修改地址哦。",
        "超过7天了，不能退的哦。", "不好意思，是我们发错了。", "您慢慢看，不急。", "胖一点也能穿。",
    ],
)  # fmt: skip
def test_firm_and_friendly_words(text: str) -> None:
    assert rude(text) is None


def test_the_words_are_quoted_as_written() -> None:
    said = rude("Hello. Did You Even look?")
    assert said is not None
    assert said.quote == "Did You Even look"
    assert said.kind == "blame"


@pytest.mark.parametrize(
    "text",
    [
        "They work for everybody else, so it isn't the machine.",
        "I'm not sure how I can make this any simpler for you.",
        "If customers paid attention to the size chart, we wouldn't have to do this.",
        "I'd have thought that was obvious.",
        "Some of us have work to do.",
        "We do expect a certain level of client, madam.",
        "This is what happens when people don't follow instructions.",
        "Thrilling story. The return window is still closed.",
        "That one's on you, I'm afraid.",
        "Nobody twisted your arm to click buy.",
        "Kindly stop pestering us.",
        "Errors of this sort are usually made by customers in a hurry who don't check.",
        "Wow, three whole emails in one day, aren't you busy.",
        "For that money what were you hoping for, silk?",
        "别人都没问题，就您这儿出状况",
        "这么简单的步骤，小朋友都会",
        "您先学会看尺码表再来吧",
        "这已经是常识了呀亲",
        "我们家的包不是谁都能背的",
        "亲，买之前怎么不问清楚呢",
        "哎哟，这么着急是赶火车啊",
        "亲亲真是个大聪明呢",
        "下次麻烦长点记性",
        "大姐您能不能消停会儿",
        "这种事一般都是顾客自己粗心造成的",
        "没见过这么磨人的客人",
        "哪有人这么用的呀，真服了",
        "好好好，您都对，您最有理",
    ],
)
def test_held_up_against_others_looked_down_on_or_told_to_mend(text: str) -> None:
    assert rude(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "We hope to see you again soon.",
        "Sorry you had to wait so long.",
        "Next time you order, you'll get 5 off.",
        "Some customers size up.",
        "It looks stupidly good on.",
        "It's not your fault at all.",
        "What's wrong with the zip? Could you describe it?",
        "Could you please look at the underside for a number?",
        "You need to be at home between 8 and 12.",
        "No need to shout about it, but it's our best seller!",
        "The boots are waterproof enough for everyone in the family.",
        "A child can use it from 3 years.",
        "You get what you see in the pictures.",
        "It's on you to choose the ribbon, all are included.",
        "Fat content is 3 percent.",
        "Well done, that's exactly the right setting.",
        "Oh no, that's ridiculous, we'll put it right at once.",
        "It clearly says 42 on my side, could the shop page be out of date? Please send a screenshot.",
        "妈妈的礼物我们可以包装",
        "麻烦您再说一遍订单号好吗",
        "如果是您的包裹丢了我们会补发",
        "出现这种问题我们会负责到底",
        "您可以自己选日期",
        "我不知道您的尺码，能告诉我吗",
        "您怎么了，需要帮忙吗",
        "我帮您问清楚了再回复",
        "老人小孩都能喝",
        "您的身高体重报一下",
        "您不用管，我来处理",
        "您说什么颜色我就发什么颜色",
        "一分钱不多收",
        "您真厉害，自己就装好了",
        "厉害了，您还懂香水",
        "您先冷静一下再……不好意思打错了，先冷藏一下再打开",
        "那怎么办呢，我帮您想办法",
        "我说得不清楚，抱歉",
        "已经告诉仓库加急了",
        "您不会装我可以远程教您",
        "下次买可以提前告诉我，我帮您留货",
        "这是常见问题，别担心",
        "丑橘和耙耙柑都有",
        "Rude of the driver, really. I've passed it on.",
        "Silly question? Not at all!",
        "Your dog is a genius!",
        "Mind the sharp edge.",
        "Did you enter the code without the dash? It only works with it.",
        "According to tracking you weren't home on Monday; I've booked a new attempt.",
        "No can do, sorry.",
        "Please don't throw the box away.",
        "Relax, it's included.",
        "You're impossible to disappoint, I like that.",
        "Lazy Sunday set, in sage or sand?",
        "He's an idiot if he doesn't love it, haha.",
        "If you don't like it, send it back within 30 days.",
        "Good luck with the exam!",
        "The cat will go mad for it.",
        "Again, I'm sorry.",
        "快递小哥态度不好，我已经反馈了",
        "没有笨问题，您随便问",
        "不买也没关系，交个朋友",
        "穿过的不能退哦，请谅解",
        "快递说您不在家，已约明天再送",
        "别扔盒子，退货要用",
        "自己在家就能装",
        "麻烦看一下详情页最下面的尺码表，拿不准我帮您算",
        "我们老板小气，最多给八折哈哈",
        "您家猫主子真霸气",
        "小个子、梨形身材都友好",
        "懒人福音，一按就开",
        "一分钱一分货，这款是手工的",
        "不急的话等活动",
        "您开心最重要",
        "您放一百个心",
        "您说，我听着",
        "没完没了的雨，快递慢了一天",
    ],
)
def test_everyday_words_praise_and_policy(text: str) -> None:
    assert rude(text) is None


def test_no_friendly_firm_or_apologetic_sentence_is_accused() -> None:
    harmless = Path(__file__).with_name("harmless.txt").read_text("utf-8").splitlines()

    assert [(said.quote, one) for one in harmless if (said := rude(one)) is not None] == []
    assert len(harmless) > 300


@pytest.mark.parametrize(
    ("harmless", "rude_words"),
    [
        ("这款适合近视的朋友。", "您是不是近视啊。"),
        ("脑子里先想好摆哪儿。", "您有没有脑子。"),
        ("Oh no, poor thing! Let me send a new one.", "Oh no, a whole day late, poor you."),
        ("My dog did the same, sorry for the hole.", "My dog understands that."),
    ],
)
def test_the_same_word_offends_only_when_it_is_said_of_the_reader(harmless: str, rude_words: str) -> None:
    assert rude(harmless) is None
    assert rude(rude_words) is not None
