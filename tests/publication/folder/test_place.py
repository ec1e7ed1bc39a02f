"""Where a command may write: never among figures, in an edition or over somebody's own file."""

import os
import shutil
from pathlib import Path

import pytest
from edition import contents
from sealed import sealed_year
from smallyear import small_year

from bosetting.cli import main
from bosetting.compute import compute
from bosetting.publication import municipal_pages
from bosetting.publication.folder import place
from bosetting.publication.folder.read_manifest import is_edition
from bosetting.publication.letters import write_letters
from bosetting.publication.municipal_pages import one_page

EDITION = "reports/2018/june"
COMMANDS = {
    "municipality": ("municipality", 2018, "0101", "--out"),
    "notebook": ("municipality", 2018, "0101", "--notebook", "--out"),
    "letters": ("letters", 2018, "-m", "0101", "--out"),
    "build": ("build", 2018, "--replace", "--out"),
}
INSIDE = f"{EDITION} is an edition, which only build changes. Choose another --out."
FIGURES = "is in, or around, the figures of"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with an edition of another name, and files of somebody's own."""
    made = small_year().write(tmp_path / "project")
    folder = sealed_year(made, made / EDITION)
    manifest = folder / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("{", '{"schema": "bosetting-manifest-1", ', 1),
        encoding="utf-8",
    )
    assert is_edition(folder)
    (made / "README.md").write_text("mine")
    (made / ".git").mkdir()
    (made / ".git" / "config").write_text("[core]\n")
    return made


def run(root: Path, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = 0
    try:
        main(["--root", str(root), *map(str, words)])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, capsys.readouterr().err.rpartition("Error: ")[2].rstrip("\n")


@pytest.fixture
def no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is refused before anything is made."""
    monkeypatch.setattr(municipal_pages, "one_page", lambda *_, **__: pytest.fail("a page was made"))


@pytest.mark.usefixtures("no_page")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("where", ["new", "data/new", "letters/a/b"])
def test_nothing_is_put_into_an_edition(command: str, where: str, root: Path, capsys) -> None:
    before = contents(root)
    code, told = run(root, capsys, *COMMANDS[command], root / EDITION / where)
    assert (code, told) == (2, f"{root}/{INSIDE}")
    assert contents(root) == before


@pytest.mark.usefixtures("no_page")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("where", ["data/new", "data/2018/new", "data/2018/a/b", "x/../data/y"])
def test_nothing_is_put_among_the_figures(command: str, where: str, root: Path, capsys) -> None:
    before = contents(root)
    code, told = run(root, capsys, *COMMANDS[command], root / where)
    assert code == 2
    assert f"{FIGURES} {root}/data, which a report must not change. Choose another --out." in told
    assert contents(root) == before


@pytest.mark.usefixtures("no_page")
def test_the_letters_of_another_edition_stay(root: Path, capsys) -> None:
    code, told = run(root, capsys, "letters", 2018, "--out", root / EDITION)
    assert (code, told) == (2, f"{root}/{INSIDE}")


@pytest.mark.usefixtures("no_page")
@pytest.mark.parametrize("name", ["README.md", ".git/config", "index.html", "link.md", "pipe", "empty"])
@pytest.mark.parametrize(
    ("command", "own"),
    [("municipality", "a municipality's page"), ("notebook", "a municipality's executed notebook")],
)
def test_a_file_of_somebody_else_stays(name: str, command: str, own: str, root: Path, capsys) -> None:
    (root / "index.html").write_text("<!doctype html><html><body><p>My page</p></body></html>")
    (root / "link.md").symlink_to("README.md")
    (root / "empty").write_bytes(b"")
    before = contents(root)
    os.mkfifo(root / "pipe")
    code, told = run(root, capsys, *COMMANDS[command], root / name)
    real = root / ("README.md" if name == "link.md" else name)
    assert (code, told) == (2, f"{real} is not {own} and is not replaced. Choose another --out.")
    (root / "pipe").unlink()
    assert contents(root) == before


@pytest.mark.parametrize("kind", ["text", "another PDF", "a link"])
def test_a_file_that_is_no_letter_stays(kind: str, root: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    out.mkdir()
    path = out / "0101.pdf"
    (tmp_path / "mine").write_text("mine")
    if kind == "a link":
        path.symlink_to(tmp_path / "mine")
    else:
        path.write_bytes(b"mine" if kind == "text" else b"%PDF-1.7 of an office program")
    before = contents(tmp_path)
    code, told = run(root, capsys, "letters", 2018, "-m", "0102", "-m", "0101", "--out", out)
    assert (code, told) == (2, f"{path} is not a letter and is not replaced. Choose another --out.")
    assert contents(tmp_path) == before


def test_letters_that_lie_there_are_replaced(root: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        assert run(root, capsys, "letters", 2018, "-m", "0101", "--out", out)[0] == 0
    assert [path.name for path in out.iterdir()] == ["0101.pdf"]


@pytest.mark.long
@pytest.mark.parametrize("notebook", [False, True], ids=["page", "notebook"])
@pytest.mark.parametrize("code", ["0101", "0203"])
def test_its_own_kind_alone_is_replaced(notebook: bool, code: str, tmp_path: Path, capsys) -> None:
    """Every municipality's page is known as one, also of who is not asked; a page is not taken for a notebook."""
    root = small_year(lambda y: y.adjust("0203", "do_not_ask")).write(tmp_path / "project")
    made = one_page(compute(2018, None, root), code, notebook=notebook)
    assert (place.is_page(made), place.is_notebook(made)) == (not notebook, notebook)
    out = tmp_path / "made"
    out.write_bytes(made)
    words = COMMANDS["municipality" if notebook else "notebook"]
    assert run(root, capsys, *words, out)[0] == 2
    assert out.read_bytes() == made


def test_a_page_is_replaced_whole_or_not_at_all(
    root: Path, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b'<!doctype html><html><table id="tab-own-figures"></table></html>\n'
    out = tmp_path / "page.html"
    out.write_bytes(page)
    monkeypatch.setattr(municipal_pages, "one_page", lambda *_, **__: page * 2)
    full = OSError(28, "No space left on device")

    def write(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content[:10])
        raise full

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", write)
        assert run(root, capsys, *COMMANDS["municipality"], out) == (1, f"{out}: No space left on device.")
    assert contents(tmp_path)["page.html"] == page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "project"]
    assert run(root, capsys, *COMMANDS["municipality"], out)[0] == 0
    assert out.read_bytes() == page * 2


def test_a_folder_that_is_not_there_is_named(
    root: Path, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(municipal_pages, "one_page", lambda *_, **__: b"")
    out = tmp_path / "gone" / "page.html"
    assert run(root, capsys, *COMMANDS["municipality"], out) == (1, f"{out}: No such file or directory.")


def test_a_letter_that_cannot_be_written_is_named(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    (out / "0101.pdf").mkdir(parents=True)
    with pytest.raises(IsADirectoryError) as wrong:
        write_letters(out, compute(2018, None, root), ["0101"])
    assert wrong.value.filename == str(out / "0101.pdf")
    shutil.rmtree(out / "0101.pdf")
    assert not list(out.iterdir())
