"""reports/index.html: what lies there, newest first, made from manifests and data that anybody may have put there."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from edition import ROOT
from smallyear import small_year

from bosetting.cli import main
from bosetting.publication.listing import listed, listing_html, write_listing
from bosetting.report.blocks.cells import FileLink
from bosetting.report.language.labels import written_languages

HEAD = "kommune_nr,asked,persons\n"


def edition(reports: Path, year: int, name: str, as_of: str, rows: str, *files: str) -> Path:
    folder = reports / str(year) / name
    (folder / "data").mkdir(parents=True)
    manifest = {"schema": "bosetting-manifest-1", "year": year, "edition": name}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "data" / "requests.csv").write_text(HEAD + rows)
    (folder / "data" / "datapackage.json").write_text(json.dumps({"version": as_of}))
    for file in files:
        (folder / file).write_text("")
    return folder


def test_the_newest_comes_first_with_what_it_said(tmp_path: Path) -> None:
    edition(tmp_path, 2018, "june", "2017-10-02", "0101,true,40\n")
    edition(
        tmp_path, 2018, "november", "2017-11-06", "0101,true,10\n0102,false,0\n0103,true,5\n", "index.html"
    )
    edition(tmp_path, 2019, "first_one", "2018-11-05", "0101,false,0\n")
    found = listed(tmp_path)
    assert [(one.year, one.edition) for one in found] == [
        (2019, "first_one"),
        (2018, "november"),
        (2018, "june"),
    ]
    assert (found[1].asked, found[1].everyone, found[1].persons) == (2, 3, 15)
    assert found[1].files == {"page": "2018/november/index.html", "data": "2018/november/data/requests.csv"}
    html = listing_html(found, "nb")
    assert '<a href="2018/november/index.html">2018, november</a>' in html
    assert "2019, first one" in html
    assert "6. november 2017" in html.replace("\u00a0", " ")


def words_of(year: Path, **texts: str) -> None:
    """The year's own words, a file for each language."""
    year.mkdir(parents=True)
    files = {f"words.{language}.toml": text for language, text in texts.items()}
    (year / "datapackage.json").write_text(json.dumps({"resources": [{"path": name} for name in files]}))
    for name, text in files.items():
        (year / name).write_text(text, encoding="utf-8")


def test_an_edition_is_called_as_its_year_calls_it_and_by_its_own_name_where_the_year_is_gone(
    tmp_path: Path,
) -> None:
    reports = tmp_path / "reports"
    for year, name in ((2018, "june"), (2018, "first_one"), (2019, "original"), (2020, "x_y"), (2021, "z")):
        correct(
            edition(reports, year, name, "2017-10-02", "", "index.html"),
            f"{name},2017-11-12,Alle.,b,c,,text,x,y,slip\n",
        )
    words_of(tmp_path / "data" / "2018", nb='[edition]\njune = "juni <b>"\n', nn='[edition]\njune = "nn"\n')
    words_of(tmp_path / "data" / "2019", nb="[edition\n")
    words_of(tmp_path / "data" / "2021", nb="edition = 3\n")
    html = listing_html(listed(reports), "nb")
    called = ("2018, juni &lt;b&gt;", "2018, first one", "2019, original", "2020, x y", "2021, z")
    assert [name in html for name in called] == [True] * len(called)
    assert "2018, june" in listing_html(listed(reports), "en")
    write_listing(reports)
    feed = ElementTree.fromstring((reports / "corrections.atom").read_bytes())
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert {"2018, juni <b>: Alle.", "2018, first one: Alle.", "2020, x y: Alle."} <= set(titles)


def test_what_is_damaged_or_foreign_stops_nothing(tmp_path: Path) -> None:
    edition(tmp_path, 2018, "november", "yesterday", "0101,true,many\n")
    edition(tmp_path, 2018, "other", "2017-11-06", "").rename(tmp_path / "2018" / "renamed")
    (tmp_path / "2018" / "notes").mkdir()
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "2019").symlink_to(tmp_path / "2018")
    hostile = edition(tmp_path, 2020, "x", "2017-11-06", "")
    (hostile / "manifest.json").write_text(
        '{"schema": "bosetting-manifest-1", "year": 2020, "edition": "<b>"}'
    )
    (found,) = listed(tmp_path)
    assert (found.edition, found.as_of, found.asked, found.persons) == ("november", None, None, None)
    assert "ukjent" in listing_html([found], "nb")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "../x.html", "//host/x.html", "/x.html", "a b.html", ""]
)
def test_a_file_link_leads_below_the_page_and_nowhere_else(address: str) -> None:
    assert FileLink("x", address).safe_address == ""
    assert FileLink("x", "2018/høst/report-nb.pdf").safe_address == "2018/høst/report-nb.pdf"


def test_the_same_bytes_each_time_and_nothing_left_behind(tmp_path: Path) -> None:
    edition(tmp_path, 2018, "november", "2017-11-06", "0101,true,10\n")
    write_listing(tmp_path)
    first = (tmp_path / "index.html").read_bytes()
    write_listing(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2018", "corrections.atom", "index.html"]


@pytest.mark.usefixtures("quick")
def test_a_build_lists_what_it_puts_among_the_reports_and_nothing_else(tmp_path: Path, capsys) -> None:
    root = small_year().write(tmp_path / "project")
    main(["--root", str(root), "build", "2018", "--out", str(tmp_path / "elsewhere")])
    assert not (root / "reports").exists()
    main(["--root", str(root), "build", "2018"])
    assert "2018/november/index.html" in (root / "reports" / "index.html").read_text(encoding="utf-8")
    manifest = json.loads((root / "reports" / "2018" / "november" / "manifest.json").read_text())
    paths = [entry["path"] for entry in manifest["outputs"]]
    assert "letters/0101.pdf" in paths
    assert not [path for path in paths if path.startswith("..") or path == "reports/index.html"]
    capsys.readouterr()


def test_the_list_is_not_kept_in_the_repository() -> None:
    assert "/reports/index.html" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("language", written_languages())
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1440)])
def test_everyone_can_read_it(open_page, tmp_path: Path, language: str, scheme: str, width: int) -> None:
    edition(tmp_path, 2018, "november", "2017-11-06", "0101,true,10\n", "index.html", "report-nb.pdf")
    page = tmp_path / "index.html"
    page.write_text(listing_html(listed(tmp_path), language), encoding="utf-8")
    opened = open_page(page, color_scheme=scheme, width=width)
    assert opened.violations() == []
    assert (opened.errors, opened.foreign) == ([], [])
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def correct(folder: Path, rows: str) -> None:
    """Make it a published edition with corrections."""
    manifest = json.loads((folder / "manifest.json").read_text()) | {"published": {"corrections": []}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "inputs").mkdir()
    head = "edition,date,what_nb,what_nn,what_en,kommune_nr,measure,old,new,reason\n"
    (folder / "inputs" / "corrections.csv").write_text(head + rows)


def test_the_feed_has_the_corrections_of_published_editions_newest_first(tmp_path: Path) -> None:
    first = edition(tmp_path, 2018, "november", "2017-11-06", "")
    correct(
        first,
        "november,2017-11-10,Feil <b>her</b>.,b,c,0101,persons,34,33,slip\n"
        "november,2017-11-12,Alle.,b,c,,text,x,y,slip\n"
        "november,soon,Nei.,b,c,,text,x,y,slip\njune,2017-11-12,Annen.,b,c,,text,x,y,slip\n",
    )
    write_listing(tmp_path)
    feed = (tmp_path / "corrections.atom").read_bytes()
    tree = ElementTree.fromstring(feed)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in tree.iter(f"{atom}entry")] == [
        "2018, november: Alle.",
        "2018, november: Feil <b>her</b>.",
    ]
    links = [entry.find(f"{atom}link") for entry in tree.iter(f"{atom}entry")]
    assert [link.get("href") for link in links if link is not None] == [
        "2018/november/index.html",
        "2018/november/municipalities/0101.html",
    ]
    assert tree.findtext(f"{atom}updated") == "2017-11-12T00:00:00Z"
    assert "Feil <b>her</b>. Før: 34. Nå: 33." in [e.text for e in tree.iter(f"{atom}content")]
    write_listing(tmp_path)
    assert (tmp_path / "corrections.atom").read_bytes() == feed
    assert '<a href="corrections.atom">' in (tmp_path / "index.html").read_text()


def test_a_feed_without_a_correction_is_whole(tmp_path: Path) -> None:
    write_listing(tmp_path)
    assert b"<entry>" not in (tmp_path / "corrections.atom").read_bytes()
