"""The messengers with rules of their own, as data: what each needs to know, and what is to be copied into its console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mercery.core.i18n import Words

KindName = Literal["wechat", "whatsapp", "mail"]
_NONE: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing a channel of this kind needs to know."""

    name: str
    label: Words
    hint: Words = _NONE
    secret: bool = False
    """Sealed, and never shown again."""
    needed: bool = True
    made: bool = False
    """Made by us when it is left empty; to be copied into the platform's console."""
    pattern: str = ""
    """What it has to look like, whole."""
    example: str = ""
    lines: int = 1
    choices: tuple[tuple[str, Words], ...] = ()
    """What can be chosen, where it is a choice; the first stands where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do in the platform's console. `copy` names what is to be copied there: `address`, or a field."""

    text: Words
    copy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A messenger."""

    name: KindName
    label: Words
    about: Words
    limits: Words
    fields: tuple[Field, ...]
    steps: tuple[Step, ...]
    receives: bool = True
    """Whether the platform calls an address of ours."""
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Fields by name."""
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})


WECHAT: Final = Kind(
    name="wechat",
    label=Words("WeChat official account", "微信公众号"),
    about=Words(
        "Customers write to your official account; answers go back in the same chat.",
        "顾客给公众号发消息，答复回到同一对话。",
    ),
    limits=Words(
        "After each message of a customer: 48 hours, and five messages beside the direct answer.",
        "顾客每次来信后 48 小时内可下发，除直接回复外最多五条。",
    ),
    fields=(
        Field(name="app_id", label=Words("AppID"), pattern=r"wx[0-9a-zA-Z]{6,30}", example="wx2c2769f8efd9abc2"),
        Field(name="app_secret", label=Words("AppSecret"), secret=True, pattern=r"[0-9a-zA-Z]{16,64}"),
        Field(
            name="token",
            label=Words("Token", "令牌 (Token)"),
            hint=Words("Left empty, one is made.", "留空则自动生成。"),
            needed=False,
            made=True,
            pattern=r"[0-9a-zA-Z]{3,32}",
        ),
        Field(
            name="aes_key",
            label=Words("EncodingAESKey", "消息加解密密钥 (EncodingAESKey)"),
            hint=Words(
                "43 letters and digits, for safe mode. With one, messages in plain text are refused.",
                "43 位字母数字，用于安全模式。填写后不再接受明文消息。",
            ),
            secret=True,
            needed=False,
            pattern=r"[0-9a-zA-Z]{43}",
        ),
        Field(
            name="greeting",
            label=Words("Greeting for new followers", "关注后的问候语"),
            hint=Words("Sent as the answer to following. Empty: nothing.", "关注后自动回复，留空则不回复。"),
            needed=False,
            lines=2,
        ),
        Field(
            name="menu",
            label=Words("Words of menu buttons", "菜单按钮的含义"),
            hint=Words(
                "One a line: KEY = what the customer asks by it. Other keys are not answered.",
                "每行一个：KEY = 顾客点按后等于问了什么。未列出的不作答。",
            ),
            needed=False,
            lines=3,
            example="RETURNS = 怎么退货",
        ),
    ),
    steps=(
        Step(
            text=Words(
                "In the WeChat official platform: Settings and development, Development interface, Server configuration.",
                "微信公众平台：设置与开发 → 开发接口管理 → 服务器配置。",
            )
        ),
        Step(text=Words("Server address (URL)", "服务器地址 (URL)"), copy="address"),
        Step(text=Words("Token", "令牌 (Token)"), copy="token"),
        Step(
            text=Words(
                "Encryption: safe mode, with the EncodingAESKey that stands here too. Format: XML.",
                "消息加解密方式：安全模式，密钥与此处一致；数据格式：XML。",
            )
        ),
        Step(
            text=Words(
                "IP allow list: the address this server calls from, or fetching the access token is refused (40164).",
                "IP 白名单：填入本服务器的出口地址，否则获取 access_token 会被拒绝 (40164)。",
            )
        ),
        Step(text=Words("Submit, then Enable.", "提交，然后启用。")),
    ),
)  # fmt: skip
WHATSAPP: Final = Kind(
    name="whatsapp",
    label=Words("WhatsApp", "WhatsApp"),
    about=Words(
        "Customers write to your WhatsApp number; answers go out by Meta's Cloud API.",
        "顾客给您的 WhatsApp 号码发消息，答复经 Meta Cloud API 发出。",
    ),
    limits=Words(
        "After each message of a customer: 24 hours. Later only a template that Meta approved.",
        "顾客每次来信后 24 小时内可自由回复，之后只能发送 Meta 审核过的模板。",
    ),
    fields=(
        Field(
            name="phone_number_id",
            label=Words("Phone number ID", "电话号码编号 (Phone number ID)"),
            pattern=r"\d{5,25}",
            example="106540352242922",
        ),
        Field(
            name="access_token",
            label=Words("Access token", "访问令牌 (Access token)"),
            hint=Words(
                "Of a system user with whatsapp_business_messaging; the one for trying out ends after a day.",
                "系统用户令牌，需 whatsapp_business_messaging 权限；测试令牌一天后失效。",
            ),
            secret=True,
            pattern=r"\S{20,600}",
        ),
        Field(
            name="app_secret",
            label=Words("App secret", "应用密钥 (App secret)"),
            hint=Words("App settings, Basic. What Meta signs with.", "应用设置 → 基本。Meta 用它签名。"),
            secret=True,
            pattern=r"[0-9a-fA-F]{32}",
        ),
        Field(
            name="verify_token",
            label=Words("Verify token", "验证口令 (Verify token)"),
            hint=Words("Left empty, one is made.", "留空则自动生成。"),
            needed=False,
            made=True,
            pattern=r"[0-9a-zA-Z_-]{8,80}",
        ),
        Field(
            name="template",
            label=Words("Template after 24 hours", "24 小时后的模板"),
            hint=Words(
                "Name of an approved template without variables, such as one that asks whether to go on. Empty: whoever "
                "replies too late is told so.",
                "已审核、无变量的模板名称，例如询问是否继续。留空则超时会提示回复的店员。",
            ),
            needed=False,
            pattern=r"[a-z0-9_]{1,512}",
            example="shop_has_answered",
        ),
        Field(
            name="template_language",
            label=Words("Language of the template", "模板语言"),
            needed=False,
            pattern=r"[a-z]{2,3}(_[A-Z]{2})?",
            example="en_US",
        ),
    ),
    steps=(
        Step(
            text=Words(
                "In Meta for Developers: your app, WhatsApp, Configuration, Webhook.",
                "Meta for Developers：您的应用 → WhatsApp → 配置 → Webhook。",
            )
        ),
        Step(text=Words("Callback URL", "回调网址 (Callback URL)"), copy="address"),
        Step(text=Words("Verify token", "验证口令 (Verify token)"), copy="verify_token"),
        Step(
            text=Words(
                "Verify and save, then subscribe to the field messages.",
                "验证并保存，然后订阅 messages 字段。",
            )
        ),
    ),
)  # fmt: skip
MAIL: Final = Kind(
    name="mail",
    label=Words("E-mail", "电子邮件"),
    about=Words(
        "Customers write to an address of the shop; answers go back in the thread.",
        "顾客写信到店铺邮箱，答复回到同一邮件往来。",
    ),
    limits=Words(
        "No window. A sender's address proves nothing: orders are shown only after a code.",
        "无时限。发件地址不能证明身份，查看订单仍需验证码。",
    ),
    fields=(
        Field(name="address", label=Words("Address", "邮箱地址"), pattern=r"[^\s@<>]+@[^\s@<>]+", example="care@shop.example"),
        Field(
            name="imap_host",
            label=Words("IMAP server", "IMAP 服务器"),
            hint=Words(
                "Host, or host:port; 993 with TLS else. Empty: mail is handed in by a mail service only.",
                "主机名或 主机名:端口，默认 993 加密。留空则只由邮件服务转交。",
            ),
            needed=False,
            pattern=r"[A-Za-z0-9.-]+(:\d{1,5})?",
            example="imap.shop.example",
        ),
        Field(name="imap_user", label=Words("User", "用户名"), needed=False),
        Field(name="imap_password", label=Words("Password", "密码"), secret=True, needed=False),
        Field(name="imap_folder", label=Words("Folder", "文件夹"), needed=False, example="INBOX"),
        Field(
            name="smtp",
            label=Words("Outgoing server", "发信服务器"),
            hint=Words(
                "smtp://host:587 or smtps://host:465, with the same user and password. Empty: the installation's own.",
                "smtp://主机:587 或 smtps://主机:465，使用同一用户名与密码。留空则用系统设置的服务器。",
            ),
            needed=False,
            pattern=r"smtps?://[A-Za-z0-9.-]+(:\d{1,5})?/?",
        ),
        Field(
            name="tagged",
            label=Words("Answers come back to", "回信地址"),
            hint=Words(
                "An address with a tag (care+…@) finds its thread even where a mail program drops the thread; your server "
                "must take such addresses.",
                "带标记的地址 (care+…@) 即使邮件程序丢失会话信息也能归入原会话，需邮件服务器支持。",
            ),
            needed=False,
            pattern="plain|tagged",
            choices=(("plain", Words("The address as it is", "原地址")), ("tagged", Words("With a tag", "带标记的地址"))),
        ),
        Field(
            name="trusted_server",
            label=Words("Server whose checks count", "可信的验证服务器"),
            hint=Words(
                "The name your own mail server writes first in Authentication-Results. Empty: its word is not read.",
                "您的邮件服务器写在 Authentication-Results 开头的名称。留空则不读取。",
            ),
            needed=False,
            pattern=r"[A-Za-z0-9.-]+",
            example="mx.shop.example",
        ),
    ),
    steps=(
        Step(
            text=Words(
                "Nothing to set up elsewhere where IMAP is given: the box is read every minute, mails stay in it.",
                "填写 IMAP 后无需其他设置：每分钟读取一次，邮件仍留在邮箱。",
            )
        ),
        Step(
            text=Words(
                "Or let your mail service post each mail, raw and signed as the guide says, to this address.",
                "或让邮件服务把每封原始邮件按指南签名后发到此地址。",
            ),
            copy="address",
        ),
        Step(
            text=Words("Its secret", "签名密钥"),
            copy="secret",
        ),
    ),
)  # fmt: skip
KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in (WECHAT, WHATSAPP, MAIL)}
