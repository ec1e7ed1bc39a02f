"""The command line: one thin verb each."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bosetting import __version__
from bosetting.allocation.errors import Infeasible
from bosetting.inputs.root import find_root
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.told.printable import one_line, printable
from bosetting.inputs.years import FIRST, LAST
from bosetting.light import skip_address_grammars
from bosetting.publication.folder.stopping import Terminated, ended_in_order

if TYPE_CHECKING:
    from bosetting.allocation.request import Request
    from bosetting.inputs.model import Inputs
    from bosetting.sources.update.fetching import Updated

DIFFERS, BAD = 1, 2
"""Exit codes: 1 for what differs or failed, 2 for bad input or usage."""
PAGE, NOTEBOOK = "a municipality's page", "a municipality's executed notebook"
"""What ``municipality --out`` makes, and replaces if it lies there already."""
_LONGEST, _MOST_LINES = 600, 60
"""Characters of a line and lines of a message."""

_ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that holds data/ (default: the nearest one from here upwards).",
)
_WRITTEN = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="How to write it."
)
_TOLD = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell it."
)
_JOBS = click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), default=2, show_default=True, help="Notebooks at a time."
)
_EDITION = click.option(
    "--edition", "-e", metavar="NAME", help="Edition in forecasts.csv (default: the one in rules.toml)."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@_ROOT
@click.pass_context
def cli(context: click.Context, root: Path | None) -> None:
    """The annual report on how many refugees each Norwegian municipality is asked to settle."""
    context.obj = root


def _verb(function: Callable[..., None]) -> click.Command:
    """A command that takes --root before or after its name."""

    @functools.wraps(function)
    def command(root: Path | None, **options: Any) -> None:
        function(root=root or click.get_current_context().obj, **options)

    return cli.command(name=function.__name__.removesuffix("_"))(_ROOT(command))


@_verb
@click.argument("year", type=int)
@_TOLD
def check(root: Path | None, year: int, form: str) -> None:
    """Check everything in data/YEAR and tell every fault at once."""
    from bosetting.inputs.year import check_year  # noqa: PLC0415 - help stays fast without pandas
    from bosetting.report.language.coverage import with_unwritable  # noqa: PLC0415

    checked = with_unwritable(check_year(year, root or find_root()))
    refused = {} if checked.faults else _refused(year, checked.editions, root)
    if form == "json":
        _say(
            json.dumps(
                {
                    "year": checked.year,
                    "editions": checked.editions,
                    "default_edition": checked.default_edition,
                    "rows": dict(checked.rows),
                    "notes": checked.notes,
                    "faults": [fault.as_dict() for fault in checked.faults],
                    "refused": {
                        name: {"collisions": error.collisions, "remedies": error.remedies}
                        for name, error in refused.items()
                    },
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for note in checked.notes:
            _say(f"Note: {note}", err=True)
        for fault in checked.faults:
            _say(str(fault), err=True)
        for name, error in refused.items():
            _say(_refusal(f"The edition {name} cannot be divided", error), err=True)
        if not checked.faults and not refused:
            rows = sum(checked.rows.values())
            _say(
                f"data/{year} is in order: {len(checked.rows)} tables, {rows} rows, "
                f"editions {', '.join(checked.editions)} (default {checked.default_edition})."
            )
    if checked.faults and form == "text":
        count = sum(fault.stands_for for fault in checked.faults)
        _say(f"{count:,} fault{'s' if count > 1 else ''}.", err=True)
    if checked.faults or refused:
        sys.exit(BAD)


@_verb
@click.argument("year", type=int)
@_EDITION
@_WRITTEN
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Try another rule, such as floor=5 or weight.employment=0.3, beside the edition; several times.",
)
def allocate(root: Path | None, year: int, edition: str | None, form: str, settings: tuple[str, ...]) -> None:
    """Compute who is asked, and for how many persons; with --set also by other rules."""
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.publication.open_data.tables import csv_bytes, request_columns, request_rows  # noqa: PLC0415
    from bosetting.publication.terminal import as_json, as_table  # noqa: PLC0415

    request = compute(year, edition, root).request
    if settings:
        _allocate_tried(request, settings, form)
        return
    rows = request_rows(request)
    if form == "csv":
        click.echo(csv_bytes(request_columns(request.inputs.rules), rows), nl=False)
    elif form == "json":
        _say(as_json(rows))
    else:
        _say(as_table(request))


def _allocate_tried(request: Request, settings: Sequence[str], form: str) -> None:
    """Print the numbers by other rules beside the edition's."""
    from bosetting.allocation.compared.what_if import what_if  # noqa: PLC0415
    from bosetting.publication.open_data.tables import csv_bytes  # noqa: PLC0415
    from bosetting.publication.tried import TRIED_COLUMNS, tried_json, tried_rows, tried_table  # noqa: PLC0415
    from bosetting.report.running.settings import read_settings  # noqa: PLC0415

    try:
        changes = read_settings(settings, request.inputs)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    tried = what_if(request, changes)
    if tried.refused is not None:
        raise tried.refused
    if form == "csv":
        click.echo(csv_bytes(TRIED_COLUMNS, tried_rows(request, tried)), nl=False)
    else:
        _say(tried_json(request, tried) if form == "json" else tried_table(request, tried))


@_verb
@click.argument("year", type=int)
@_EDITION
@click.option(
    "--language",
    "-l",
    "languages",
    multiple=True,
    metavar="L",
    help="Language of the report, such as nb; may be given several times, the main one first "
    "(default: every language it is written in).",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The edition's folder (default: reports/YEAR/EDITION).",
)
@_JOBS
@click.option(
    "--replace",
    is_flag=True,
    help="Replace an edition even if something in it changes or goes; a published one needs a new row in corrections.csv.",
)
@click.option(
    "--renderer",
    type=click.Choice(["native", "quarto"]),
    default="native",
    show_default=True,
    help="What makes page and PDF; quarto needs Quarto 1.10 or newer.",
)
def build(
    root: Path | None,
    year: int,
    edition: str | None,
    languages: tuple[str, ...],
    out: Path | None,
    jobs: int,
    replace: bool,
    renderer: str,
) -> None:
    """Build the report of an edition: page, PDF, open data, notebooks, inputs and manifest."""
    from bosetting.publication import build as building  # noqa: PLC0415
    from bosetting.publication.folder.place import ForeignFolder  # noqa: PLC0415
    from bosetting.publication.order import Order  # noqa: PLC0415
    from bosetting.publication.terminal import shown_progress  # noqa: PLC0415
    from bosetting.report.language.labels import written_languages  # noqa: PLC0415

    here = Path.cwd().resolve()
    _refuse_unwritten(*languages)
    chosen = tuple(dict.fromkeys(languages)) or written_languages()
    order = Order(year, edition, chosen, root or find_root(), out, jobs, replace, renderer)
    try:
        with shown_progress() as progress:
            page = building.build(order, progress)
    except ForeignFolder as error:
        raise click.UsageError(str(error)) from None
    _tell_missing(order.year, order.edition, order.root)
    _say(_from(here, page))


def _tell_missing(year: int, edition: str | None, root: Path) -> None:
    """Say on stderr what of the record of the algorithm only the publisher knows."""
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.publication.metadata.algorithm import missing  # noqa: PLC0415

    found = missing(compute(year, edition, root).inputs.publisher)
    if found:
        click.echo(
            f"data/algorithm.json and the catalogue lack what only the publisher can say: {', '.join(found)}. "
            f"Give it in [publisher] of data/{year}/rules.toml.",
            err=True,
        )


@_verb
@click.argument("year", type=int)
@_EDITION
@_TOLD
def estimate(root: Path | None, year: int, edition: str | None, form: str) -> None:
    """Estimate what the criteria of few persons are drawn towards, as it stands in rules.toml."""
    from dataclasses import asdict  # noqa: PLC0415

    from bosetting.allocation.criteria.results_fit import fit_results  # noqa: PLC0415
    from bosetting.compute import compute  # noqa: PLC0415

    inputs = compute(year, edition, root).inputs
    shrunk = [each for each in inputs.rules.others if each.index == "shrunk_share"]
    fits = {
        each.name: fit_results([m.figures[each.name].years for m in inputs.municipalities]) for each in shrunk
    }
    if form == "json":
        _say(json.dumps({name: asdict(fit) for name, fit in fits.items()}, indent=2))
        return
    if not fits:
        _say("No criterion of this edition is a share of few persons: there is nothing to estimate.")
    for criterion, fit in fits.items():
        _say(f"# {criterion}")
        for name, found in (("kappa", fit.kappa), ("mean", fit.share)):
            _say(f"[criterion.{name}]\nvalue = {found.value}\nlow = {found.low}\nhigh = {found.high}\n")
        _say(f"# {fit.former_participants} former participants in {fit.municipalities} municipalities")


@_verb
@click.argument("year", type=int)
@_EDITION
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to put them in; letters that lie there are replaced.",
)
@click.option(
    "--municipality",
    "-m",
    "municipalities",
    multiple=True,
    metavar="M",
    help="Number or name; may be given several times (default: every municipality, asked or not).",
)
def letters(
    root: Path | None, year: int, edition: str | None, out: Path, municipalities: tuple[str, ...]
) -> None:
    """Write the letters to the municipalities as PDFs, each in the municipality's own form of Norwegian."""
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.publication.folder.place import ForeignFolder  # noqa: PLC0415
    from bosetting.publication.letters import refuse_letters, write_letters  # noqa: PLC0415
    from bosetting.report.language.coverage import refuse_unwritable  # noqa: PLC0415

    here = (root or find_root()).resolve()
    computation = compute(year, edition, here)
    codes = [_found(computation.request, name) for name in municipalities] or None
    refuse_unwritable(year, here)
    try:
        refuse_letters(out, computation, codes or computation.explanations)
    except ForeignFolder as error:
        raise click.UsageError(str(error)) from None
    count = write_letters(out, computation, codes)
    _say(f"{count} letter{'' if count == 1 else 's'} in {_from(Path.cwd().resolve(), out)}.")


@_verb
@click.argument("year", type=int)
@click.argument("municipality")
@_EDITION
@click.option(
    "--language", "-l", metavar="L", help="such as nb (default: the form the municipality has asked for)."
)
@_TOLD
def explain(
    root: Path | None, year: int, municipality: str, edition: str | None, language: str | None, form: str
) -> None:
    """Explain what MUNICIPALITY (number or name) gets, why, and what would have changed it."""
    from bosetting.allocation.compared.published import published_of  # noqa: PLC0415
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.publication.open_data.plain import plain  # noqa: PLC0415
    from bosetting.report.letter import letter, own_language  # noqa: PLC0415

    if language is not None:
        _refuse_unwritten(language)
    computation = compute(year, edition, root)
    code = _found(computation.request, municipality)
    found = computation.explanations[code]
    if form == "json":
        beside = {
            "published": published_of(computation.inputs, code),
            "uncertainty": computation.uncertainty.spreads[code],
        }
        _say(json.dumps(plain({**vars(found), **beside}), ensure_ascii=False, indent=1))
    else:
        chosen = language or own_language(found.allotment.municipality)
        _say(letter(computation.request, found, computation.uncertainty, chosen), nl=False)


@_verb
@click.argument("year", type=int)
@click.argument("municipality")
@_EDITION
@click.option(
    "--language", "-l", metavar="L", help="such as nb (default: the form the municipality has asked for)."
)
@click.option("--notebook", is_flag=True, help="Write the executed notebook and not the page.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: print it); a page, or notebook, of a municipality that lies there is replaced.",
)
def municipality(
    root: Path | None,
    year: int,
    municipality: str,
    edition: str | None,
    language: str | None,
    notebook: bool,
    out: Path | None,
) -> None:
    """Make the page of MUNICIPALITY (number or name), as a build makes it, or its executed notebook."""
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.publication.folder import place  # noqa: PLC0415
    from bosetting.publication.municipal_pages import one_page  # noqa: PLC0415

    if language is not None:
        _refuse_unwritten(language)
    computation = compute(year, edition, root)
    code = _found(computation.request, municipality)
    is_own, own = (place.is_notebook, NOTEBOOK) if notebook else (place.is_page, PAGE)
    target = None if out is None else out.resolve()
    if target is not None:  # before the page is made, which takes seconds
        try:
            place.refuse_file(target, computation.root, year, is_own, own)
        except place.ForeignFolder as error:
            raise click.UsageError(str(error)) from None
    content = one_page(computation, code, language or "", notebook=notebook)
    if target is None:
        click.echo(content, nl=False)
    else:
        place.put(target, content)
        _say(_from(Path.cwd(), target))


@_verb
@click.argument("year", type=int)
@_EDITION
@click.option("--municipality", "-m", metavar="M", help="Number or name; without it the whole country.")
@click.option(
    "--decisions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with kommune_nr and persons: what municipalities decided, instead of the request.",
)
@_WRITTEN
def load(
    root: Path | None,
    year: int,
    edition: str | None,
    municipality: str | None,
    decisions: Path | None,
    form: str,
) -> None:
    """Compute the expected load on the introduction programme."""
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.inputs.decisions import read_decisions  # noqa: PLC0415
    from bosetting.publication.open_data import tables  # noqa: PLC0415
    from bosetting.publication.terminal import as_json, load_table  # noqa: PLC0415

    computation = compute(year, edition, root)
    if decisions is None:
        expected = computation.load
    else:
        decided, notes = read_decisions(decisions, _residents(computation.inputs))
        for note in notes:
            _say(f"Note: {note}", err=True)
        expected = computation.load_under(decided)
    columns: tuple[str, ...] = tables.LOAD_NATIONAL_COLUMNS
    rows = tables.load_national_rows(expected)
    if municipality is not None:
        code = _found(computation.request, municipality)
        rows = [row for row in tables.load_rows(expected, computation.request) if row["kommune_nr"] == code]
        columns = tables.LOAD_COLUMNS
    if form == "csv":
        click.echo(tables.csv_bytes(columns, rows), nl=False)
    elif form == "json":
        _say(as_json(rows))
    else:
        _say(load_table(columns, rows))
        if expected.total_shortfall is not None:
            _say(f"Requested but not decided: {expected.total_shortfall} persons.")


@_verb
@click.argument("year", type=int)
@_EDITION
@click.option(
    "--published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with kommune_nr and persons: what was asked for (default: as the year's folder has it).",
)
@_WRITTEN
def backtest(root: Path | None, year: int, edition: str | None, published: Path | None, form: str) -> None:
    """Hold the rule against what was published, beside simpler ways and earlier years."""
    from bosetting.allocation.compared.backtest import backtest as against  # noqa: PLC0415
    from bosetting.allocation.compared.published import Published  # noqa: PLC0415
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.inputs.decisions import read_published  # noqa: PLC0415
    from bosetting.publication.open_data import tables  # noqa: PLC0415
    from bosetting.publication.terminal import as_json, backtest_text  # noqa: PLC0415

    computation = compute(year, edition, root)
    found = computation.backtest
    if published is not None:
        numbers, notes = read_published(published, _residents(computation.inputs))
        for note in notes:
            _say(f"Note: {note}", err=True)
        known = {code: Published(persons > 0, persons) for code, persons in numbers.items()}
        found = against(computation.request, computation.habits, known)
    rows = tables.backtest_rows(found)
    if form == "csv":
        click.echo(tables.csv_bytes(tables.BACKTEST_COLUMNS, rows), nl=False)
    elif form == "json":
        _say(as_json(rows))
    else:
        _say(backtest_text(found, computation.habits, computation.inputs))


@_verb
@click.argument("which", metavar="YEAR EDITION [YEAR] EDITION", nargs=-1)
@_WRITTEN
def compare(root: Path | None, which: tuple[str, ...], form: str) -> None:
    """Split the change between two editions by cause, for every municipality; the parts add up.

    Where municipalities merged or got new codes between the two, the earlier ones are summed beside the later one they
    became; which they were is read from data/reference/changes.csv.
    """
    from bosetting.allocation.compared.gathered import gathered  # noqa: PLC0415
    from bosetting.allocation.compared.revision import revision  # noqa: PLC0415
    from bosetting.compute import compute  # noqa: PLC0415
    from bosetting.publication.open_data import tables  # noqa: PLC0415
    from bosetting.publication.terminal import as_json, revision_text  # noqa: PLC0415

    (first, before), (second, after) = _two_editions(which)
    earlier, later = compute(first, before, root).inputs, compute(second, after, root).inputs
    found = gathered(revision(earlier, later), _became(root or find_root(), earlier, later))
    rows = tables.revision_rows(found)
    if form == "csv":
        click.echo(tables.csv_bytes(tables.revision_columns(found), rows), nl=False)
    elif form == "json":
        _say(as_json(rows))
    else:
        _say(revision_text(found, f"{before} {first}", f"{after} {second}"))


def _became(root: Path, earlier: Inputs, later: Inputs) -> Mapping[str, Collection[str]]:
    """What each municipality of the earlier edition became; nothing where the two have the same, or nobody says."""
    from bosetting.sources.carry.successors import successors  # noqa: PLC0415
    from bosetting.sources.draw.held import Reference  # noqa: PLC0415

    reference = root / "data" / "reference"
    codes = {m.number for m in earlier.municipalities}
    if codes == {m.number for m in later.municipalities} or earlier.year >= later.year:
        return {}
    if not (reference / "changes.csv").exists():
        return {}
    return successors(Reference(reference).changes, codes, date(earlier.year, 1, 1), date(later.year, 1, 1))


def _two_editions(which: tuple[str, ...]) -> tuple[tuple[int, str], tuple[int, str]]:
    """What ``YEAR EDITION [YEAR] EDITION`` names."""
    words = list(which)
    if len(words) == 3:
        words.insert(2, words[0])
    if len(words) != 4 or not (words[0].isdecimal() and words[2].isdecimal()):
        raise click.UsageError("Expected YEAR EDITION [YEAR] EDITION, the second year only where it differs.")
    return (int(words[0]), words[1]), (int(words[2]), words[3])


@_verb
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_TOLD
@click.option(
    "--renderer",
    type=click.Choice(["native", "quarto"]),
    help="What makes page and PDF again (default: what made the edition's; "
    "with another, page, PDF and manifest are not compared).",
)
@_JOBS
def verify(root: Path | None, folder: Path, form: str, renderer: str | None, jobs: int) -> None:
    """Compute a published edition again from its own inputs, and compare every file.

    This shows that pages, tables and PDFs follow from the inputs that lie in the folder. The inputs themselves are
    compared with data/YEAR of the project, where that is at hand.
    """
    from bosetting.publication import verify as verifying  # noqa: PLC0415
    from bosetting.publication.terminal import shown_progress, verified_json, verified_text  # noqa: PLC0415

    with shown_progress() as progress:
        found = verifying.verify(folder, root, progress, renderer, jobs)
    if found.not_compared is not None:
        _say(f"Page, PDF and manifest.json were made by {found.not_compared} and are not compared.", err=True)
    _say(verified_json(found) if form == "json" else verified_text(found))
    if found.differs:
        sys.exit(DIFFERS)


@_verb
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option("--dry-run", is_flag=True, help="Only tell what would change; exit code 1 if something would.")
def fetch(root: Path | None, tables: tuple[str, ...], dry_run: bool) -> None:
    """Fetch figures of the reference anew from Statistics Norway: TABLE, or all that can be fetched.

    Where each is asked for stands in data/reference/sources.toml. Everything is fetched and checked before anything is
    written; what came is kept as it came under data/reference/raw.
    """
    from bosetting.publication.terminal import shown_progress  # noqa: PLC0415
    from bosetting.sources.update.fetching import fetch as fetched  # noqa: PLC0415

    folder = (root or find_root()) / "data" / "reference"
    with shown_progress() as progress:
        found = fetched(folder, tables, progress, dry_run)
    _tell_updated(found, dry_run)


@_verb
@click.argument("table")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--published", required=True, metavar="YYYY-MM-DD", help="The day the publisher made it public."
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="A column that the file does not have, such as period=YYYY; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would change; exit code 1 if something would.")
def import_(
    root: Path | None, table: str, file: Path, published: str, settings: tuple[str, ...], dry_run: bool
) -> None:
    """Read FILE, a table saved from a publisher's page as CSV or XLSX, into TABLE of the reference.

    IMDi has no interface to fetch from. How the columns of its tables are read stands in data/reference/sources.toml.
    """
    from bosetting.sources.update.importing import import_table  # noqa: PLC0415

    wrong = [each for each in settings if not each.partition("=")[2]]
    if wrong:
        raise click.UsageError(f'--set "{wrong[0]}" gives no value. Expected COLUMN=VALUE.')
    folder = (root or find_root()) / "data" / "reference"
    chosen = dict(each.split("=", 1) for each in settings)
    _tell_updated(import_table(folder, table, file, chosen, published, dry_run), dry_run)


def _tell_updated(found: Updated, dry_run: bool) -> None:
    for note in found.notes:
        _say(f"Note: {note}", err=True)
    for difference in found.differences:
        _say(str(difference))
    if dry_run and any(found.differences):
        _say("Nothing is written.", err=True)
        sys.exit(DIFFERS)


@_verb
@click.argument("year", type=int)
@click.option(
    "--check", "dry", is_flag=True, help="Only show what would change; exit code 1 where something would."
)
def draw(root: Path | None, year: int, dry: bool) -> None:
    """Draw the tables of data/YEAR from data/reference again, and show what changes.

    What people write in the folder (rules, forecasts, statements, words) is left alone; draw.toml says what is drawn.
    """
    from bosetting.sources.draw.drawing import draw as drawn_from  # noqa: PLC0415

    drawn = drawn_from(root or find_root(), year)
    for change in drawn.changes:
        _say(str(change))
    if not drawn.changes:
        _say(f"data/{year} is what the reference gives.")
    elif dry:
        sys.exit(DIFFERS)
    else:
        drawn.write()


@cli.command(name="new-year")
@click.argument("year", type=click.IntRange(FIRST, LAST))
@click.option(
    "--from", "earlier", type=int, required=True, metavar="YEAR", help="The year whose rules are copied."
)
@_ROOT
def new_year(root: Path | None, year: int, earlier: int) -> None:
    """Begin data/YEAR: the rules of an earlier year, every value undecided, and the tables drawn from data/reference.

    What must be decided is listed; check refuses the year until all of it is.
    """
    from bosetting.sources.draw.beginning import begin  # noqa: PLC0415

    begun = begin(root or click.get_current_context().obj or find_root(), year, earlier)
    for change in begun.drawn.changes:
        _say(str(change))
    _say("To decide in rules.toml, each with its day, and its source or the reason for assuming it:")
    for each in begun.undecided:
        _say(f"  {each}")
    if begun.lacking:
        _say(f"To add where unaccompanied minors are divided: {', '.join(begun.lacking)}.")
    _say(f"To write: the editions in data/{year}/forecasts.csv, their names in words.*.toml.")
    if begun.empty:
        _say(f"To fetch, for nothing was public in time: {', '.join(begun.empty)}.")
    _say(f"Then: bosetting draw {year}, and bosetting check {year}.")


def _refused(year: int, editions: Sequence[str], root: Path | None) -> dict[str, Infeasible]:
    """The editions whose rules, adjustments and totals cannot all be met."""
    from bosetting.compute import compute  # noqa: PLC0415

    found = {}
    for name in editions:
        try:
            compute(year, name, root)
        except Infeasible as error:
            found[name] = error
    return found


def _residents(inputs: Inputs) -> dict[str, int]:
    return {m.number: m.residents for m in inputs.municipalities}


def _found(request: Request, municipality: str) -> str:
    from bosetting.inputs.lookup import NoSuchMunicipality, find_code  # noqa: PLC0415

    try:
        return find_code({m.number: m.name for m in request.inputs.municipalities}, municipality)
    except NoSuchMunicipality as error:
        raise click.UsageError(str(error)) from None


def _refuse_unwritten(*languages: str) -> None:
    from bosetting.report.language.labels import written_languages  # noqa: PLC0415

    written = written_languages()
    unwritten = [language for language in languages if language not in written]
    if unwritten:
        raise click.UsageError(
            f"The report is not written in {', '.join(unwritten)}. Expected some of {', '.join(written)}."
        )


def _say(text: str, err: bool = False, nl: bool = True) -> None:
    """Print what may hold words from data, manifests or file names: it never steers the terminal."""
    click.echo(printable(text), err=err, nl=nl)


def _cut(text: str) -> str:
    """A message cut to what can be read, line by line."""
    lines = [one_line(line, _LONGEST) if len(line) > _LONGEST else line for line in text.split("\n")]
    return "\n".join(lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"])


def _from(here: Path, path: Path) -> str:
    """A path as short as it can be said from a folder."""
    resolved = path.resolve()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(resolved)


def main(arguments: list[str] | None = None) -> None:
    """Run a command; every error is a plain sentence on stderr and an exit code."""
    # Set before numpy is loaded: one thread gives the same sums on every machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    skip_address_grammars()
    try:
        with ended_in_order():
            cli(arguments, prog_name="bosetting", standalone_mode=False)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        _say(_cut(shown.getvalue()), err=True, nl=False)
        sys.exit(BAD)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped.", err=True)
        sys.exit(130)
    except Terminated as error:
        _say("Stopped.", err=True)
        sys.exit(128 + error.signal)
    except BadInput as error:
        for fault in error.faults:
            _say(str(fault), err=True)
        sys.exit(BAD)
    except Infeasible as error:
        _say(_refusal("This cannot be done", error), err=True)
        sys.exit(BAD)
    except Exception as error:
        _tell(error)
        sys.exit(DIFFERS)


def _refusal(what: str, error: Infeasible) -> str:
    """One collision with its remedy in a line; several in a line each."""
    return f"{what}: {error}" if len(error.collisions) == 1 else "\n".join([f"{what}:", *error.told])


def _drop_output() -> None:
    """Let nothing that is still to be printed be tried again when the program ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: Exception) -> None:
    differences = getattr(error, "differences", None)
    if isinstance(error, OSError) and error.filename and error.strerror:
        _say(f"{one_line(str(error.filename), 300)}: {error.strerror}.", err=True)
    elif isinstance(error, OSError) and error.strerror:
        # It names no file: what was printed did not get there.
        _say(f"The output could not be written: {error.strerror[:1].lower()}{error.strerror[1:]}.", err=True)
        _drop_output()
    else:
        _say(_cut(str(error) or type(error).__name__), err=True)
    if differences:
        _say("\n".join(one_line(difference, _LONGEST) for difference in differences), err=True)
        _say(f"Nothing was changed. {getattr(error, 'remedy', '')}".rstrip(), err=True)
    if os.environ.get("BOSETTING_DEBUG"):
        _say("".join(traceback.format_exception(error)), err=True, nl=False)


if __name__ == "__main__":
    main()
