"""Why a message did not reach its channel, and what to do: in both languages, for the people of the shop. Pure."""

from __future__ import annotations

from mercery.core.errors import MerceryError
from mercery.core.i18n import Words


def reason(error: MerceryError) -> Words:
    """What an error says, with its remedy. One that has none in Chinese is told there by the sentence it has, named as
    such."""
    said = f"{error.message} {error.remedy}".strip()
    return Words(said, error.zh or f"未能送达，系统说明：{said}")


def joined(said: Words, remedy: Words) -> Words:
    """What is wrong and then what to do."""
    return Words(f"{said.en} {remedy.en}".strip(), f"{said.zh}{remedy.zh}")


def answered(status: int) -> Words:
    """The program behind a signed address answered something else than yes."""
    said = Words(f"The other side answered {status}.", f"对方服务器返回 {status}。")
    if status in (401, 403):
        return joined(
            said, Words("Let it check the signature with this channel's secret.", "请让对方用本渠道的密钥验证签名。")
        )
    if status in (404, 405, 410):
        return joined(said, Words("Check the channel's address.", "请核对渠道的回调地址。"))
    return joined(said, Words("Look into the log of the program there.", "请查看对方程序的日志。"))


def not_reached(host: str, why: str) -> Words:
    """No connection, or none that held. `why`: the library's name for it."""
    return joined(
        Words(f"{host} could not be reached ({why}).", f"无法连接 {host}（{why}）。"),
        Words("Check that it runs and can be called from here.", "请确认对方服务正在运行，且本服务器可以访问。"),
    )
