"""What a program of the project does not load, and that what would have asked for it works without."""

import subprocess
import sys

CODE = """
import sys
from bosetting.light import skip_address_grammars
skip_address_grammars()
import jsonschema
import nbformat
nbformat.validate(nbformat.v4.new_notebook())
checked = jsonschema.Draft202012Validator({"format": "date"}, format_checker=jsonschema.FormatChecker())
print(checked.is_valid("2017-11-06"), checked.is_valid("6.11."), "lark" in sys.modules)
"""


def test_schemas_are_checked_without_the_grammars_of_addresses() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "True False False\n"
