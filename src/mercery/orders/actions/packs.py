"""Ready sets of rules a shop can begin with: one YAML file each in `orders/packs`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from mercery.core.errors import Invalid, NotFound
from mercery.core.yaml_files import read_yaml
from mercery.orders.actions.rule import ActionRule, rule_from_data

FOLDER: Final = Path(__file__).parents[1] / "packs"


def pack_names() -> list[str]:
    """The packs that ship."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def pack(name: str) -> list[ActionRule]:
    """The rules of a pack; NotFound, or Invalid naming what is wrong in its file."""
    path = FOLDER / f"{name}.yaml"
    if name not in pack_names():
        raise NotFound(
            f"There is no rule pack '{name}'.",
            remedy=f"Use one of {', '.join(pack_names())}.",
            zh=f"没有规则包“{name}”，可用：{'、'.join(pack_names())}。",
        )
    return rules_from_yaml(path.read_text(encoding="utf-8"), file=path.name)


def rules_from_yaml(text: str, *, file: str) -> list[ActionRule]:
    """The rules written in a YAML file: `rules:` and a list."""
    try:
        data = read_yaml(text)
    except yaml.YAMLError as error:
        raise Invalid(
            f"{file}: this is not YAML: {error}.", remedy="Mend it.", zh=f"{file} 不是 YAML（{error}），请修改。"
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise Invalid(
            f"{file}: the list `rules` is missing.",
            remedy="Begin the file with `rules:`.",
            zh=f"{file} 缺少列表 rules，文件请以 rules: 开头。",
        )
    return [rule_from_data(one if isinstance(one, dict) else {}, file=file) for one in data["rules"]]
