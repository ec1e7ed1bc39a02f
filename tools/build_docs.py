"""Build the documentation as a site: python tools/build_docs.py [FOLDER]; the folder is dist/docs unless named.

The pages lie in docs/ as they are read in the repository. Here they are put together with the project's own pages,
and with two that are written from the code: the commands, and what every table holds.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.cmd.build import build_main

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")


def main() -> int:
    """Build the site; 0 where Sphinx has nothing to complain of."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist" / "docs").resolve()
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"
        gather(source)
        return build_main(
            ["-q", "-W", "--keep-going", "-b", "html", str(source), str(out), "-d", f"{name}/trees"]
        )


def gather(source: Path) -> None:
    """All pages in one folder, with links among them as they lie there."""
    shutil.copytree(ROOT / "docs", source)
    site = source / "site"
    (source / "reference").mkdir(exist_ok=True)
    (source / "project").mkdir()
    for name, place in (
        ("conf.py", "conf.py"),
        ("index.md", "index.md"),
        ("commands.md", "reference/commands.md"),
    ):
        (site / name).replace(source / place)
    site.rmdir()
    for name in PROJECT:
        shutil.copy(ROOT / name, source / "project" / name)
    # The README names its pictures by their place in the repository; Sphinx does not read its HTML.
    shutil.copytree(ROOT / "docs" / "pictures", source / "extra" / "project" / "docs" / "pictures")
    for page in sorted(source.rglob("*.md")):
        page.write_text(_linked(page, source), encoding="utf-8")
    _write_contract(source / "reference")
    decisions = source / "decisions"
    names = sorted(path.stem for path in decisions.glob("[0-9]*.md"))
    _add(decisions / "README.md", "```{toctree}\n:hidden:\n\n" + "\n".join(names) + "\n```\n")


def _add(page: Path, text: str) -> None:
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")


def _linked(page: Path, source: Path) -> str:
    """The page with each link to where its target lies now; a file that is no page of the site is only named."""
    here = page.relative_to(source)
    home = ROOT if here.parts[0] == "project" else (ROOT / "docs" / here).parent

    def link(match: re.Match[str]) -> str:
        text, address = match.groups()
        path, _, anchor = address.partition("#")
        if "://" in address or not path:
            return match[0]
        target = (home / path).resolve()
        found = _place(target)
        if found is None:
            return text
        up = "../" * (len(here.parts) - 1)
        return f"[{text}]({up}{found}{'#' + anchor if anchor else ''})"

    blocks = re.split(r"(^```.*?^```$)", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    return "".join(part if place % 2 else _LINK.sub(link, part) for place, part in enumerate(blocks))


def _place(target: Path) -> str | None:
    """Where a file of the repository lies on the site."""
    if target.is_dir():
        target = target / "README.md"
    if target.parent == ROOT and target.name in PROJECT:
        return f"project/{target.name}"
    if target.suffix == ".md" and target.is_file() and target.is_relative_to(ROOT / "docs"):
        return target.relative_to(ROOT / "docs").as_posix()
    return None


def _write_contract(folder: Path) -> None:
    year = max((ROOT / "data").glob("[0-9]*"))
    pages = {
        "figures": ("The figures of a year", year / "datapackage.json"),
        "open-data": (
            "The open data of an edition",
            min((ROOT / "reports").glob("*/*/data/datapackage.json")),
        ),
    }
    for name, (title, path) in pages.items():
        package = json.loads(path.read_text(encoding="utf-8"))
        (folder / f"{name}.md").write_text("\n".join(_contract(title, package)), encoding="utf-8")


def _contract(title: str, package: dict[str, Any]) -> Iterator[str]:
    """A section a table: its columns, their types and bounds, and what they hold."""
    yield f"# {title}\n\nWritten from `datapackage.json`: {_plain(package['title'])}.\n"
    for table in package["resources"]:
        yield f"## {_plain(table['path'])}\n\n{_plain(table['title'])}.\n"
        if "description" in table:
            yield f"{_plain(table['description'])}\n"
        schema = table.get("schema")
        if schema is None:
            continue  # rules.toml, which is no table
        key = schema.get("primaryKey", [])
        if key:
            yield f"Key: {', '.join(f'`{one}`' for one in ([key] if isinstance(key, str) else key))}\n"
        yield "| column | type | what must hold | what it is |\n|---|---|---|---|"
        for field in schema["fields"]:
            rules = ", ".join(
                f"{name} {_plain(value)}" for name, value in field.get("constraints", {}).items()
            )
            yield f"| `{field['name']}` | {field['type']} | {rules} | {_plain(field.get('description', ''))} |"
        yield ""


def _plain(value: object) -> str:
    """A value as text that Markdown takes for nothing else."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return re.sub(r"([\\`*_{}\[\]<>#|$~])", r"\\\1", text.replace("\n", " "))


if __name__ == "__main__":
    sys.exit(main())
