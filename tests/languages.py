"""What a language's folder holds, and what it lacks beside another's."""

import re
import tomllib
from pathlib import Path

from bosetting.report.language.words import TEXT

VARIABLE = re.compile(r"\{[{%]-?\s*(?:el)?(?:if\s+)?([a-z_]+)")


def keys(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def labels(language, folders=TEXT):
    files = sorted((folders / language / "labels").glob("*.toml"))
    return {
        key: text for path in files for key, text in keys(tomllib.loads(path.read_text(encoding="utf-8")))
    }


def words(language, folders=TEXT):
    return dict(keys(tomllib.loads((folders / language / "words.toml").read_text(encoding="utf-8"))))


def templates(language, folders=TEXT):
    return {path.name: path.read_text(encoding="utf-8") for path in (folders / language).glob("*.j2")}


def variables(text):
    return set(VARIABLE.findall(text)) - {"else", "endif", "if", "elif"}


def lacking(language, folders=TEXT, main="nb"):
    """Every file, label and word the main language has and this one lacks, and those with other values."""
    out = []
    for kind, read in (("template", templates), ("label", labels), ("word", words)):
        here, there = read(language, folders), read(main, folders)
        out += [f"{kind} {name} is missing" for name in sorted(there.keys() - here.keys())]
        out += [f"{kind} {name} is not in {main}" for name in sorted(here.keys() - there.keys())]
        if kind != "word":
            out += [
                f"{kind} {name} uses other values than in {main}"
                for name in sorted(here.keys() & there.keys())
                if variables(here[name]) != variables(there[name])
            ]
    return out + misplaced(language, folders, main)


def misplaced(language, folders, main):
    """Files of labels that the main language has not, or lacks: a label stands in the same file everywhere."""
    here, there = (
        {path.name for path in Path(folders, one, "labels").glob("*.toml")} for one in (language, main)
    )
    return [f"file labels/{name} is in only one of {language} and {main}" for name in sorted(here ^ there)]
