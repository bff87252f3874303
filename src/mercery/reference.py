"""The generated reference pages: settings, commands, events, errors, HTTP interface and values of policies, written from the code itself."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import click
from fastapi import FastAPI

import mercery
from mercery.core.config import Settings
from mercery.core.errors import MerceryError
from mercery.core.events import Event

_NOTE = "<!-- Written by `make docs` from the code. Edit the code, not this page. -->\n\n"


def write_reference(folder: Path, *, check: bool = False) -> list[str]:
    """Write the pages below `folder`; with `check`, only name those that would change."""
    stale: list[str] = []
    for name, body in _pages().items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != body:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, "utf-8")
    return stale


def _pages() -> dict[str, str]:
    _import_everything()
    return {
        "settings.md": _NOTE + _settings(),
        "commands.md": _NOTE + _commands(),
        "events.md": _NOTE + _events(),
        "errors.md": _NOTE + _errors(),
        "http.md": _NOTE + _http(),
        "policy-values.md": _NOTE + _policy_values(),
    }


def _import_everything() -> None:
    for module in pkgutil.walk_packages(mercery.__path__, "mercery."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)


def _settings() -> str:
    rows = ["# Settings", "", "Environment variables, or lines of `mercery.env` in the home folder.", ""]
    for name, field in Settings.model_fields.items():
        default = "empty" if field.default is None else f"`{field.default}`"
        rows += [f"## MERCERY_{name.upper()}", "", f"{field.description} Default: {default}.", ""]
    return "\n".join(rows)


def _commands() -> str:
    from mercery.cli import mercery as group

    rows = ["# Commands", ""]
    for name, command, context in _walk(group, click.Context(group, info_name="mercery")):
        rows += [f"## {name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(rows)


def _walk(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        yield inner.command_path, command, inner
        if isinstance(command, click.Group):
            yield from _walk(command, inner)


def _events() -> str:
    rows = ["# Events", "", "What features announce to each other, wired in `app.py`.", ""]
    # A dataclass with slots is made twice, and until it is collected the first one is a subclass, too.
    kinds = {kind.__name__: kind for kind in Event.__subclasses__()}
    for _, event in sorted(kinds.items()):
        fields = ", ".join(f"`{name}`" for name in event.__dataclass_fields__)
        rows += [f"## {event.__name__}", "", " ".join((event.__doc__ or "").split()), "", f"Fields: {fields}.", ""]
    return "\n".join(rows)


def _errors() -> str:
    rows = ["# Errors", "", "Every error on the HTTP interface has one JSON shape (see `core/errors.py`).", ""]
    rows += ["| code | status | meaning |", "|---|---|---|"]
    kinds = {kind.code: kind for kind in _subclasses(MerceryError)}
    rows += [
        f"| `{code}` | {kinds[code].status} | {' '.join((kinds[code].__doc__ or '').split())} |"
        for code in sorted(kinds)
    ]
    return "\n".join([*rows, ""])


def _subclasses(kind: type[MerceryError]) -> Iterator[type[MerceryError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def _policy_values() -> str:
    from mercery.policies.computed import computed_by_topic

    rows = [
        "# Values of a policy",
        "",
        "What a policy's values (one `name: value` a line) mean to Mercery. Other names are kept, compared when a policy "
        "changes and handed out with it, and nothing is worked out of them. The page *Hours* writes the values of its own "
        "policy: the time zone, the days of the week and special days.",
        "",
    ]
    for topics, values in computed_by_topic():
        rows += [f"## Topic {', '.join(topics)}" if topics else "## Any topic", ""]
        rows += ["| name | holds | for example | what is worked out of it |", "|---|---|---|---|"]
        rows += [f"| `{one.shown}` | {one.holds.en} | `{one.example}` | {one.means.en} |" for one in values]
        rows.append("")
    return "\n".join(rows)


def _http() -> str:
    from mercery.app import create_app

    app: FastAPI = create_app()
    rows = ["# HTTP interface", ""]
    schema = app.openapi()
    for path, methods in sorted(schema["paths"].items()):
        if not path.startswith("/api"):
            continue
        for method, operation in methods.items():
            text = (operation.get("description") or operation.get("summary") or "").strip()
            rows += [f"## {method.upper()} {path}", "", text, ""]
            if body := operation.get("requestBody"):
                content = json.dumps(body["content"], indent=1, ensure_ascii=False, sort_keys=True)
                rows += ["Body:", "", "```json", content, "```", ""]
    return "\n".join(rows)
