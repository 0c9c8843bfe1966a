"""Whatever a path argument leads to, a command gives a result or names what is wrong: never a traceback."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from every_command import all_commands, command_of, write_inputs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import DOCUMENTS, build_small

from claimwire.cli import group
from claimwire.cli.options import NewPlace
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.release.build import build

LINES = [
    "archive 1.0.0 --to {}",
    "adjudicate heron {} --draft",
    "adjudicate heron {} --adjudicator cleo",
    "adjudicate heron --soft {}",
    "adjudicate rook work --draft --from {}",
    "agreement heron --resamples 0 --figures {}",
    "agreement rook --resamples 0 --brief --from {}",
    "anchor heron {} --annotator cleo",
    "anchor rook rook_a.jsonl --annotator cleo --from {}",
    "annotate rook --by rules -a tally --from {}",
    "audit items heron --to {}",
    "audit items rook --to {other} --from {}",
    "audit pack heron --size 3 --split validation --to {}",
    "audit pack rook --size 3 --to {other} --from {}",
    "audit take heron {} -a dora --protocol items",
    "audit take rook rook_a.jsonl -a dora --protocol items --from {}",
    "audit score {} export.json -a bela",
    "audit score packed {} -a bela",
    "audit score packed export.json -a bela --from {}",
    "audit sample heron --size 3 --to {}",
    "audit sample rook --size 3 --to a --from {}",
    "audit score {} --annotator bela",
    "audit score scored --annotator bela --from {}",
    "baselines run --build {} --split validation --model rules --classifier handmade --resamples 0",
    "baselines run --build dataset/1.0.0 --split validation --model rules --classifier handmade --resamples 0 --to {}",
    "baselines run --build dataset/1.0.0 --split validation --model rules --classifier tfidf --sentences {}",
    "baselines train rules --build {} --to {other}",
    "baselines train rules --build dataset/1.0.0 --to {}",
    "build --hydrated {} --to {other} --no-load",
    "build --hydrated {documents} --to {} --no-load",
    "build --hydrated {documents} --to {} --no-load --open-texts",
    "build --open-texts-from {} --no-load",
    "check --corpus-dir {}",
    "conflicts heron --html {}",
    "dehydrate rook --from {}",
    "dehydrate rook --from hydrated --to {}",
    "diff {} {}",
    "diff . dataset --parquet {}",
    "duplicates rook --from {}",
    "entities heron --apply {} -a cleo",
    "entities heron --draft {}",
    "entities rook --nameless --from {}",
    "explore 1.0.0 --to {}",
    "explore 1.0.0 --hydrated {} --to {other}",
    "export heron {}",
    "export {} {other}",
    "export 1.0.0 {} --format brat",
    "export 1.0.0 {} --format uima",
    "export rook {other} --from {}",
    "fmt {}",
    "hydrate rook --from {} --dry-run",
    "import heron {} --format quoted --annotator cleo",
    "import heron {} --format uima --annotator cleo",
    "import rook rook_a.jsonl --format quoted --annotator cleo --from {}",
    "import rook {} --format gum --annotator ada",
    "import rook pier.conllu --format gum --annotator ada --outlet orlan_post --with-texts {}",
    "hydrate rook --from {documents} --to {}",
    "hydrate rook --download --dry-run --to {}",
    "hydrate rook --from {documents} --to {other} --build {}",
    "init {}",
    "ingest heron {} --outlet lakeside_post",
    "ingest heron {} --outlet lakeside_post --recipe jsonl-field",
    "ingest heron {}#a --outlet lakeside_post --recipe html",
    "ingest heron new.txt --outlet lakeside_post --dry-run --metadata {}",
    "labelstudio adjudicate pull heron {} -a cleo --url http://127.0.0.1:9 --key-file key",
    "labelstudio adjudicate pull heron x -a cleo --url http://127.0.0.1:9 --key-file {}",
    "labelstudio adjudicate pull heron x -a cleo --url http://127.0.0.1:9 --key-file key --exports {}",
    "labelstudio adjudicate push heron -a cleo --url http://127.0.0.1:9 --key-file {}",
    "labelstudio adjudicate push rook -a cleo --url http://127.0.0.1:9 --key-file key --from {}",
    "labelstudio diff heron --url http://127.0.0.1:9 --key-file {}",
    "labelstudio diff heron --url http://127.0.0.1:9 --key-file key --exports {}",
    "deposit 1.0.0 --offline --to {}",
    "labelstudio export-tasks heron {}",
    "labelstudio export-tasks rook {other} --from {}",
    "labelstudio parcel heron {}",
    "labelstudio parcel rook {other} --from {}",
    "labelstudio import-results heron {}",
    "labelstudio import-results heron export.json --refused {}",
    "labelstudio pull heron --url http://127.0.0.1:9 --key-file {}",
    "labelstudio pull heron --url http://127.0.0.1:9 --key-file key --exports {}",
    "labelstudio push heron -a ada --url http://127.0.0.1:9 --key-file {}",
    "labelstudio push heron -a ada --url http://127.0.0.1:9 --key-file key --predictions {}",
    "labelstudio push rook -a ada --url http://127.0.0.1:9 --key-file key --from {}",
    "labelstudio server backup {} --data {other}",
    "labelstudio server backup {other} --data {}",
    "labelstudio server invite --data {}",
    "labelstudio server password anna --data {}",
    "labelstudio server restore {} --data {other}",
    "labelstudio server restore key --data {}",
    "labelstudio server status --data {}",
    "labelstudio server stop --data {}",
    "labelstudio status heron --url http://127.0.0.1:9 --key-file {}",
    "preannotate heron --model rules --to {}",
    "preannotate rook --model rules --from {} --to {other}",
    "predict {} --model rules",
    "predict --model rules --corpus rook --from {}",
    "publish 1.0.0 --repo tamsin/mini --offline --hydrated {}",
    "revise heron {} -a cleo",
    "revise rook revisions.jsonl -a cleo --from {}",
    "rulings --score {}",
    "rulings --sheet {}",
    "score 1.0.0 {} --task spans",
    "score {} predictions.jsonl --task sentences",
    "sentences rook --from {} --dry-run",
    "serve-model rules --host 203.0.113.1 --password-file key --build {}",
    "serve-model rules --host 203.0.113.1 --password-file {}",
    "serve-model rules --host 203.0.113.1 --password-file key --keep {}",
    "serve-model rules --host 203.0.113.1 --password-file key --corpus rook --from {}",
    "show heron --html {}",
    "show rook --from {}",
    "sourcing heron --to {}",
    "sourcing heron_a --svg {}",
    "tolls score heron {}",
    "verify {}",
]
"""Every command that takes a path, once for each; `{}` is where the path stands.

No machine has the address 203.0.113.1 (RFC 5737): a service that should listen there ends with an error.
"""

OF_A_SERVER = ("--data", "--from")
"""The paths of `server start`, which installs a server: they are those of `server status` and of the other commands."""


def test_every_path_of_every_command_is_tried() -> None:
    for line in all_commands():
        for parameter in command_of(line).params:
            if not isinstance(parameter.type, click.Path) or line == "labelstudio server start":
                continue
            own = [tried for tried in LINES if tried.startswith(f"{line} ")]
            if isinstance(parameter, click.Option):
                assert any(f"{option} {{}}" in tried for option in parameter.opts for tried in own), (line, parameter)
            else:
                assert any("{}" in tried.replace("--", "§").split("§")[0] for tried in own), (line, parameter)


READ_BY_THEIR_ROOMS = {
    ("predict", "files"),
    ("serve-model", "build"),
    *((f"labelstudio {name}", "key_file") for name in ("push", "pull", "status", "diff")),
    *((f"labelstudio adjudicate {name}", "key_file") for name in ("push", "pull")),
}
"""Paths to read from of which the room says what is wrong with them."""


def paths_of_commands() -> list[tuple[str, click.Parameter]]:
    commands = ((line, command_of(line)) for line in all_commands())
    return [
        (line, found) for line, command in commands for found in command.params if isinstance(found.type, click.Path)
    ]


def line_with(line: str, parameter: click.Parameter) -> str:
    """Return a line of `LINES` that gives a path for a parameter."""
    own = (tried for tried in LINES if tried.startswith(f"{line} "))
    if isinstance(parameter, click.Option):
        return next(tried for tried in own if any(f"{option} {{}}" in tried for option in parameter.opts))
    return next(tried for tried in own if "{}" in tried.replace("--", "§").split("§")[0])


def test_a_path_is_there_already_or_is_a_new_place() -> None:
    for line, parameter in paths_of_commands():
        assert isinstance(parameter.type, click.Path)
        if (line, parameter.name) not in READ_BY_THEIR_ROOMS:
            assert parameter.type.exists or isinstance(parameter.type, NewPlace), (line, parameter.name)


@pytest.mark.parametrize(
    ("line", "parameter"),
    [
        (line, found)
        for line, found in paths_of_commands()
        if isinstance(found.type, NewPlace) and line != "labelstudio server start"
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_no_command_makes_the_folders_above_what_it_writes(
    line: str,
    parameter: click.Parameter,
    hostile: tuple[Workspace, Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """One folder name that was mistyped was made without a word."""
    monkeypatch.chdir(hostile[0].root)
    (hostile[1] / "documents").mkdir(exist_ok=True)
    place = tmp_path / "mistyped" / "place"
    words = line_with(line, parameter).format(place, documents=DOCUMENTS, other=hostile[1] / "other")
    result = CliRunner().invoke(group, words.split(" "))
    assert (result.exit_code, f"there is no folder {place.parent}; make it first" in result.output) == (2, True), (
        result.output,
        result.exception,
    )
    assert not place.parent.exists()


def a_zip(*names: str, content: bytes = b"words", flags: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content)
    found = bytearray(made.getvalue())
    for place in (x for x in range(len(found)) if flags and found[x : x + 4] in (b"PK\x01\x02", b"PK\x03\x04")):
        found[place + (8 if found[place + 2] == 1 else 6)] |= flags
    return bytes(found)


def a_tar(*names: str, kind: bytes = tarfile.REGTYPE, size: int | None = None) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, 5 if kind == tarfile.REGTYPE else 0, "/etc/passwd"
            archive.addfile(info, io.BytesIO(b"words"))
    found = bytearray(made.getvalue())
    if size is not None:
        found[124:136] = b"\x80" + size.to_bytes(11, "big")
        found[148:156] = b" " * 8
        found[148:156] = f"{sum(found[:512]):06o}\0 ".encode()
    return bytes(found)


FILES = {
    "empty.txt": b"",
    "empty.zip": b"",
    "empty.tar.gz": b"",
    "binary.txt": bytes(range(256)) * 20,
    "binary.jsonl": b"\x00\xff\xfe{",
    "binary.zip": bytes(range(256)) * 20,
    "half.zip": a_zip("a.txt", "b.txt")[:60],
    "encrypted.zip": a_zip("a.txt", flags=1),
    "outside.zip": a_zip("../../a.txt", "/etc/a.txt", "C:\\a.txt", "..", "a//b.txt"),
    "again.zip": a_zip("inner.zip", "inner.tar.gz", content=a_zip("a.txt")),
    "names.zip": a_zip("ö.txt", "x" * 300, "\u202e.txt", ""),
    "bomb.zip": a_zip("a.txt", content=b"\0" * 1_000_000),
    "outside.tar": a_tar("../../a.txt", "/etc/a.txt"),
    "outside.tar.gz": gzip.compress(a_tar("../../a.txt", "/etc/a.txt")),
    "names.tar.gz": gzip.compress(a_tar(os.fsdecode(b"a/caf\xe9.txt"), "a/" + "x" * 300, "a/\n", "a/manifest.json")),
    "huge.tar.gz": gzip.compress(a_tar("a/manifest.json", size=2**62)),
    "names.tar": a_tar(os.fsdecode(b"caf\xe9.txt"), "x" * 300),
    "links.tar": a_tar("a.txt", kind=tarfile.SYMTYPE),
    "device.tar": a_tar("a.txt", kind=tarfile.CHRTYPE),
    "huge.tar": a_tar("a.txt", size=2**62),
    "large.tar": a_tar("a.txt", size=2**40),
    "list.json": b"[]",
    "object.json": b"{}",
    "deep.json": b"[" * 100_000,
    "null.jsonl": b"null\n",
    "numbers.jsonl": b"1\n" + b"9" * 5000 + b"\n",
    "surrogate.jsonl": b'{"id": "\\ud800", "text": "\\udc00", "headline": "x"}\n',
    os.fsdecode(b"caf\xe9.txt"): b"A headline\n\nA paragraph of it.\n",
    os.fsdecode(b"caf\xe9.zip"): a_zip("a.txt"),
    "line\nend.txt": b"A headline\n\nA paragraph of it.\n",
    "key": b"secret",
}


def make_places(root: Path) -> dict[str, Path]:
    """Make files, folders and links that nobody wants to read, and return where they are, by what they are."""
    root.mkdir()
    for name, content in FILES.items():
        (root / name).write_bytes(content)
    (root / "folder").mkdir()
    (root / "folder.zip").mkdir()
    (root / "odd").mkdir()
    (root / "odd" / "dead").symlink_to("nowhere")
    (root / "odd" / "circle").symlink_to(root / "odd")
    (root / "odd" / "inner.zip").write_bytes(a_zip("a.txt"))
    (root / "odd" / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"\xff")
    (root / "odd" / "corpus.toml").write_bytes(b"\xff")
    (root / "odd" / "sample.json").write_bytes(b"[]")
    (root / "odd" / "pack.json").write_bytes(b"[]")
    (root / "odd" / "manifest.json").write_bytes(b"{}")
    (root / "odd" / "heron_a.jsonl").write_bytes(b"\xff")
    (root / "odd" / "SHA256SUMS").write_bytes(b"\xff\n" + b"0" * 64 + b"  \0\n")
    (root / "dead").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    os.mkfifo(root / "pipe.zip")
    os.mkfifo(root / "odd" / "pipe.txt")
    places = {name: root / name for name in (*FILES, "folder", "folder.zip", "odd", "dead", "loop")}
    return places | {
        "missing": root / "missing.txt",
        "in a file": root / "list.json" / "x.txt",
        "long": root / ("x" * 300),
        "up": root / "folder" / ".." / "list.json",
    }


QUICK = ("missing", "empty.txt", "folder", "in a file", "encrypted.zip")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path]:
    """A small repository that only this module changes, and a folder for what is made outside it."""
    folder = tmp_path_factory.mktemp("hostile")
    workspace = build_small(folder / "repository")
    build(workspace, release=True)
    write_inputs(workspace)
    (workspace.root / "rook_a.jsonl").write_text("")
    (workspace.root / "key").write_text("secret")
    (workspace.root / "key").chmod(0o600)
    return workspace, folder


Run = Callable[[str, Path], None]


@pytest.fixture
def run(hostile: tuple[Workspace, Path], monkeypatch: pytest.MonkeyPatch) -> Run:
    workspace, folder = hostile
    monkeypatch.chdir(workspace.root)
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(folder / "cache"))
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)

    def run(line: str, place: Path) -> None:
        other = folder / "other"
        words = [word.format(place, documents=DOCUMENTS, other=other) for word in line.split(" ")]
        result = CliRunner().invoke(group, words)
        expected = (SystemExit, ClaimwireError, OSError)
        assert result.exception is None or isinstance(result.exception, expected), (words, result.exc_info)
        assert result.exit_code in (0, 1, 2), words
        if result.exit_code and not isinstance(result.exception, OSError):
            assert (result.output + str(result.exception)).strip(), words

    return run


@pytest.mark.parametrize("line", LINES)
def test_a_path_that_leads_to_nothing_useful_is_named(line: str, run: Run, tmp_path: Path) -> None:
    places = make_places(tmp_path / "places")
    for name in QUICK:
        run(line, places[name])


@pytest.mark.long
@pytest.mark.parametrize("line", LINES)
def test_whatever_a_path_leads_to_there_is_no_traceback(line: str, run: Run, tmp_path: Path) -> None:
    names = sorted(make_places(tmp_path / "names"))
    for number, name in enumerate(names):
        run(line, make_places(tmp_path / f"places{number}")[name])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.xz", "a.tar.bz2", "a.jsonl", "a.html", "a.txt"]),
    st.sampled_from([a_zip("rook_a.txt", "b.html"), a_tar("rook_a.txt", "x/b.jsonl"), b'{"id": "a", "text": "b"}\n']),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=4)), max_size=6),
    st.integers(0, 3000),
)
def test_a_damaged_source_gives_a_result_or_a_named_error(
    run: Run, tmp_path: Path, name: str, content: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    damaged = bytearray(content)
    for place, new in changes:
        at = place % len(damaged)
        damaged[at : at + len(new)] = new
    (tmp_path / name).write_bytes(bytes(damaged[: max(cut, 1)]))
    for line in ("hydrate rook --from {} --dry-run", "ingest heron {} --outlet lakeside_post --dry-run"):
        run(line, tmp_path / name)
