"""The `mercery` command."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from mercery.core.errors import MerceryError
from mercery.core.typed_command import echo

# Command name to the module below mercery and the click command in it: imported only when called, so that
# `mercery run` starts fast.
COMMANDS: dict[str, str] = {
    "run": "commands:run_command",
    "prepare": "commands:prepare_command",
    "web": "commands:web_command",
    "worker": "commands:worker_command",
    "live": "commands:live_command",
    "stop": "commands:stop_command",
    "settings": "commands:settings_command",
    "database": "commands:database_group",
    "docs": "commands:docs_command",
    "assets": "commands:assets_command",
    "shop": "accounts.cli:shop_group",
    "staff": "accounts.cli:staff_group",
    "key": "accounts.cli:key_group",
    "import": "orders.cli:import_command",
    "export": "orders.cli:export_command",
    "mail": "customers.cli:mail_group",
    "documents": "knowledge.documents.cli:documents_group",
    "promotions": "promotions.cli:promotions_group",
    "rules": "orders.actions.cli:rules_group",
    "model": "assistant.admission.cli:model_group",
    "speech": "ai.speech.cli:speech_group",
    "pictures": "studio.pictures.cli:pictures_group",
    "video": "studio.video.cli:video_command",
    "avatar": "livestream.avatar.cli:avatar_group",
    "show": "livestream.cli:show_group",
    "index": "search.cli:index_group",
    "recommendations": "recommendations.cli:recommendations_group",
    "warehouse": "experiments.warehouse.cli:warehouse_group",
    "inspect": "inspection.cli:inspect_command",
    "release": "knowledge.releases.cli:release_group",
    "questions": "knowledge.releases.cli:questions_group",
    "ask": "assistant.cli:ask_command",
    "replay": "assistant.cli:replay_command",
    "eval": "evals.cli:eval_command",
    "bench": "evals.cli:bench_command",
    "backup": "operations.backing_up.cli:backup_command",
    "restore": "operations.backing_up.cli:restore_command",
    "upgrade": "operations.upgrading.cli:upgrade_command",
    "doctor": "operations.doctor.cli:doctor_command",
    "person": "operations.privacy.cli:person_group",
    "secrets": "operations.resealing.cli:secrets_group",
    "retention": "operations.privacy.cli:retention_command",
}

CHANGING = frozenset(
    {"shop", "import", "inspect", "documents", "release", "questions", "promotions", "warehouse", "person", "restore"}
)
"""Commands whose changes other features must hear of (the search index follows the catalogue)."""

SERVING = frozenset({"run", "web", "worker", "live"})
"""Processes that share the cores with others and multiply small matrices. The threads numpy would wake for one wait for one
another longer than they work: a score of an inspection took ten times the processor time on a busy machine."""

MADE_SHOP = "mercery.demo.typed_history:write_history"
"""The shop an eval is run on that brings no data of its own: evals and demo, neighbours, do not know each other."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in SERVING:
            # Before anything imports numpy.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        if cmd_name in CHANGING:
            importlib.import_module("mercery.wiring").wire_events()
        if cmd_name == "eval":
            importlib.import_module("mercery.evals.registry").use_made(MADE_SHOP)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"mercery.{module}"), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mercery")
def mercery() -> None:
    """Mercery: AI staff for an online shop, whose every word about the shop is true."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: runs a command and turns our own errors into a message and exit code 1."""
    try:
        mercery.main(args=list(arguments) if arguments is not None else None, prog_name="mercery")
    except MerceryError as error:
        echo(f"\n{error.message}", err=True)
        for problem in error.problems:
            echo(f"  {problem.text()}", err=True)
        if error.remedy:
            echo(error.remedy, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
