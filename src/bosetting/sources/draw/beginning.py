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
_VALUES = ("value", "made", "default_edition", "weight", "period", "exponent", "kappa", "mean")
_OF_PUBLISHER = ("name", "role", "next", "reference")
"""Who issues the new year, and in what role, is asked anew; how to reach the publisher stays."""
_WRITTEN = ("source", "address", "reason.nb", "reason.nn", "reason.en")
"""What says by whom or why a value holds: it was written of the earlier year."""
_FIELD = re.compile(r"^([a-z_]+(?:\.[a-z]{2})?)\s*=\s*(.+?)\s*$")
_COMMENT = re.compile(r"^\s*#")
_NOT_FETCHED = ("municipal_parts.csv", "outcomes.csv")
"""Tables that may well be empty: nobody merged, and what comes of the request is not there yet."""
_OF_MINORS = ("rule.minors_basis", "rule.minors_floor")


@dataclass(frozen=True)
class Begun:
    """A new year folder, drawn and not decided.

    Attributes:
        drawn: its tables.
        undecided: what must be decided, as section and field with what the earlier year had.
        empty: tables of the reference that gave no row though the year may need some.
        lacking: rules of unaccompanied minors that the earlier year had no need of.
    """

    drawn: Drawn
    undecided: tuple[str, ...]
    empty: tuple[str, ...]
    lacking: tuple[str, ...]


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
        _write(target, source, rules, earlier)
        drawn = draw(root, year)
        drawn.write()
    except BaseException:
        shutil.rmtree(target)
        raise
    empty = tuple(
        change.name
        for change in drawn.changes
        if change.name.endswith(".csv") and not change.added and change.name not in _NOT_FETCHED
    )
    lacking = tuple(name for name in _OF_MINORS if f"[{name}]" not in rules)
    return Begun(drawn, tuple(undecided(rules)), empty, lacking)


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
    """What of an earlier year's rules must be decided anew, with what it was; its words and days go with each value."""
    for section, field, value, _ in _fields(rules):
        if field != "valid_from" and field not in _WRITTEN:
            yield f"{f'[{section}] ' if section else ''}{field} (was {value})"


def anew(rules: str, earlier: int, year: int) -> str:
    """The rules with all that must be decided anew marked as undecided.

    Rules of single editions, days of publication and comments go: they speak of the earlier year. The comment at the top says how
    the file is written, and stays, with the new year in it.
    """
    lines: list[str | None] = list(rules.partition("\n[edition.")[0].splitlines())
    for _, field, value, at in _fields(rules):
        was = "" if field == "valid_from" else f"  # was {value}"
        lines[at] = f'{field} = "{UNDECIDED}"{was}'
    begun = dated = False
    for at, line in enumerate(lines):
        head = _SECTION.match(line or "")
        dated = head[1] == "publisher.published" if head else dated
        begun = begun or not _COMMENT.match(line or "")
        if not begun:
            lines[at] = re.sub(rf"(?<![0-9]){earlier}(?![0-9])", str(year), line or "")
        elif dated or re.match(r"\s*(#|published\s*=)", line or ""):
            lines[at] = None
    kept = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", kept).rstrip() + "\n"


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
        elif field and _is_decided(section, field[1], field[2]):
            yield section.replace("criterion", f"criterion.{name}", 1), field[1], field[2], at


def _is_decided(section: str, field: str, value: str) -> bool:
    """Whether a field is one that each year decides; a source that says nothing has nothing to decide."""
    if section == "publisher" and field in _OF_PUBLISHER:
        return True
    if field in _WRITTEN:
        return section.startswith(("rule.", "criterion.")) and value != '""'
    return field in _VALUES or field == "valid_from"


def _write(target: Path, source: Path, rules: str, earlier: int) -> None:
    year = int(target.name)
    (target / "rules.toml").write_text(anew(rules, earlier, year), encoding="utf-8", newline="\n")
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
