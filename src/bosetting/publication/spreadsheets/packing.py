"""A ZIP archive whose bytes depend on its content alone: order, times and rights are fixed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that ZIP knows; no clock is asked."""
_UNIX, _RIGHTS = 3, 0o100644 << 16


def packed(parts: Mapping[str, bytes], plain: tuple[str, ...] = ()) -> bytes:
    """The archive.

    Args:
        parts: content by name, in the order it is to stand.
        plain: names of parts that are not compressed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system, entry.external_attr = _UNIX, _RIGHTS
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return out.getvalue()
