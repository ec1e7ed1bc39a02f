"""What a program of the project need not load."""

from __future__ import annotations

import sys


def skip_address_grammars() -> None:
    """Let jsonschema be loaded without its grammars of addresses in any alphabet: 0.8 s in every process.

    No schema that is checked here asks for such an address, and jsonschema does without where the package is
    missing, which is what it finds.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
