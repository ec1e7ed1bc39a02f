"""The command line: what it prints, its exit codes, and that nobody ever sees a trace."""

import csv
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from edition import request_tables
from smallyear import SmallYear, small_year

from bosetting import __version__
from bosetting.cli import cli, main
from bosetting.compute import compute
from bosetting.report.language.labels import written_languages

ROOT = Path(__file__).parents[1]
VERBS = sorted(cli.commands)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_year().write(tmp_path / "project")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """A function that runs a command here and gives exit code, stdout and stderr."""

    def command(*arguments: object) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return command


def process(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same as a user starts it."""
    return subprocess.run(
        [sys.executable, "-m", "bosetting", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_verbs() -> None:
    assert {
        "allocate",
        "backtest",
        "build",
        "check",
        "compare",
        "draw",
        "estimate",
        "explain",
        "fetch",
        "import",
        "letters",
        "load",
        "municipality",
        "new-year",
        "verify",
    } == set(VERBS)


@pytest.mark.parametrize("module", ["bosetting", "bosetting.cli"])
def test_the_module_is_the_command_however_it_is_run(module: str) -> None:
    words = [sys.executable, "-m", module]
    done = subprocess.run([*words, "--version"], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip().endswith(__version__)
    wrong = subprocess.run([*words, "nothing"], capture_output=True, encoding="utf-8", check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "No such command" in wrong.stderr


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_verb_has_help(verb: str, option: str, run) -> None:
    code, out, err = run(verb, option)
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: bosetting {verb} ")
    assert "--root DIRECTORY" in out
    assert all(option.help for option in cli.commands[verb].params if isinstance(option, click.Option))
    assert cli.commands[verb].help


def test_help_and_version(run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert all(f"\n  {verb} " in out for verb in VERBS)
    code, out, _ = run("--version")
    assert (code, out.rstrip().endswith(__version__)) == (0, True)


def test_check(root: Path, run) -> None:
    code, out, err = run("check", 2018, "--root", root)
    assert (code, err) == (0, "")
    tables = len(list((root / "data" / "2018").glob("*.csv")))
    assert out.startswith(f"data/2018 is in order: {tables} tables, ")
    assert out.endswith(" rows, editions june, november (default november).\n")


def test_check_as_json(tmp_path: Path, run) -> None:
    root = small_year(lambda y: y.change("population", 0, residents=-1)).write(tmp_path)
    code, out, err = run("check", 2018, "--root", root, "--format", "json")
    assert (code, err) == (2, "")
    found = json.loads(out)
    assert (found["year"], found["editions"], found["default_edition"]) == (
        2018,
        ["june", "november"],
        "november",
    )
    assert found["rows"]["population"] == 5
    assert found["faults"] == [
        {
            "file": "data/2018/population.csv",
            "row": 2,
            "column": "residents",
            "what": "-1 is less than 0",
            "expected": "at least 0",
            "do": "Correct the value",
        }
    ]


def test_allocate_as_table(root: Path, run) -> None:
    code, out, err = run("allocate", 2018, "--root", root)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["Municipality", "County", "Persons", "Minors", "Why"]
    assert [line.split() for line in lines[1:-1]] == [
        ["0101", "Nordvik", "Østland", "26", "2", "large", "enough"],
        ["0102", "Midtby", "Østland", "12", "0", "priority"],
        ["0201", "Storby", "Vestland", "54", "5", "large", "enough"],
        ["0202", "Lia", "Vestland", "10", "1", "priority,", "minimum"],
    ]
    assert lines[-1] == "november 2018: 102 persons, 4 of 6 municipalities asked."


def test_allocate_as_csv_is_the_published_table(root: Path, run) -> None:
    code, out, err = run("allocate", 2018, "--root", root, "--format", "csv")
    assert (code, err) == (0, "")
    assert out.encode() == request_tables(compute(2018, "november", root))["requests.csv"]


def test_allocate_as_json_holds_the_same(root: Path, run) -> None:
    _, text, _ = run("allocate", 2018, "--root", root, "--format", "csv")
    code, out, err = run("allocate", 2018, "--root", root, "--format", "json")
    assert (code, err) == (0, "")
    rows = json.loads(out)

    def written(value: object) -> str:
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)

    assert [{k: written(v) for k, v in row.items()} for row in rows] == list(
        csv.DictReader(text.splitlines())
    )
    assert rows[0]["asked"] is True
    assert rows[0]["persons"] == 26
    assert rows[0]["weight"] == "9000.000000"


def test_another_edition(root: Path, run) -> None:
    for option in ("--edition", "-e"):
        code, out, _ = run("allocate", 2018, "--root", root, option, "june")
        assert (code, out.splitlines()[-1]) == (0, "june 2018: 100 persons, 4 of 6 municipalities asked.")


def test_root_before_and_after_the_verb(root: Path, tmp_path: Path, run, monkeypatch) -> None:
    other = small_year(lambda y: y.change("forecasts", 1, requested=90)).write(tmp_path / "other")
    _, expected, _ = run("allocate", 2018, "--root", root)
    assert run("--root", root, "allocate", 2018) == (0, expected, "")
    assert run("--root", other, "allocate", 2018, "--root", root) == (0, expected, "")
    assert "90 persons" in run("--root", other, "allocate", 2018)[1]
    (root / "data" / "deep").mkdir()
    monkeypatch.chdir(root / "data" / "deep")
    assert run("allocate", 2018) == (0, expected, "")
    assert run("allocate", 2018, "--root", "../..") == (0, expected, "")


@pytest.mark.parametrize(
    ("arguments", "last_line"),
    [
        (["allocate"], "Error: Missing argument 'YEAR'."),
        (["allocate", "next"], "Error: Invalid value for 'YEAR': 'next' is not a valid integer."),
        (["alocate", "2018"], "Error: No such command 'alocate'."),
        (["allocate", "2018", "--edtion", "june"], "Error: No such option '--edtion'."),
        (["allocate", "2018", "--format", "xml"], "'xml' is not one of 'table', 'csv', 'json'."),
        (["build", "2018", "--jobs", "0"], "Error: Invalid value for '--jobs' / '-j': 0 is not in the range"),
        (["check", "2018", "--root", "nowhere"], "Error: Invalid value for '--root': Directory 'nowhere'"),
        (
            ["build", "2018", "--language", "xx"],
            "Error: The report is not written in xx. Expected some of {}.",
        ),
        (
            ["build", "2018", "-l", "nb", "-l", "se", "-l", "fi"],
            "Error: The report is not written in se, fi. Expected some of {}.",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(arguments: list[str], last_line: str, root: Path, run, monkeypatch) -> None:
    monkeypatch.chdir(root)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    wanted = last_line.format(", ".join(written_languages()))
    assert wanted in err.splitlines()[-1] or wanted in err.splitlines()[-2]
    assert sorted(path.name for path in root.iterdir()) == ["data"]


def test_an_unknown_edition(root: Path, run) -> None:
    message = (
        'data/2018/forecasts.csv, edition: there is no edition "jun". Expected one of june, november. '
        'Choose one (the nearest is "june"), or add a row for it.\n'
    )
    for verb in ("allocate", "build", "estimate"):
        assert run(verb, 2018, "--root", root, "--edition", "jun") == (2, "", message)
    assert sorted(path.name for path in root.iterdir()) == ["data"]


def test_what_cannot_be_done(tmp_path: Path, run) -> None:
    root = small_year(lambda y: y.set_rule("floor", value=30)).write(tmp_path)
    message = (
        "This cannot be done: The whole country: 102 persons are fewer than the 120 that the floors of 30 demand. "
        "Lower the floor to 25, or set the total to 120.\n"
    )
    assert run("allocate", 2018, "--root", root) == (2, "", message)
    assert run("build", 2018, "--root", root) == (2, "", message)
    code, out, err = run("check", 2018, "--root", root)
    assert (code, out) == (2, "")
    assert (
        err.splitlines()[-1]
        == message.replace("This cannot be done", "The edition november cannot be divided")[:-1]
    )
    code, out, _ = run("check", 2018, "--root", root, "--format", "json")
    assert code == 2
    assert json.loads(out)["refused"]["november"]["remedies"] == [
        "lower the floor to 25",
        "set the total to 120",
    ]


def test_several_collisions_are_told_in_a_line_each(tmp_path: Path, run) -> None:
    def twice(year: SmallYear) -> None:
        for kind in ("ask", "do_not_ask"):
            for code in ("0202", "0203"):
                year.adjust(code, kind, reason="A reason", decided_by="IMDi")

    root = small_year(twice).write(tmp_path)
    assert run("allocate", 2018, "--root", root) == (
        2,
        "",
        "This cannot be done:\n"
        "The adjustments of 0202 contradict each other: ask and do_not_ask.\n"
        "The adjustments of 0203 contradict each other: ask and do_not_ask.\n"
        "Remove one of each.\n",
    )


def a_file(place: Path) -> None:
    place.write_text("mine")


def a_folder_with_something(place: Path) -> None:
    place.mkdir()
    (place / "letter.txt").write_text("mine")


def another_manifest(place: Path) -> None:
    place.mkdir()
    (place / "manifest.json").write_text('{"name": "an app of mine"}')


def a_manifest_that_is_none(place: Path) -> None:
    place.mkdir()
    (place / "manifest.json").write_bytes(b"\xff\xfe[")


@pytest.mark.parametrize(
    "make",
    [a_file, a_folder_with_something, another_manifest, a_manifest_that_is_none],
    ids=lambda f: f.__name__,
)
def test_a_foreign_folder_is_never_replaced(make, root: Path, tmp_path: Path, run) -> None:
    place = tmp_path / "mine"
    make(place)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for more in ([], ["--replace"]):
        code, out, err = run("build", 2018, "--root", root, "--out", place, *more)
        assert (code, out) == (2, "")
        if place.is_dir():
            assert err == (
                "Usage: bosetting build [OPTIONS] YEAR\nTry 'bosetting build --help' for help.\n\n"
                f"Error: {place} is not an edition's folder and is not replaced. Choose another --out.\n"
            )
        else:
            assert "is a file" in err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not list(tmp_path.glob(".*"))


def test_a_failure_is_one_sentence_and_exit_code_1(root: Path, tmp_path: Path, run, monkeypatch) -> None:
    a_file(tmp_path / "file")
    code, out, err = run("build", 2018, "--root", root, "--out", tmp_path / "file" / "edition")
    assert (code, out) == (1, "")
    assert err == f"{tmp_path / 'file'}: Not a directory.\n"


def test_a_trace_only_for_those_who_ask(root: Path, tmp_path: Path) -> None:
    a_file(tmp_path / "file")
    command = ["build", "2018", "--out", tmp_path / "file" / "edition"]
    assert "Traceback" in process(*command, cwd=root, BOSETTING_DEBUG="1").stderr


def test_as_a_process_with_bad_input(tmp_path: Path) -> None:
    root = small_year(lambda y: y.change("population", 0, residents=-1)).write(tmp_path)
    expected = "data/2018/population.csv, row 2, residents: -1 is less than 0. Expected at least 0. Correct the value.\n"
    done = process("build", 2018, cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert sorted(path.name for path in root.iterdir()) == ["data"]


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_letters_survive_any_locale(locale: str, root: Path) -> None:
    done = process("allocate", 2018, cwd=root, LC_ALL=locale, LANG=locale)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Østland" in done.stdout


def test_a_reader_that_stops_reading(root: Path) -> None:
    """As in `bosetting allocate 2018 | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "bosetting", "allocate", "2018", "--format", "csv"],
            cwd=root,
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.stderr == b""


def test_explain_as_text(root: Path, run) -> None:
    code, out, err = run("explain", 2018, "Storby", "--root", root)
    assert (code, err) == (0, "")
    assert out.startswith("Storby (0201), Vestland\nAnmodning om bosetting av flyktninger i 2018")
    assert out == run("explain", 2018, "0201", "--root", root, "--language", "nb")[1]


@pytest.mark.parametrize(("language", "heading"), [("nb", "HVORFOR"), ("nn", "KVIFOR"), ("en", "WHY")])
def test_explain_in_each_language(language: str, heading: str, root: Path, run) -> None:
    code, out, err = run("explain", 2018, "0201", "--root", root, "-l", language)
    assert (code, err) == (0, "")
    assert heading in out.splitlines()


def test_explain_in_the_form_the_municipality_asked_for(tmp_path: Path, run) -> None:
    root = small_year(lambda y: y.change("municipalities", 3, language="nn")).write(tmp_path)
    with (root / "data" / "2018" / "municipalities.csv").open(encoding="utf-8") as file:
        code = list(csv.DictReader(file))[3]["kommune_nr"]
    assert "KVIFOR" in run("explain", 2018, code, "--root", root)[1]
    assert "HVORFOR" in run("explain", 2018, code, "--root", root, "--language", "nb")[1]


def test_explain_as_json(root: Path, run) -> None:
    code, out, err = run("explain", 2018, "0201", "--root", root, "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["allotment"]["municipality"] == {"number": "0201", "name": "Storby", "county": "Vestland"}
    assert told["allotment"]["persons"] == compute(2018, None, root).request.by_code["0201"].persons
    assert told["waterfall"]["steps"][0]["name"] == "population"
    assert set(told["uncertainty"]) >= {"p05", "p95", "share_asked"}
    assert "published" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Storbi"], 'There is no one municipality "Storbi". Did you mean 0201 Storby?'),
        (["9999"], 'There is no one municipality "9999". Expected a number of four digits or a name.'),
        (["0201", "-l", "se"], "The report is not written in se. Expected some of nb, nn, en."),
    ],
)
def test_explain_refuses_what_it_does_not_know(arguments: list[str], message: str, root: Path, run) -> None:
    code, out, err = run("explain", 2018, *arguments, "--root", root)
    assert (code, out) == (2, "")
    assert err.endswith(f"Error: {message}\n")


@pytest.mark.long
def test_the_estimates_are_those_in_the_rules(run) -> None:
    code, out, err = run("estimate", 2018, "--root", ROOT)
    assert (code, err) == (0, "")
    assert out.startswith("# results\n")
    estimated = tomllib.loads(out)["criterion"]
    listed = tomllib.loads((ROOT / "data" / "2018" / "rules.toml").read_text(encoding="utf-8"))["criterion"]
    (results,) = [each for each in listed if each["name"] == "results"]
    assert set(estimated) == {"kappa", "mean"}
    for name, found in estimated.items():
        assert found == {key: results[name][key] for key in ("value", "low", "high")}
    code, out, _ = run("estimate", 2018, "--root", ROOT, "--format", "json")
    assert json.loads(out)["results"]["kappa"] == estimated["kappa"]


def test_a_load_without_its_tables_is_refused_where_the_year_is_in_order(tmp_path: Path, run) -> None:
    root = small_year(lambda y: y.leave_out("regulations")).write(tmp_path)
    assert run("check", 2018, "--root", root)[0] == 0
    assert run("load", 2018, "--root", root) == (
        2,
        "",
        "data/2018/regulations.csv: the table is missing, and the load on the programme needs it. Expected the "
        "tables regulations, participant_series, cohort_groups, described in datapackage.json. Add it.\n",
    )


def test_backtest_holds_the_rule_against_a_file_of_the_users(run, tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text("kommune_nr,persons\n0301,300\n0211,0\n", encoding="utf-8")
    code, out, err = run("--root", ROOT, "backtest", 2018, "--published", file, "--format", "json")
    assert (code, err) == (0, "")
    rows = {row["name"]: row for row in json.loads(out)}
    assert next(iter(rows)) == "rule"
    assert "revealed" in rows
    assert rows["rule"]["numbered"] == 2
    numbers = compute(2018, None, ROOT).request.persons
    assert float(rows["rule"]["moved"]) == (abs(numbers["0301"] - 300) + numbers["0211"]) / 2


def test_backtest_tells_every_fault_of_such_a_file(run, tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text("kommune_nr,persons\n9999,3\n0301,many\n", encoding="utf-8")
    code, out, err = run("--root", ROOT, "backtest", 2018, "--published", file)
    assert (code, out) == (2, "")
    assert '"9999" is not known. Expected a municipality.' in err
    assert "row 3, persons" in err
    file.write_text("kommune_nr,persons\n", encoding="utf-8")
    code, _, err = run("--root", ROOT, "backtest", 2018, "--published", file)
    assert code == 2
    assert "the file has no row. Expected what was asked." in err


def test_backtest_says_where_nothing_was_published_and_shows_earlier_years(run) -> None:
    code, out, err = run("--root", ROOT, "backtest", 2018, "-e", "june")
    assert (code, err) == (0, "")
    assert out.startswith("Nothing of the request june 2018 was published.")
    assert "exponent of population" in out
    assert "\n2017 " in out


def test_compare_splits_the_change_and_the_parts_add_up(run) -> None:
    code, out, err = run("--root", ROOT, "compare", 2018, "november", "revised", "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(out.splitlines()))
    assert len(rows) == 422
    for row in rows:
        parts = [int(n) for column, n in row.items() if column.startswith("by_")]
        assert int(row["before"]) + sum(parts) == int(row["after"])
    assert sum(int(row["by_need"]) for row in rows) == 948
    code, out, err = run("--root", ROOT, "compare", 2018, "november", 2018, "november")
    assert (code, err) == (0, "")
    everyone, *asked = out.splitlines()[1:]
    assert everyone.split()[:5] == ["In", "all", "4402", "4402", "+0"]
    assert asked == ["Newly asked: none.", "No longer asked: none."]


@pytest.mark.parametrize(
    "words", [(), (2018,), (2018, "june"), ("june", 2018, "november"), (2018, "a", "b", "c")]
)
def test_compare_says_what_it_takes(words: tuple[object, ...], run) -> None:
    code, out, err = run("--root", ROOT, "compare", *words)
    assert (code, out) == (2, "")
    assert "Expected YEAR EDITION [YEAR] EDITION" in err


def test_allocate_with_other_rules_stands_beside_the_edition(root: Path, run) -> None:
    code, out, err = run("allocate", 2018, "--root", root, "--set", "floor=1", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["set"] == {"floor": {"edition": "10", "tried": "1"}}
    assert found["sums"]["persons_edition"] == found["sums"]["persons_tried"] == 102
    assert sum(row["change"] for row in found["municipalities"]) == 0
    assert len(found["municipalities"]) == 6
    _, table, _ = run("allocate", 2018, "--root", root, "--set", "floor=1")
    assert table.splitlines()[0] == "floor: 10 in the edition, 1 here."
    assert table.splitlines()[-2] == "november 2018: 102 persons, 4 of 6 municipalities asked."


def test_what_cannot_be_tried_is_told_without_a_trace(root: Path, run) -> None:
    code, out, err = run("allocate", 2018, "--root", root, "--set", "flor=5")
    assert (code, out) == (2, "")
    assert 'There is no "flor" to set; the nearest is "floor".' in err
    code, out, err = run("allocate", 2018, "--root", root, "--set", "floor=30")
    assert (code, out) == (2, "")
    assert "102 persons are fewer than the 120 that the floors of 30 demand." in err
