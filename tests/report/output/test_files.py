"""An error in writing names the file."""

from pathlib import Path

import pytest

from bosetting.report.output.files import write_file


def test_a_full_disk_names_the_file() -> None:
    with pytest.raises(OSError, match=r"No space left on device: '/dev/full'$"):
        write_file(Path("/dev/full"), b"x")


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"\r\n\xff")
    assert (tmp_path / "a").read_bytes() == b"\r\n\xff"
