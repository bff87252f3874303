"""The set-up checklist. Features above say how far their step is: `app.state.setup_sources`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.i18n import Words

StepKey = Literal["brand", "policies", "import", "embed", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """How far a step is, from stored data."""

    done: bool
    detail: Words
    """What was found: "63 products, 4 without a price"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the checklist."""

    key: StepKey
    title: Words
    what: Words
    url: str
    act: Words


class SetupSource(Protocol):
    """A feature's report on its step, or on several."""

    async def __call__(self, session: AsyncSession, shop: Shop, /) -> Mapping[StepKey, StepState]:
        """Look at the shop's data."""
        ...


STEPS: Final[tuple[Step, ...]] = (
    Step(
        key="brand",
        title=Words("Name, colour and languages", "名称、颜色与语言"),
        what=Words(
            "How the shop is called and looks, and in which currency it counts.", "店铺的名称、外观与记账货币。"
        ),
        url="/console/settings#brand",
        act=Words("Open settings", "打开设置"),
    ),
    Step(
        key="policies",
        title=Words("Delivery, returns, warranty", "配送、退货与质保"),
        what=Words(
            "What the assistant may promise. Without a policy it hands the question to a person.",
            "店员可以承诺的内容。没有政策时，问题会转给真人。",
        ),
        url="/console/settings/policies",
        act=Words("Write policies", "填写政策"),
    ),
    Step(
        key="import",
        title=Words("Products", "商品"),
        what=Words(
            "An export of your shop system; you see the differences before anything is taken over.",
            "导入您的店铺系统导出文件；应用前可先查看差异。",
        ),
        url="/console/import",
        act=Words("Import a file", "导入文件"),
    ),
    Step(
        key="embed",
        title=Words("The assistant on your own site", "在您的网站中嵌入店员"),
        what=Words(
            "Put one line into your pages, have a page checked, and open it: the step is done once it was seen there.",
            "在页面中加入一行代码，检查页面并打开一次；店员实际出现后，此步即完成。",
        ),
        url="/console/embed",
        act=Words("Put it on your site", "放到您的网站"),
    ),
    Step(
        key="test",
        title=Words("A first conversation", "第一段会话"),
        what=Words(
            "Ask what your customers ask, and look at what each answer stands on.",
            "像客人一样提问，并查看每句答复的出处。",
        ),
        url="/",
        act=Words("Ask the assistant", "向店员提问"),
    ),
)


UNNAMED: Final = Words("My shop", "我的店铺")
"""How a shop is called that was made at the first start without the demo."""


def own_states(shop: Shop) -> dict[StepKey, StepState]:
    """What the shop's own settings tell: its brand and where it may be embedded."""
    named = shop.name != UNNAMED and (bool(shop.name.en and shop.name.zh) or len(shop.languages) < 2)
    name = Words(f"{shop.name.text('en')}, {shop.currency}", f"{shop.name.text('zh')}，{shop.currency}")
    missing = (
        Words("It has no name of its own yet.", "尚未命名。")
        if shop.name == UNNAMED
        else Words("The name is written in one language only.", "店名只填写了一种语言。")
    )
    sites = ", ".join(shop.embed_origins)
    return {
        "brand": StepState(done=named, detail=name if named else missing),
        "embed": StepState(done=bool(sites), detail=Words(sites or "No site named.", sites or "尚未登记网站。")),
    }
