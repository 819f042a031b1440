"""From what a reader found to statements. If these fail, a person is pointed out by what stands around the words."""

from dataclasses import replace

import pytest

from pipelines import raw
from pipelines.raw import FileReading, Reading
from pipelines.readers import statements as units
from pipelines.readers.result import ReadResult
from pipelines.tables.statement_tables import statements
from tests.unit.table_rows import AGREEMENT

PLAIN = replace(AGREEMENT, language_model=False)


def identifying(text, **context):
    """What is said of one paragraph of minutes with its heading, question and place."""
    rows = units.frame([
        units.statement(
            3, "§ 4, stycke 3", None, text, year=2023, source="bra_council", body="council", page=None, **context
        )
    ], ("source",))  # fmt: skip
    file = FileReading("bra-moten/a.docx", "0", 1, "council_minutes", ReadResult(rows, 1))
    found = statements(Reading((file,), raw.make_redactor(PLAIN)), PLAIN).statement
    (told,) = set(found["identifying"])
    return told


@pytest.mark.parametrize(
    ("text", "context", "kinds"),
    [
        (
            "Skolan ska ta kontakt med vårdnadshavare.",
            {"heading": "14-årig flicka i 8b i Kosta"},
            "ålder, skola eller klass, plats, relation",
        ),
        (
            "Hennes mamma bor i Kosta.",
            {"question": "Hur gick det för flickan?"},
            "plats, relation, person",
        ),
        ("Skolan ska ta kontakt med vårdnadshavare.", {"heading": "Skolväg"}, None),
        # The question's last word and the heading's first are no place together.
        ("Hennes mamma är en 14-åring.", {"question": "Vad tror ni på", "heading": "Kosta"}, None),
    ],
)
def test_the_heading_and_the_question_are_judged_with_the_text(text, context, kinds):
    told = identifying(text, **context)
    assert (told if isinstance(told, str) else None) == kinds
