"""Descriptions, rules and folders made to hang, to leak or to steer the terminal are refused at once."""

import difflib
import json
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.cli import main
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.root import year_folder
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.year import check_year


def told(year: SmallYear, root: Path) -> list[str]:
    return [str(fault).removeprefix("data/2018/") for fault in check_year(2018, year.write(root)).faults]


@pytest.mark.parametrize("pattern", ["(a+)+$", "a*a*a*b", "(?=a)", "a|b", r"(a)\1", "a{2,}{3,}", "x" * 300])
def test_patterns_that_may_take_forever(pattern: str, tmp_path: Path) -> None:
    year = small_year(lambda y: y.field("municipalities", "kommune").update(constraints={"pattern": pattern}))
    (fault,) = told(year, tmp_path)
    assert fault.startswith(
        "datapackage.json: the file cannot be used: field kommune of municipalities.csv has the pattern "
    )


@pytest.mark.parametrize(
    ("constraints", "what"),
    [
        ({"minimum": float("nan")}, "a minimum that is not a number"),
        ({"maximum": True}, "a maximum that is not a number"),
        ({"enum": [1]}, "an enum that is not a list of texts"),
        ({"pattern": 1}, "a pattern that is not text"),
        ([], "constraints that are none"),
    ],
)
def test_constraints_that_are_none(constraints: object, what: str, tmp_path: Path) -> None:
    year = small_year(lambda y: y.field("population", "residents").update(constraints=constraints))
    (fault,) = told(year, tmp_path)
    assert f"field residents of population.csv has {what}" in fault


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[" + ".".join("a" * 50_000) + "]", "nested deeper than 20 levels"),
        (".".join("a" * 50_000) + " = 1", "nested deeper than 20 levels"),
        ("a = " + "{b = " * 1000, "nested deeper than 20 levels"),
        ("a = 0x" + "f" * 5000, "more than 63 bits"),
        ("a = [" + "1," * 30_000 + "]", "more than 20,000 names"),
        ('a = "\\u202e"', r"invisible character U\+202E"),
        ("#" * (1024 * 1024 + 1), "more than 1,048,576 characters"),
    ],
)
def test_toml_that_is_refused(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read_toml(text)


def test_dots_in_texts_and_lists_are_no_depth() -> None:
    text = 'a = "' + "." * 100 + '" # ' + "." * 100 + "\nb = [" + "0.5, " * 50 + "]\n"
    assert len(read_toml(text)["b"]) == 50


def test_few_of_many_unknown_rules_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    year = small_year(lambda y: y.rules["rule"].update({f"unknown_{i}": {"value": 1} for i in range(1000)}))
    root = year.write(tmp_path)
    compared = []
    ratio = difflib.SequenceMatcher.ratio
    monkeypatch.setattr(difflib.SequenceMatcher, "ratio", lambda self: compared.append(1) or ratio(self))
    faults = check_year(2018, root).faults
    assert str(faults[-1]).endswith(
        "rules.toml: and 980 more in this file. Mend those above, and check again."
    )
    assert 0 < len(compared) < 2000


def test_what_is_not_described_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path)
    for name in (".env", "~$forecasts.xlsx", "population - copy.csv", "note\x1b[31m.txt"):
        (root / "data" / "2018" / name).write_text("mine")
    (root / "data" / "2018" / ".ipynb_checkpoints").mkdir()
    main(["--root", str(root), "check", "2018"])
    out, err = capsys.readouterr()
    assert "is in order" in out
    assert err.splitlines() == [
        f"Note: data/2018/{name}: datapackage.json does not describe it, so it is not published."
        for name in (
            ".env",
            ".ipynb_checkpoints/",
            "note\\u001b[31m.txt",
            "population - copy.csv",
            "~$forecasts.xlsx",
        )
    ]


@pytest.mark.parametrize("name", ["link.txt", "population.csv", "rules.toml", "datapackage.json"])
def test_links_are_refused(name: str, tmp_path: Path) -> None:
    folder = small_year().write(tmp_path) / "data" / "2018"
    (tmp_path / "elsewhere").write_bytes((folder / name).read_bytes() if (folder / name).exists() else b"x")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "elsewhere")
    link = f"data/2018/{name}: this is a link or no file at all. Expected a file. Put the file itself there, or remove it."
    assert str(check_year(2018, tmp_path).faults[0]) == link


def test_a_year_that_lies_elsewhere(tmp_path: Path) -> None:
    small_year().write(tmp_path / "other")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "2018").symlink_to(tmp_path / "other" / "data" / "2018")
    with pytest.raises(BadInput, match="data/2018: this is a link out of data"):
        year_folder(tmp_path, 2018)


@pytest.mark.parametrize("form", ["text", "json"])
def test_hostile_values_never_reach_the_terminal(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b[2J\u202e\x9b\u2028" + "x" * 5000
    year = small_year(
        lambda y: y.change("municipalities", 0, kommune=hostile),
        lambda y: y.change("settled", 0, status=hostile),
        lambda y: y.set_rule("floor", status="\u009d" + "y" * 5000),
    )
    root = year.write(tmp_path)
    with pytest.raises(SystemExit):
        main(["--root", str(root), "check", "2018", "--format", form])
    out, err = capsys.readouterr()
    assert (out + err).replace("\n", "").isprintable()
    assert max(map(len, (out + err).splitlines())) < 1000
    if form == "json":
        assert len(json.loads(out)["faults"]) == 3


def test_hostile_arguments_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "\x1b[31m" + "9" * 5000])
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert max(map(len, err.splitlines())) <= 600
