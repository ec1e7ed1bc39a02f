"""The digest on page and PDF is that of the folder's data and inputs, and of the manifest."""

import json
import re
import subprocess
from pathlib import Path

from pypdf import PdfReader


def test_page_pdf_manifest_and_the_tools_of_the_system_agree(built: Path) -> None:
    command = "find data inputs -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    done = subprocess.run(command, shell=True, cwd=built, capture_output=True, text=True, check=True)
    digest = done.stdout[:64]
    manifest = json.loads((built / "manifest.json").read_bytes())
    assert manifest["numbers"] == {"of": "data/ and inputs/", "sha256": digest}
    assert f"<code>{digest}</code>" in (built / "index.html").read_text(encoding="utf-8")
    pages = PdfReader(built / "report-nb.pdf").pages
    # Near the end, where the reader is told how to check; to read all pages takes seconds.
    said = ""
    for page in reversed(pages):
        said = re.sub(r"[\s\u200b]", "", page.extract_text()) + said
        if digest in said:
            break
    assert digest in said
    assert "verify.py" in {entry["path"] for entry in manifest["outputs"]}
