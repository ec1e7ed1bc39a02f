"""``bosetting import``: tables saved from IMDi's pages as Norwegian Excel saves them, and as workbooks."""

import io
import json
import zipfile

import openpyxl
import pytest

from bosetting.cli import main
from bosetting.inputs.told.faults import BadInput
from bosetting.sources.update.fetching import Updated
from bosetting.sources.update.importing import import_table

SETTINGS = {"period": "2026"}
ORIGIN = 'ok,2026-09-28,"IMDi, the page","IMDi, the page"'
HEAD = "Bosettingstall 2026;;;\n;;;\nKommunenr.;Kommune;Bosatt;Herav enslige\n"


def imported(
    small, name: str, content: str | bytes, table: str = "settled", dry_run: bool = False, **more
) -> Updated:
    path = small.root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    settings = more.get("settings", SETTINGS)
    return import_table(small.reference, table, path, settings, more.get("published", "2026-09-28"), dry_run)


def refused(small, name: str, content: str | bytes, **more) -> str:
    (small.root / name).write_bytes(b"")
    before = small.everything()
    with pytest.raises(BadInput) as told:
        imported(small, name, content, **more)
    (small.root / name).write_bytes(b"")
    assert small.everything() == before
    return str(told.value).replace(f"{small.root}/", "")


def workbook(*rows: tuple[object, ...], sheet: str = "Ark1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


ROWS = [
    f"0301,2026,settled,1386,,,{ORIGIN}",
    f"1508,2026,settled,69,,,{ORIGIN}",
    '1580,2026,settled,,1,4,suppressed,2026-09-28,"IMDi, the page","IMDi, the page"',
    f"0301,2026,settled_minors,12,,,{ORIGIN}",
    '1508,2026,settled_minors,,,,missing,2026-09-28,"IMDi, the page","IMDi, the page"',
    '1580,2026,settled_minors,,,,not_applicable,2026-09-28,"IMDi, the page","IMDi, the page"',
]


def test_a_table_as_norwegian_excel_saves_it(small):
    text = f"{HEAD}0301;Oslo;1 386;12\n1508;Ålesund;69;\n1580 Haram;Haram;<5;.\n;Hele landet;1 460;13\n"
    found = imported(small, "Bosetting.CSV", text.replace("1 386", "1\u00a0386").encode("cp1252"))
    assert small.table("settled")[2:] == ROWS
    assert found.notes == ("read as Windows-1252; write it as UTF-8",)
    assert str(found.differences[0]) == (
        "settled.csv: 6 added, 0 removed, 0 changed\n"
        "  + 2026 settled 0301: 1386\n  + 2026 settled 1508: 69\n  + 2026 settled 1580: suppressed 1–4\n"
        "  + 2026 settled_minors 0301: 12\n  + 2026 settled_minors 1508: missing\n"
        "  + 2026 settled_minors 1580: not_applicable"
    )


def test_a_workbook_gives_the_same(small):
    rows = (
        ("Bosettingstall",),
        (),
        ("Kommunenr.", "Kommune", "Bosatt", "Herav enslige"),
        ("0301", "Oslo", 1386, 12.0),
        ("1508", "Ålesund", 69, None),
        ("1580", "Haram", ":", "."),
    )
    imported(small, "tall.xlsx", workbook(*rows))
    assert small.table("settled")[2:] == ROWS


def test_the_file_is_kept_as_it_came(small):
    text = f"{HEAD}0301;Oslo;1386;12\n1508;Ålesund;69;1\n1580;Haram;8;0\n"
    imported(small, "tall.csv", text)
    raw = small.reference / "raw" / "settled"
    assert (raw / "imdi.csv").read_text(encoding="utf-8") == text
    kept = json.loads((raw / "kept.json").read_text())["imdi.csv"]
    assert (kept["published"], kept["period"], kept["bytes"]) == ("2026-09-28", "2026", len(text.encode()))


def test_a_hidden_figure_that_stays_hidden_keeps_its_narrower_bounds(small):
    found = imported(small, "t.csv", f"{HEAD}0301;Oslo;665;1\n1580;Haram;:;1\n", settings={"period": "2025"})
    assert "1580,2025,settled,,2,3,suppressed,2026-03-01,page,IMDi" in small.table("settled")
    assert str(found.differences[0]).startswith("settled.csv: 2 added, 0 removed, 0 changed\n")
    assert found.notes == (
        "settled: settled 2025: 1 municipality has no row: 1508",
        "settled: settled_minors 2025: 1 municipality has no row: 1508",
    )


def test_every_version_of_a_request_has_its_own_name(small):
    text = "Kommunenr.,Anmodning\n0301,600\n1508,140\n1580,30\n"
    for version, rank in (("original", "1"), ("adjusted", "2")):
        settings = {"target_year": "2026", "version": version, "rank": rank}
        imported(small, "t.csv", text, table="requests", settings=settings)
    assert [row.split(",")[:6] for row in small.table("requests")] == [
        [code, "2026", version, rank, "request", persons]
        for version, rank in (("adjusted", "2"), ("original", "1"))
        for code, persons in (("0301", "600"), ("1508", "140"), ("1580", "30"))
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD + "301;Oslo;1;1\n",
            't.csv, row 4, code: "301" has 3 digits. Expected 4 digits. A leading zero is lost: write 0301 and keep the column '
            "as text.\n"
            't.csv, row 4, code: "301" has 3 digits. Expected 4 digits. A leading zero is lost: write 0301 and keep the column '
            "as text.",
        ),
        (
            HEAD + "0301;Oslo;mange;1,5\n",
            't.csv, row 4, value: "mange" is not a number. Expected a number with a decimal point. Correct the value.\n'
            't.csv, row 4, value: "1,5" is not a number. Expected a number with a decimal point. Write it with a point.',
        ),
        (
            HEAD + "0301;Oslo;1;1\n0301;Oslo;2;2\n",
            "t.csv, row 5: 2026 settled 0301 stands twice. Expected one row. Remove one, or add up the parts.\n"
            "t.csv, row 5: 2026 settled_minors 0301 stands twice. Expected one row. Remove one, or add up the parts.",
        ),
        (
            HEAD + "1999;Nyby;1;1\n1507;Ålesund;1;1\n",
            "t.csv, row 4, code: 1999 is not in structure.csv. Expected a municipality. Correct the code, or the period.\n"
            "t.csv, row 5, code: 1507 was no municipality in 2026. Expected a municipality. Correct the code, or the period.",
        ),
        (
            "Kommunenr.;Bosatt\n0301;1\n",
            "t.csv: no row has the columns of imdi. Expected Kommunenr., Bosatt, Herav enslige. Check the file, or sources.toml.",
        ),
        (HEAD, "t.csv: it has no row of a municipality. Expected some. Check the file."),
        (
            HEAD + '0301;"Oslo;1;1\n',
            "t.csv: it cannot be read: a quote is opened and never closed. Expected CSV or XLSX. "
            "Save the table anew from the publisher's page.",
        ),
        (
            (HEAD + "1508;Ålesund;1;1\n").encode() + "1508;Ålesund;1;1\n".encode("cp1252"),
            "t.csv, row 5: row 5 is not UTF-8 (byte 0xC5 at byte 6 of the row); rows 1-4 are. Expected one encoding, UTF-8, in "
            "the whole file. In Excel, save it as CSV UTF-8; elsewhere, save it in UTF-8.",
        ),
    ],
)
def test_a_saved_table_with_faults(text, said, small):
    found = refused(small, "t.csv", text)
    assert sorted(set(found.splitlines())) == sorted(set(said.splitlines()))


def test_twenty_faults_are_told(small):
    rows = "".join(f"{code};x;{'y' * (code - 2999)};1\n" for code in range(3000, 3060))
    told = refused(small, "t.csv", HEAD + rows).splitlines()
    assert len(told) <= 21


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.txt", b"x", "it is neither CSV nor XLSX by its name"),
        ("t.xlsx", b"PK not a workbook", "File is not a zip file"),
    ],
)
def test_a_file_of_another_kind(name, content, said, small):
    assert refused(small, name, content) == (
        f"{name}: it cannot be read: {said}. Expected CSV or XLSX. Save the table anew from the publisher's page."
    )


def test_a_workbook_with_a_formula_that_was_never_computed(small):
    rows = (("Kommunenr.", "Bosatt", "Herav enslige"), ("0301", "=1+1", 1))
    assert refused(small, "t.xlsx", workbook(*rows)).startswith(
        "t.xlsx: it cannot be read: row 2 has a formula without its result."
    )


def test_a_workbook_that_unpacks_to_too_much(small, monkeypatch):
    monkeypatch.setattr("bosetting.sources.update.saved_file.LARGEST_UNPACKED", 100_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        for part in range(3):
            parts.writestr(f"{part}.xml", b"\0" * 40_000)
    assert len(packed.getvalue()) < 1000
    assert refused(small, "t.xlsx", packed.getvalue()).startswith(
        "t.xlsx: it cannot be read: it is too large when it is unpacked."
    )


def test_a_sheet_that_is_named(small):
    small.describe(
        'code = "Kommunenr."\nmeasures = { Bosatt', 'code = "Kommunenr."\nsheet = "Tall"\nmeasures = { Bosatt'
    )
    rows = (("Kommunenr.", "Bosatt", "Herav enslige"), ("0301", 5, 1))
    assert refused(small, "t.xlsx", workbook(*rows)).startswith(
        't.xlsx: it cannot be read: it has no sheet "Tall", but Ark1.'
    )
    imported(small, "t.xlsx", workbook(*rows, sheet="Tall"))
    assert f"0301,2026,settled,5,,,{ORIGIN}" in small.table("settled")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"settings": {}}, "settled, period: nothing says it. Give it with --set period=…."),
        (
            {"settings": {**SETTINGS, "value": "5"}},
            "settled, --set value: it is no column that can be given. Expected one of period. Correct it.",
        ),
        ({"published": "i går"}, 'settled, --published: "i går" is no day. Expected YYYY-MM-DD. Correct it.'),
        (
            {"table": "population"},
            'data/reference/sources.toml: "population" has no description of a saved file. Describe its columns in an [[import]].',
        ),
    ],
)
def test_what_is_not_said(more, said, small):
    assert refused(small, "t.csv", HEAD + "0301;Oslo;1;1\n", **more) == said


def test_the_command(small, capsys):
    path = small.root / "tall.csv"
    path.write_text(f"{HEAD}0301;Oslo;1386;12\n1508;Ålesund;69;\n1580;Haram;8;0\n")
    words = [
        "import",
        "settled",
        str(path),
        "--published",
        "2026-09-28",
        "--set",
        "period=2026",
        "--root",
        str(small.root),
    ]
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--dry-run"])
    assert (stopped.value.code, capsys.readouterr().err) == (1, "Nothing is written.\n")
    main(words)
    assert capsys.readouterr().out.startswith("settled.csv: 6 added, 0 removed, 0 changed\n")
    main(words)
    assert capsys.readouterr().out == "settled.csv: nothing changes\n"
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--set", "period"])
    assert stopped.value.code == 2
    assert (
        capsys.readouterr().err.splitlines()[-1]
        == 'Error: --set "period" gives no value. Expected COLUMN=VALUE.'
    )
