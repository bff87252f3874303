"""`mercery avatar`: what a designer calls while drawing a host."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("avatar")
def avatar_group() -> None:
    """Hosts and backgrounds that are drawn: check a folder, look at it."""


@avatar_group.command("check")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def check_command(folder: Path) -> None:
    """Say all that is wrong with the host (or background) in FOLDER, or in a zip of it."""
    from mercery.livestream.avatar.apart import examined_apart

    found = examined_apart(folder)
    for problem in found.problems:
        click.echo(f"  {problem.text()}", err=True)
    if found.problems:
        raise click.ClickException(f"{folder.name}: {len(found.problems)} to mend. docs/guide/avatars.md says how.")
    click.echo(f"{folder.name}: the {found.kind} is well.")


@avatar_group.command("preview")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the pictures.")
@click.option("--background", type=click.Path(exists=True, path_type=Path), help="A plain wall when left out.")
@click.option("--film", is_flag=True, help="Also eight seconds in motion, both formats.")
def preview_command(folder: Path, out: Path, background: Path | None, film: bool) -> None:
    """Draw all mouth shapes, moods and gestures of the host in FOLDER, in both formats."""
    from mercery.livestream.avatar.previews import moving, sheets
    from mercery.livestream.avatar.reading import load_avatar
    from mercery.livestream.show import SIZES

    avatar = load_avatar(folder)
    made = sheets(avatar, background)
    if film:
        made |= {f"{shape}.mp4": moving(avatar, background, shape) for shape in SIZES}
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (out / name).write_bytes(content)
        click.echo(f"{out / name}  {len(content) // 1000} kB")
