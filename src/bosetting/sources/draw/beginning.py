"""A new year's folder: the rules of an earlier one with what must be decided anew, and the tables drawn."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bosetting.inputs.reading.encoding import Unreadable
from bosetting.inputs.reading.files import read_utf8, why
from bosetting.inputs.root import year_folder
from bosetting.inputs.rule import UNDECIDED
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.draw.described import WRITTEN
from bosetting.sources.draw.drawing import Drawn, draw
from bosetting.sources.draw.plan import NAME
from bosetting.sources.figures.own_words import LANGUAGES

_ANEW = {
    "municipalities": "",
    "municipal_parts": "latest = 1",
    "population": "latest = 1",
    "employment": "latest = 1",
    "programme_results": "",
    "programme_participants": "",
    "settled": "",
    "published_requests": "",
    "outcomes": "",
    "national": "",
    "grant_rates": "",
    "regulations": "",
    "participant_series": "",
    "cohort_groups": "",
    "outline": "",
}
"""What a new year draws of each table that the earlier one draws: all that is public by its newest edition, or the latest."""
_HEAD = (
    "# What this year draws from data/reference with `bosetting draw {year}`, on the municipal structure of its 1 January.\n"
    "# Every figure that was public by the newest edition; latest = 1: of the last period only. periods: those that are\n"
    "# drawn, whenever public. last: the last year that is drawn. note: added to the table's description.\n"
)
_SECTION = re.compile(r"^\s*\[+([^\]]+)\]+")
_NAME = re.compile(r'^name\s*=\s*"(.+)"')
_FIELD = re.compile(
    r"^(value|valid_from|made|default_edition|weight|period|exponent|kappa|mean)\s*=\s*(.+?)\s*$"
)


@dataclass(frozen=True)
class Begun:
    """A new year folder, drawn and not decided.

    Attributes:
        drawn: its tables.
        undecided: what must be decided, as section and field with what the earlier year had.
        empty: tables of the reference that gave no row.
    """

    drawn: Drawn
    undecided: tuple[str, ...]
    empty: tuple[str, ...]


def begin(root: Path, year: int, earlier: int) -> Begun:
    """Make the folder of a new year from an earlier one and the reference.

    Args:
        root: folder that holds data/.
        year: the new target year.
        earlier: the year whose rules are copied.

    Raises:
        BadInput: the new folder is there already, the earlier is not, or the reference has faults; nothing is left then.
    """
    source, target = year_folder(root, earlier), root / "data" / str(year)
    if target.exists():
        do = f"Draw it with: bosetting draw {year}; or remove the folder"
        raise BadInput([Fault(f"data/{year}", None, None, "the folder is there already", "none", do)])
    rules = _rules(source, earlier)
    target.mkdir()
    try:
        _write(target, source, rules, year)
        drawn = draw(root, year)
        drawn.write()
    except BaseException:
        shutil.rmtree(target)
        raise
    empty = tuple(
        change.name for change in drawn.changes if change.name.endswith(".csv") and not change.added
    )
    return Begun(drawn, tuple(undecided(rules)), empty)


def _rules(source: Path, earlier: int) -> str:
    """The rules of the earlier year as they are written."""
    file = f"data/{earlier}/rules.toml"
    try:
        return read_utf8(source / "rules.toml")
    except FileNotFoundError:
        raise BadInput(
            [Fault(file, None, None, "the file is missing", "the rules of the year", "Write it")]
        ) from None
    except Unreadable as error:
        raise BadInput([Fault(file, error.row, None, error.what, error.expected, error.do)]) from None
    except (ValueError, OSError) as error:
        what = f"the file is not TOML: {why(error)}"
        raise BadInput([Fault(file, None, None, what, "TOML 1.0 in UTF-8", "Mend the file")]) from None


def undecided(rules: str) -> Iterator[str]:
    """What of an earlier year's rules must be decided anew, with what it was."""
    for section, field, value, _ in _fields(rules):
        if field != "valid_from":
            yield f"{f'[{section}] ' if section else ''}{field} (was {value})"


def anew(rules: str) -> str:
    """The rules with every value that must be decided anew marked as undecided; those of single editions go."""
    lines = rules.partition("\n[edition.")[0].splitlines()
    for _, field, value, at in _fields(rules):
        if at < len(lines):
            was = "" if field == "valid_from" else f"  # was {value}"
            lines[at] = f'{field} = "{UNDECIDED}"{was}'
    return "\n".join(lines).rstrip() + "\n"


def _fields(rules: str) -> Iterator[tuple[str, str, str, int]]:
    """Section, field, value and line of what a year decides; a value of several lines is not found."""
    section = name = ""
    for at, line in enumerate(rules.partition("\n[edition.")[0].splitlines()):
        head, field = _SECTION.match(line), _FIELD.match(line)
        named = _NAME.match(line)
        if head:
            section = head[1]
        elif named and section == "criterion":
            name = named[1]
        elif field:
            yield section.replace("criterion", f"criterion.{name}", 1), field[1], field[2], at


def _write(target: Path, source: Path, rules: str, year: int) -> None:
    (target / "rules.toml").write_text(anew(rules), encoding="utf-8", newline="\n")
    (target / NAME).write_text(_plan(source, year), encoding="utf-8", newline="\n")
    for table in WRITTEN:
        (target / f"{table.name}.csv").write_text(table.csv(), encoding="utf-8", newline="\n")
    for code in LANGUAGES:
        words = "[edition]\n\n[request]\n"
        (target / f"words.{code}.toml").write_text(words, encoding="utf-8", newline="\n")


def _plan(source: Path, year: int) -> str:
    held = [name for name in _ANEW if (source / f"{name}.csv").is_file()]
    sections = "".join(f"\n[{name}]\n" + (f"{_ANEW[name]}\n" if _ANEW[name] else "") for name in held)
    return _HEAD.format(year=year) + sections
