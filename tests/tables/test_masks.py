"""What a fault may show: enough to find the cell, not enough to know whom."""

import pytest

from dashboard.tables.masks import shown, shown_heading

ID = "11010519900307002X"
FIRM = "91620799MA00000159"


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        (ID, "identifier", "'1101************2X'"),
        ("V012", "identifier", "'V012'"),
        ("12345678", "identifier", "'12345678'"),
        ("123456789", "identifier", "'1234***89'"),
        ("13812345678", "phone", "'138****5678'"),
        ("张三丰", "person", "'张*'"),
        ("620724101", "region", "'620724101'"),
        ("", "text", "an empty cell"),
        ("2024-13", "month", "'2024-13'"),
    ],
)
def test_a_value_is_masked_by_what_its_column_holds(text, kind, line):
    assert shown(text, kind) == line


@pytest.mark.parametrize("kind", ["month", "region", "count", "choice", "date"])
@pytest.mark.parametrize(
    "text",
    [
        ID, FIRM, "110105900307002", f"证件{ID}号", "13812345678", "电话13812345678",
        "110105 19900307 002X", "110105-19900307-002x", "1101051990 0307002X", "110105.900307.002",
        "１１０１０５１９９００３０７００２Ｘ", "１３８１２３４５６７８", "138 1234 5678", "138-1234-5678",
        "+8613812345678",        "8613812345678", "+86 138 1234 5678",
    ],
)  # fmt: skip
def test_an_identifier_that_slipped_into_another_column_is_masked_there(text, kind):
    line = shown(text, kind)
    assert "****" in line
    assert text not in line
    assert "1234" not in line
    assert "900307" not in line


@pytest.mark.parametrize("text", ["张三", "Zhang San", "zhangsan", "欧阳 修"])
def test_in_a_table_about_people_any_other_text_counts_as_a_name(text):
    assert shown(text, "choice", is_personal=True) == f"'{text[0]}*'"


@pytest.mark.parametrize("text", ["2024/6/3", "2024年6月", "620724101", "12.5%", "p1"])
def test_in_a_table_about_people_figures_and_codes_are_still_shown(text):
    assert shown(text, "date", is_personal=True) == f"'{text}'"


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30 09:15",
        "2024-06-30",
        "620724101",
        "620724100000",
        "1,000.50",
        "12345678901.5",
        "ＡＢ　１２",
        "第17号",
    ],
)
def test_dates_figures_and_codes_of_places_are_not_masked(text):
    assert shown(text, "date") == f"'{text}'".replace("\u3000", " ")


def test_a_value_stays_on_one_line_and_short():
    assert shown("a\nb\x1b[31m\u2028c") == "'a b [31m c'"
    assert len(shown("很" * 100)) == 42


def test_a_row_of_data_in_the_place_of_headings_is_masked():
    assert shown_heading(ID) == "1101************2X"
    assert (
        shown_heading("registered_unemployment_rate_target_pct") == "registered_unemployment_rate_target_pct"
    )
