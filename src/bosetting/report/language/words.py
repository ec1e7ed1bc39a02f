"""The words of the page itself in bokmål, nynorsk and English; the report's own text is in the folders of the languages."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class PageWords:
    """Every word a page needs that no author writes; braces are filled in by the page or its script."""

    own_name: str
    skip: str
    contents: str
    other_languages: str
    unknown: str
    table: str
    chart: str
    show_table: str
    search: str
    rows_shown: str
    sort_hint: str
    fact: str
    assumption: str
    warning: str
    about: str
    licence: str
    sources: str
    check: str
    conjunction: str
    per_cent: str
    download_pdf: str
    page: str
    of: str


_BOKMAL = PageWords(
    own_name="Bokmål",
    skip="Hopp til innholdet",
    contents="Innhold",
    other_languages="Andre språk",
    unknown="ukjent",
    table="Tabell",
    chart="Diagram",
    show_table="Vis tallene som tabell",
    search="Søk i tabellen",
    rows_shown="Viser {shown} av {total} rader",
    sort_hint="Velg en overskrift for å sortere tabellen.",
    fact="Verdt å vite",
    assumption="Forutsetning",
    warning="Vær oppmerksom på",
    about="Om denne siden",
    licence="Lisens",
    sources="Kilder",
    check="Kontroller tallene selv",
    conjunction="og",
    per_cent="prosent",
    download_pdf="Last ned som PDF",
    page="Side",
    of="av",
)

_NYNORSK = PageWords(
    own_name="Nynorsk",
    skip="Hopp til innhaldet",
    contents="Innhald",
    other_languages="Andre språk",
    unknown="ukjent",
    table="Tabell",
    chart="Diagram",
    show_table="Vis tala som tabell",
    search="Søk i tabellen",
    rows_shown="Viser {shown} av {total} rader",
    sort_hint="Vel ei overskrift for å sortere tabellen.",
    fact="Verdt å vite",
    assumption="Føresetnad",
    warning="Ver merksam på",
    about="Om denne sida",
    licence="Lisens",
    sources="Kjelder",
    check="Kontroller tala sjølv",
    conjunction="og",
    per_cent="prosent",
    download_pdf="Last ned som PDF",
    page="Side",
    of="av",
)

_ENGLISH = PageWords(
    own_name="English",
    skip="Skip to the content",
    contents="Contents",
    other_languages="Other languages",
    unknown="unknown",
    table="Table",
    chart="Chart",
    show_table="Show the figures as a table",
    search="Search the table",
    rows_shown="Showing {shown} of {total} rows",
    sort_hint="Choose a heading to sort the table.",
    fact="Worth knowing",
    assumption="Assumption",
    warning="Please note",
    about="About this page",
    licence="Licence",
    sources="Sources",
    check="Check the numbers yourself",
    conjunction="and",
    per_cent="per cent",
    download_pdf="Download as PDF",
    page="Page",
    of="of",
)

_PAGE_WORDS: dict[str, PageWords] = {"nb": _BOKMAL, "nn": _NYNORSK, "en": _ENGLISH}


def page_words(language: str) -> PageWords:
    """Gives the page's words in a language.

    Raises:
        ValueError: The language is not one the report is written in.
    """
    try:
        return _PAGE_WORDS[language]
    except KeyError:
        message = f"The report has no language {language!r}. Expected one of {', '.join(LANGUAGES)}."
        raise ValueError(message) from None
