"""The commands `mercery backup` and `mercery restore`."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

import click

from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.postgres import ensure_running
from mercery.core.runtime import direct_database_url
from mercery.core.typed_command import echo
from mercery.operations.backing_up import databases
from mercery.operations.backing_up.archive import open_archive
from mercery.operations.backing_up.jobs import folder_for
from mercery.operations.backing_up.making import Made, Wanted, in_words
from mercery.operations.backing_up.records import make_and_note
from mercery.operations.backing_up.restoring import Restored, name_to_type, restore, try_restore
from mercery.operations.backing_up.swapping import Place, forget, stamps, swap_back

_passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase. Else MERCERY_BACKUP_PASSPHRASE.",
)


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[FILE|FOLDER]")
@click.option("--keep", type=click.IntRange(min=1), help="Remove the oldest backups in the folder, down to this many.")
@click.option("--recordings", is_flag=True, help="Also the recordings of shows, which can be large.")
@click.option("--seal", is_flag=True, help="Ask for a passphrase to put the archive under.")
@click.option("--without-secrets", is_flag=True, help="Leave the secret key and the settings out of a sealed archive.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@_passphrase_file
def backup_command(
    target: Path | None,
    keep: int | None,
    recordings: bool,
    seal: bool,
    without_secrets: bool,
    as_json: bool,
    passphrase_file: Path | None,
) -> None:
    """Back up the database and the files, while the shop runs.

    One archive: a consistent dump of the database, pictures, documents and other files of the home folder, and a manifest
    with checksums. It is read back before it gets its name. The secret key goes along only under a passphrase.
    """
    chosen = settings()
    passphrase = _given(passphrase_file)
    if seal and passphrase is None:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt="Once more", err=True)
    wanted = Wanted(
        url=direct_database_url(),
        home=chosen.home.resolve(),
        target=target or folder_for(chosen),
        passphrase=passphrase,
        recordings=recordings,
        secrets=not without_secrets,
        keep=keep,
    )
    made = make_and_note(wanted, _say)
    if as_json:
        click.echo(json.dumps(_as_data(made), ensure_ascii=False))
    else:
        echo(_in_lines(made, sealed=bool(passphrase)))


def _as_data(made: Made) -> dict[str, object]:
    about = made.manifest
    return {
        "file": str(made.path), "bytes": made.bytes, "seconds": round(made.seconds, 2), "revision": about.revision,
        "made_at": about.made_at.isoformat(), "rows": about.rows, "tables": len(about.tables), "files": len(about.files),
        "left_out": {one.what: one.why for one in about.left_out}, "gone": list(about.gone),
        "removed": [path.name for path in made.removed],
    }  # fmt: skip


def _in_lines(made: Made, *, sealed: bool) -> str:
    about = made.manifest
    lines = [
        f"{made.path}",
        f"{in_words(made.bytes)}{', under a passphrase' if sealed else ''}: {about.rows} rows of {len(about.tables)} tables,"
        f" {len(about.files)} files, as of {about.made_at:%Y-%m-%d %H:%M:%S} UTC. Read back and whole. ({made.seconds:.1f} s)",
        *(f"Left out: {one.what} ({one.why})." for one in about.left_out),
        *(f"Removed while it was made: {name}." for name in about.gone),
        *(f"Removed, since enough are kept: {path.name}." for path in made.removed),
    ]
    return "\n".join(lines)


@click.command("restore")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--into",
    "into",
    multiple=True,
    metavar="ADDRESS|FOLDER",
    help="Restore to another database (postgresql://…), another home folder, or both (give it twice).",
)
@click.option("--replace", is_flag=True, help="Replace what is there; it is kept beside until you remove it.")
@click.option("--confirm", default="", help="With --replace: the name that would be asked for.")
@click.option(
    "--check", "check_only", is_flag=True, help="Only try it: restore into a scratch database, compare, drop it."
)
@click.option("--back", is_flag=True, help="Take the last restore back.")
@click.option("--forget", "forgetting", is_flag=True, help="Remove what was kept from before restores, for good.")
@_passphrase_file
def restore_command(
    file: Path | None,
    into: tuple[str, ...],
    replace: bool,
    confirm: str,
    check_only: bool,
    back: bool,
    forgetting: bool,
    passphrase_file: Path | None,
) -> None:
    """Restore a backup: check everything, build it beside what is there, then swap.

    What was there before is as it was if anything fails, and is kept beside if nothing does.
    """
    if file is None and not (back or forgetting):
        raise click.UsageError("Name the file of a backup, or give --back or --forget.")
    place = _place(into)
    if back:
        click.echo(f"Back to what was there before {swap_back(place, f'{now():%Y%m%d%H%M%S}')}.")
    elif forgetting:
        _forget(place, confirm)
    elif file is not None:
        _restore(file, place, replace=replace, confirm=confirm, check_only=check_only, passphrase_file=passphrase_file)


def _restore(
    file: Path, place: Place, *, replace: bool, confirm: str, check_only: bool, passphrase_file: Path | None
) -> None:
    def passphrase() -> str:
        return _given(passphrase_file) or click.prompt("Passphrase", hide_input=True, err=True)

    with open_archive(file, passphrase) as archive:
        about = archive.manifest
        _say(
            f"Backup of {about.made_at:%Y-%m-%d %H:%M} UTC by Mercery {about.version}: {', '.join(about.shops) or 'no shop'}."
        )
        if check_only:
            rows = try_restore(archive, place.url, _say)
            click.echo(
                f"It can be restored: {rows} rows of {len(about.tables)} tables and {len(about.files)} files are whole."
            )
            return
        if replace:
            _confirm(place, confirm)
        echo(_told(restore(archive, place, replace=replace, say=_say), place))


def _confirm(place: Place, confirm: str) -> None:
    there = databases.look(place.url)
    if there.empty:
        return
    name = name_to_type(place, there)
    typed = confirm or click.prompt(f"What is in {place.database} will be replaced. Type {name} to go on", err=True)
    if typed != name:
        raise Invalid(
            f"{typed} is not {name}. Nothing was changed.", remedy="Type the name exactly as it stands there."
        )


def _told(done: Restored, place: Place) -> str:
    about = done.manifest
    lines = [
        f"Restored: {about.rows} rows and {len(about.files)} files of {about.made_at:%Y-%m-%d %H:%M} UTC.",
        done.key,
        *(f"{one.what[0].upper()}{one.what[1:]}: {one.count}. {one.remedy}".strip() for one in done.settled),
        *(f"The file {name} was missing in the backup already." for name in about.gone),
    ]
    if done.kept_before:
        lines.append(
            f"What was there before is kept: {', '.join(done.kept_before)}. `mercery restore --back` returns to it, "
            "`mercery restore --forget` removes it."
        )
    lines.append("A message that had no answer yet at the time of the backup is answered when Mercery runs again.")
    # With a database of its own it is whatever keeps the processes here (containers, systemd) that starts them.
    embedded = not settings().database_url
    lines.append(f"Start Mercery again{f': MERCERY_HOME={place.home} mercery run' if embedded else ''}.")
    return "\n".join(line for line in lines if line)


def _forget(place: Place, confirm: str) -> None:
    known = stamps(place)
    if not known:
        click.echo("Nothing is kept from before a restore.")
        return
    if confirm != place.database:
        click.confirm(
            f"Remove what was there before the restores of {', '.join(known)}, for good?", abort=True, err=True
        )
    click.echo(f"Removed: {', '.join(forget(place))}.")


def _place(into: tuple[str, ...]) -> Place:
    """Where to, by `--into` and the settings: a folder without an address has its own embedded database."""
    addresses = [one for one in into if one.startswith(("postgresql://", "postgres://"))]
    folders = [Path(one) for one in into if one not in addresses]
    if len(addresses) > 1 or len(folders) > 1:
        raise Invalid("--into takes one address and one folder at most.")
    home = (folders[0] if folders else settings().home).expanduser().resolve()
    if addresses:
        return Place(url=addresses[0], home=home)
    return Place(url=ensure_running(home, say=_say).url if folders else direct_database_url(), home=home)


def _given(file: Path | None) -> str | None:
    if file is not None:
        with suppress(IndexError):
            return file.read_text("utf-8").splitlines()[0]
        raise Invalid(f"{file} holds no passphrase.", remedy="Write it on the first line.")
    configured = settings().backup_passphrase
    return configured.get_secret_value() if configured and configured.get_secret_value() else None


def _say(line: str) -> None:
    echo(line, err=True)
    sys.stderr.flush()
