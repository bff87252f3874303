"""A process that is killed at any moment leaves an index that answers, and that the next change mends."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.search.stored.pieces import build, documents, piece, said

from mercery.catalog.product import Product
from mercery.search.index import IndexMissing, current_version, open_index, shop_folder, unfinished, update

ROOT = Path(__file__).parents[3]
_DIES = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.search.stored.pieces import build, documents, piece
from mercery.search.index import update
synced, real = 0, os.fsync
def counted(file):
    global synced
    synced += 1
    if synced == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
    real(file)
os.fsync = counted
home = Path({home!r})
{work}
"""
_CHANGE = "update(home, 'shop', documents(piece(1, 'linen scarf', 'red'), piece(9, 'lamp')), ['prod_0002'])"
_BUILD = "build(home, {1: piece(1, 'linen scarf', 'red'), 9: piece(9, 'lamp')})"


def before() -> dict[int, Product]:
    return {1: piece(1, "quilted tote"), 2: piece(2, "scarf"), 3: piece(3, "台灯")}


def after() -> dict[int, Product]:
    return {1: piece(1, "linen scarf", "red"), 3: piece(3, "台灯"), 9: piece(9, "lamp")}


def killed(home: Path, work: str, *, at: int) -> bool:
    """Do the work in a process that is killed when it puts something on disk for the `at`th time; whether it came to it."""
    program = _DIES.format(root=str(ROOT), at=at, home=str(home), work=work)
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, cwd=ROOT)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr.decode()
    return ended.returncode != 0


@pytest.mark.parametrize("at", [1, 2])
def test_a_change_that_was_cut_off_is_done_again_with_the_next(home: Path, at: int) -> None:
    build(home, before())
    reader = open_index(home, "shop")
    assert killed(home, _CHANGE, at=at)
    assert said(reader) == said(open_index(home, "shop"))
    assert unfinished(home, "shop") == {"prod_0001", "prod_0002", "prod_0009"}
    update(home, "shop", documents(after()[1], after()[9]), ["prod_0002"])
    assert unfinished(home, "shop") == set()
    mended = said(open_index(home, "shop"))
    build(home, after())
    assert mended == said(open_index(home, "shop"))


def test_a_build_that_was_cut_off_leaves_the_version_in_use_and_is_cleared_away(home: Path) -> None:
    build(home, before())
    version, known = current_version(home, "shop"), said(open_index(home, "shop"))
    at = 1
    while killed(home, _BUILD, at=at):
        assert current_version(home, "shop") == version and said(open_index(home, "shop")) == known
        at += 1
    assert at > 3, "several things are put on disk"
    assert {path.name for path in shop_folder(home, "shop").iterdir() if path.is_dir()} == {
        current_version(home, "shop")
    }
    assert current_version(home, "shop") != version


def test_changes_killed_at_random_moments_lose_nothing_that_was_told_done(home: Path) -> None:
    build(home, before())
    rng = random.Random(11)
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom tests.search.stored.pieces import documents, piece\n"
        "from mercery.search.index import update\n"
        "for number in range(int(sys.argv[1]), 10_000):\n"
        f"    update(Path({str(home)!r}), 'shop', documents(piece(number % 50, f'tote z{{number}}')), [])\n"
        "    print(number, flush=True)\n"
    )
    done = 100
    for _ in range(4):
        child = subprocess.Popen([sys.executable, "-c", program, str(done + 1)], stdout=subprocess.PIPE, cwd=ROOT)
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.1))
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read()
        child.wait()
        done = int((first + rest).split()[-1])
        index = open_index(home, "shop")
        for number in range(max(101, done - 20), done + 1):
            word = f"z{number}"
            found = index.found(index.exact_word_query(word), 5)[1]
            assert [row.titles[0] for _, row in found] == [f"tote {word}"], "told done, so found"
    left = [int(one.removeprefix("prod_")) for one in unfinished(home, "shop")]
    update(home, "shop", documents(*(piece(number, "lamp") for number in left)), [])
    index = open_index(home, "shop")
    live = index.found(index.facet_query("colour", ["black"]), 1_000)[1]
    assert len({row.product_id for _, row in live}) == len(live) == index.size == int((~index.rows.gone).sum())


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("meta.json", b"{"),
        ("ids.npy", b""),
        ("keys.npy", b"\x93NUMPY"),
        ("titles.bin", b"x"),
        ("values.jsonl", b'{"f": ["colour"'),
        ("changes.jsonl", b"not json\n"),
        ("key_ends.npy", None),
    ],
)
def test_damaged_files_are_an_index_that_is_missing(home: Path, name: str, damage: bytes | None) -> None:
    build(home, before())
    path = shop_folder(home, "shop") / str(current_version(home, "shop")) / name
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    with pytest.raises(IndexMissing):
        open_index(home, "shop")
    with pytest.raises(IndexMissing):
        update(home, "shop", documents(piece(1, "lamp")), [])
    build(home, after())
    assert open_index(home, "shop").size == 3


def test_files_of_tantivy_that_are_damaged_are_an_index_that_is_missing(home: Path) -> None:
    build(home, before())
    folder = shop_folder(home, "shop") / str(current_version(home, "shop"))
    [fast] = folder.glob("*.fast")
    whole = fast.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], bytes(255 - one for one in whole[:40]) + whole[40:]):
        fast.write_bytes(damaged)
        with pytest.raises(IndexMissing):
            open_index(home, "shop")


def test_a_line_that_was_cut_off_waits_and_goes_with_the_next_change(home: Path) -> None:
    build(home, before())
    journal = shop_folder(home, "shop") / str(current_version(home, "shop")) / "changes.jsonl"
    journal.write_bytes(b'{"p": ["prod_0001", "half a li')
    assert open_index(home, "shop").size == 3
    update(home, "shop", documents(piece(1, "lamp")), [])
    index = open_index(home, "shop")
    [(_, row)] = index.found(index.exact_word_query("lamp"), 5)[1]
    assert row.product_id == "prod_0001" and index.size == 3
