"""`mercery eval` and `mercery bench`: progress on stderr, one JSON object as the last line of stdout."""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click

from mercery.core import clock
from mercery.evals.registry import BENCHES, EVAL_FLAGS, EVAL_OPTIONS, EVALS, WITHOUT_PATHS, Bench, Eval, load


@click.command("eval", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", type=click.Choice(sorted(EVALS)))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the eval takes for today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
def eval_command(name: str, arguments: tuple[str, ...], today: datetime | None, as_json: bool) -> None:
    """Examine Mercery on data of your own, in the documented formats. Leaves no trace in the shop's database.

    ARGUMENTS are files or folders, and the options of the eval (`actions FILE --shop DIR`).
    """
    paths, options = _arguments(name, arguments)
    function = cast(Eval, load(EVALS[name]))
    moment = today.replace(hour=12, tzinfo=UTC) if today else clock.now()
    with clock.at(moment):
        extra = {"options": options} if name in EVAL_OPTIONS else {}
        result = function(paths, _progress, **extra)
    body = {"eval": name, "n": result.n, "figures": dict(result.figures)}
    click.echo(json.dumps(body, ensure_ascii=False) if as_json else _readable(body))


@click.command("bench", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", type=click.Choice(sorted(BENCHES)))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
@click.pass_context
def bench_command(ctx: click.Context, name: str, as_json: bool) -> None:
    """Measure speed and memory on this machine. Further options belong to the benchmark (--variants 200000)."""
    function = cast(Bench, load(BENCHES[name]))
    started, cpu = time.perf_counter(), time.process_time()
    figures = dict(function(_options(ctx.args), _progress))
    body: dict[str, object] = {
        "bench": name,
        "figures": figures,
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
    }
    click.echo(json.dumps(body, ensure_ascii=False) if as_json else _readable(body))


def _arguments(name: str, arguments: tuple[str, ...]) -> tuple[list[Path], dict[str, str]]:
    """Paths that exist, and the options this eval knows."""
    paths: list[Path] = []
    options: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        first = rest.pop(0)
        if not first.startswith("--"):
            paths.append(Path(first))
            continue
        option, equals, value = first[2:].partition("=")
        if option not in EVAL_OPTIONS.get(name, ()):
            raise click.UsageError(f"The eval {name} has no option --{option}.")
        if option in EVAL_FLAGS.get(name, ()):
            options[option] = "yes"
            continue
        if not equals and not rest:
            raise click.UsageError(f"--{option} needs a value.")
        options[option] = value if equals else rest.pop(0)
    if missing := [str(path) for path in paths if not path.exists()]:
        raise click.UsageError(f"There is no {missing[0]}.")
    if not paths and not options and name not in WITHOUT_PATHS:
        raise click.UsageError("Name a file or folder to examine.")
    return paths, options


def _options(arguments: list[str]) -> Mapping[str, str]:
    if len(arguments) % 2 or any(not name.startswith("--") for name in arguments[::2]):
        raise click.UsageError("Further options are pairs: --name value")
    return {name[2:].replace("-", "_"): value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}


def _progress(line: str) -> None:
    click.echo(line, err=True)


def _readable(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)
