"""A link to a row leads down the page and nowhere else; on paper it is words."""

import pytest

from bosetting.report.blocks.kinds import Column, RowLink, Table


def forms(address: str) -> dict[str, str]:
    return Table("a", "A table", (Column("Place"),), ((RowLink("Øst", address),),)).mimebundle("nb")


def test_it_leads_to_the_row_and_is_words_on_paper():
    assert '<a href="#k0101">Øst</a>' in forms("#k0101")["text/html"]
    assert "#link" not in forms("#k0101")["text/x-typst"]


@pytest.mark.parametrize(
    "address", ["https://example.org", "javascript:alert(1)", '#k"onclick="', "k0101", "#"]
)
def test_it_leads_nowhere_else(address: str):
    assert "href" not in forms(address)["text/html"]
