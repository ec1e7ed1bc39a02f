"""Bytes are read where it is certain what they say; every guess that could be wrong is refused by row."""

import pytest

from bosetting.inputs.reading.encoding import Unreadable, decoded

WINDOWS = ("read as Windows-1252; write it as UTF-8",)


@pytest.mark.parametrize(
    ("raw", "text", "notes"),
    [
        pytest.param("a,Øya\n".encode(), "a,Øya\n", (), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + "Øya".encode(), "Øya", (), id="a byte order mark"),
        pytest.param("Kárášjohka Porsáŋgu".encode(), "Kárášjohka Porsáŋgu", (), id="Sámi names"),
        pytest.param("Smådal – «Øya»\r\n".encode("cp1252"), "Smådal – «Øya»\r\n", WINDOWS, id="Windows-1252"),
        pytest.param(b"", "", (), id="nothing"),
    ],
)
def test_read(raw: bytes, text: str, notes: tuple[str, ...]) -> None:
    assert decoded(raw) == (text, notes)


@pytest.mark.parametrize(
    ("raw", "row", "what"),
    [
        pytest.param(
            "a\nnå\n".encode() + b"n\xf8d\n",
            3,
            "row 3 is not UTF-8 (byte 0xF8 at byte 2 of the row); rows 1-2 are",
            id="Windows-1252 after UTF-8",
        ),
        pytest.param(
            b"n\xf8d\r" + "nå\r".encode(),
            1,
            "row 1 is not UTF-8 (byte 0xF8 at byte 2 of the row)",
            id="Windows-1252 before UTF-8, with the line ends of an old Mac",
        ),
        pytest.param(
            b"a\r\nb\x81b\r\n",
            2,
            "row 2 is not UTF-8 (byte 0x81 at byte 2 of the row); row 1 is",
            id="a byte that Windows-1252 does not have",
        ),
        pytest.param(
            b"a\nb\nSm\x86dal",
            3,
            "row 3 is not UTF-8 (byte 0x86 at byte 3 of the row); rows 1-2 are",
            id="DOS",
        ),
        pytest.param(
            b"Sm\x8cdal", 1, "row 1 is not UTF-8 (byte 0x8C at byte 3 of the row)", id="an old Macintosh"
        ),
        pytest.param(
            "a\nnÃ¸d".encode(),
            2,
            '"Ã¸" stands where one letter was: UTF-8 was read as Windows-1252 and saved so',
            id="saved as mojibake",
        ),
        pytest.param(
            "a\nSm\ufffddal".encode(),
            2,
            "the character U+FFFD stands where a letter was lost",
            id="a lost letter",
        ),
        pytest.param(
            "a\nb\n\ufeffa".encode(),
            3,
            "a byte order mark (U+FEFF) stands inside the file",
            id="files joined",
        ),
        pytest.param(
            "a\tØya".encode("utf-16"), None, "the file is UTF-16, as Excel saves Unicode text", id="UTF-16"
        ),
        pytest.param(
            "a\tb".encode("utf-16-le"),
            None,
            "the file is UTF-16, as Excel saves Unicode text",
            id="UTF-16, no mark",
        ),
    ],
)
def test_refused(raw: bytes, row: int | None, what: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decoded(raw)
    assert (refused.value.row, refused.value.what) == (row, what)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(ValueError, match="NUL bytes"):
        decoded(b"abc\0def")


SIGNS = "¹²³¼½¾¿¡ªº×÷¬¨¦¸¢£¥©®±µ¶·†‡•‰ŒœƒŸˆ˜™"
"""None of them stands in a word."""


@pytest.mark.parametrize("sign", SIGNS.replace("µ", ""))
@pytest.mark.parametrize("word", ["Kár{}johka", "Kárá{}johka", "Porsá{}Øya", "SMÅD{}AL"])
def test_a_sign_between_letters_was_a_letter(sign: str, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decoded(f"kommune\nOslo\n{word.format(sign)}\n".encode("cp1252"))
    assert refused.value.row == 3
    assert refused.value.what.startswith("row 3 is not UTF-8 (byte 0x")
    assert refused.value.do == "In Excel, save it as CSV UTF-8; elsewhere, save it in UTF-8"


@pytest.mark.parametrize("encoding", ["iso8859_4", "iso8859_10", "iso8859_15"])
@pytest.mark.parametrize("name", ["Kárášjohka", "Porsáŋgu", "Máŧki", "Ráš", "šáh", "KÁRÁŠJOHKA", "Gáš, Oslo"])
def test_sami_letters_of_another_encoding(name: str, encoding: str) -> None:
    try:
        raw = f"a\n{name}\n".encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("it has not the letters")
    with pytest.raises(Unreadable) as refused:
        decoded(raw)
    assert refused.value.row == 2


@pytest.mark.parametrize(
    "text",
    [
        "under 25 km², Svalbard",
        "12 m³ vann",
        "§ 5 første ledd – «Øya», ½ time, 1½ time, 20 °C, 100 €",
        "«Nærøysund»",
        "IMDi’s “ord” og Bodø–Fauske",
        "Øya, Ærø, Åål, Müller, Désirée",
        "2×4 m",
    ],
)
def test_what_norwegians_write_is_read(text: str) -> None:
    assert decoded(f"{text}: Smådal".encode("cp1252")) == (f"{text}: Smådal", WINDOWS)
