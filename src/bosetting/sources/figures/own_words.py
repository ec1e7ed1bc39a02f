"""What is written by hand in a year folder, as rules.toml is, and only described here: statements and words."""

from __future__ import annotations

from bosetting.inputs.years import FIRST, LAST
from bosetting.sources.figures.table import Field, Source, Table, count

LANGUAGES = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}
DESCRIPTION = (
    "What publishers said of the request and of the participants, one sentence a row, in our words. measure says "
    "what the computation is set beside; relation how the number was put (nearly_all has no number, words alone "
    "have neither). residents_from and residents_to say which municipalities a sentence is about, by residents; "
    "blank for all. date is the day it was said: an edition of an earlier day uses it for comparison only."
)
_NEEDED = {"required": True}
_WHOM = "residents of the municipalities that the sentence is about; blank for no bound."
FIELDS = (
    Field("id", "string", "Name of the statement.", "", {**_NEEDED, "pattern": "^[a-z][a-z0-9_]*$"}),
    Field("publisher", "string", "Who said it.", "", _NEEDED),
    Field(
        "date", "date", "The day it was said; the first of a month where only that is known.", "date", _NEEDED
    ),
    Field("measure", "string", "What it is about.", "", {**_NEEDED, "pattern": "^[a-z][a-z0-9_]*$"}),
    Field("relation", "string", "exactly, about, over, at_least, under or nearly_all."),
    Field("value", "number", "The number said, in the unit of the measure.", "", {"minimum": 0}),
    Field(
        "year",
        "integer",
        "The year it is about; blank for the target year.",
        "year",
        {"minimum": FIRST, "maximum": LAST},
    ),
    count("residents_from", f"Fewest {_WHOM}"),
    count("residents_to", f"Most {_WHOM}"),
    *(
        Field(f"words_{code}", "string", f"The sentence in {name}.", "", _NEEDED if code == "nb" else {})
        for code, name in LANGUAGES.items()
    ),
    Field("address", "string", "Where it can be read; blank where it is not on the web."),
)
STATEMENTS = Table(
    "statements",
    "What publishers said",
    DESCRIPTION,
    "",
    (
        Source("Directorate of Integration and Diversity (IMDi)", "https://www.imdi.no"),
        Source("Norwegian Association of Local and Regional Authorities (KS)", "https://www.ks.no"),
        Source("The Storting", "https://www.stortinget.no"),
    ),
    FIELDS,
    ("id",),
    (),
)
