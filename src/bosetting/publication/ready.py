"""What is loaded before warm processes are forked: all that a notebook of the project asks for."""

import altair
import papermill.translators

from bosetting.publication import held
from bosetting.report import chapters, workings
from bosetting.report.running.engine import shell

LOADED = (altair, papermill.translators, held, chapters, workings)

shell()
