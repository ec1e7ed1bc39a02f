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


def described(**values: object):
    """The table of residents described otherwise."""
    return lambda year: year.resource("population")["schema"].update(values)


def without(*names: str):
    def change(year: SmallYear) -> None:
        where = year.resource("population")
        for name in names[:-1]:
            where = where[name]
        del where[names[-1]]

    return change


NOT_USED = {
    "no key": (
        described(primaryKey=5),
        "the primary key of population.csv is a number, not the names of fields",
    ),
    "a key of numbers": (
        described(primaryKey=[5]),
        "the primary key of population.csv is a list, not the names of fields",
    ),
    "no fields": (without("schema", "fields"), "population.csv has no list of at most 200 fields"),
    "no schema": (without("schema"), "population.csv has no schema"),
    "a schema of text": (
        lambda y: y.resource("population").update(schema="x"),
        "the schema of population.csv is a text, not an object",
    ),
    "a field that is none": (described(fields=[1]), "field 1 of population.csv is a number, not an object"),
    "a type in a list": (
        lambda y: y.field("population", "residents").update(type=["integer"]),
        "field residents of population.csv has a list for its type, "
        "not one of integer, number, date, boolean, string",
    ),
    "a name that is none": (
        lambda y: y.field("population", "residents").update(name=None),
        "population.csv has a field with a name that is not plain text",
    ),
    "no path": (without("path"), "number 3 of resources has no path that is a text"),
    "resources of text": (
        lambda y: y.package.update(resources="x"),
        "resources is a text, not a list of tables",
    ),
    "a resource that is none": (
        lambda y: y.package["resources"].insert(0, None),
        "number 1 of resources is nothing, not an object",
    ),
}


@pytest.mark.parametrize("case", NOT_USED)
def test_a_description_that_cannot_be_used_is_told_in_plain_words(case: str, tmp_path: Path) -> None:
    change, what = NOT_USED[case]
    year = small_year()
    year.raw["datapackage.json"] = json.dumps(small_year(change).package).encode()
    assert told(year, tmp_path) == [
        f"datapackage.json: the file cannot be used: {what}. Expected a Data Package. Mend the file."
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"null", "it is nothing, not an object"),
        (b"[]", "it is a list, not an object"),
        (b"true", "it is true or false, not an object"),
        (b"7", "it is a number, not an object"),
        (b'"x"', "it is a text, not an object"),
        (b'{"a": ' + b"9" * 5000 + b"}", "it holds a number of 5,000 digits"),
        (b'{"a": \n}', "it ends before it is whole (row 2, character 1)"),
        (b'{"a" 1, "b": 2, "c": 3}', "it is not JSON (row 1, character 6)"),
        (b'{\n"a": "', "it ends before it is whole (row 2, character 6)"),
        (b"\xff\xff", "it is not in UTF-8"),
    ],
)
def test_a_description_that_is_no_json_is_told_in_plain_words(
    content: bytes, what: str, tmp_path: Path
) -> None:
    year = small_year(lambda y: y.raw.update({"datapackage.json": content}))
    assert told(year, tmp_path) == [
        f"datapackage.json: the file cannot be used: {what}. Expected a Data Package. Mend the file."
    ]
