"""Two of the same name in different counties are told apart; everyone else has the name alone."""

from pathlib import Path

from smallyear import small_year

from bosetting.compute import compute
from bosetting.report.blocks.kinds import Document
from bosetting.report.view import View
from bosetting.report.workings.names import names


def test_a_shared_name_has_its_county(tmp_path: Path) -> None:
    root = small_year(lambda y: y.change("municipalities", 5, kommune="Smådal")).write(tmp_path)
    named = names(View(compute(2018, "november", root), "nb", Document("nb")))
    assert named["0103"] == "Smådal (Østland)"
    assert named["0203"] == "Smådal (Vestland)"
    assert named["0101"] == "Nordvik"
