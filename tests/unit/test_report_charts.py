"""What a chart must show: breaks, preliminary years, hidden years; and that it can be read and searched."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from pipelines.report import chart_style, charts
from pipelines.report.fishbone import TO_TEST, fishbone


def series(**changes: dict[int, Any]) -> pd.DataFrame:
    years = range(2014, 2024)
    frame = pd.DataFrame({
        "year": list(years), "value": [100.0 + y - 2014 for y in years], "lower_95": 80.0, "upper_95": 130.0,
        "count": 20.0, "status": "final", "suppressed": False,
    })  # fmt: skip
    for column, by_year in changes.items():
        for year, value in by_year.items():
            frame.loc[frame["year"] == year, column] = value
    return frame


def test_no_line_crosses_a_series_break_and_the_break_is_labelled() -> None:
    figure = charts.ten_year_series(series(), "Lessebo", "antal", breaks=pd.DataFrame({"year": [2018]}))
    stretches = [list(trace.x) for trace in figure.data]
    assert [2014, 2015, 2016, 2017] in stretches
    assert [2018, 2019, 2020, 2021, 2022, 2023] in stretches
    assert [shape.line.dash for shape in figure.layout.shapes] == ["dash"]
    assert figure.layout.shapes[0].x0 == 2017.5
    assert any(note.text == "serien bryts 2018" for note in figure.layout.annotations)


def test_a_preliminary_year_is_hollow() -> None:
    figure = charts.ten_year_series(series(status={2023: "preliminary"}), "Lessebo", "antal")
    assert list(figure.data[-1].marker.symbol) == ["circle"] * 9 + ["circle-open"]
    bars = charts.yearly_counts(series(status={2023: "preliminary"}), "Lessebo")
    assert bars.data[-1].marker.color == "rgba(0,0,0,0)"


def test_a_hidden_year_is_marked_and_has_no_value() -> None:
    hidden = series(suppressed={2020: True}, value={2020: float("nan")}, count={2020: float("nan")})
    figure = charts.ten_year_series(hidden, "Lessebo", "antal")
    assert 2020 not in figure.data[0].x
    assert list(figure.data[-1].x) == [2020]
    assert "färre än 5" in figure.data[-1].hovertemplate


def test_the_interval_is_drawn_around_the_value() -> None:
    figure = charts.ten_year_series(series(), "Lessebo", "antal")
    assert figure.data[-1].error_y.array[0] == 30.0  # 130 − 100
    assert figure.data[-1].error_y.arrayminus[0] == 20.0  # 100 − 80


def test_charts_write_numbers_in_swedish_and_in_plain_json() -> None:
    figure = charts.ten_year_series(series(), "Lessebo", "antal")
    assert figure.layout.separators == ",\u00a0"
    assert "bdata" not in figure.to_json()


def test_every_colour_has_a_dark_counterpart() -> None:
    known = {*chart_style.DARK_COLOURS}
    used = {chart_style.OWN, chart_style.NEIGHBOURS, chart_style.COUNTRY, *chart_style.SOURCE_COLOURS}
    assert used <= known


def test_an_ordinal_index_shows_its_whole_scale() -> None:
    figure = charts.yearly_steps(series(value=dict.fromkeys(range(2014, 2024), 2.0)), "Lessebo")
    assert figure.layout.yaxis.range[1] > 6
    assert figure.data[-1].line.shape == "hvh"


def test_ratios_are_drawn_on_a_log_axis_with_a_line_at_no_difference() -> None:
    frame = pd.DataFrame({
        "label": ["Stöld", "Stöld"], "series": ["Övriga", "Riket"], "value": [0.9, 0.5],
        "lower_95": [0.7, 0.0], "upper_95": [1.2, 0.8],
    })  # fmt: skip
    figure = charts.comparison_plot(frame, "kvot")
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1
    json.loads(figure.to_json())


def test_the_fishbone_is_marked_as_questions_to_test() -> None:
    causes = pd.DataFrame([{
        "rib": "Plats och situation", "cause": "Dålig belysning", "level": "direkt",
        "question": "Var är det mörkt?",
        "statements": 0, "sources": 0, "locators": None, "theory": "Welsh och Farrington 2008",
    }])  # fmt: skip
    html = fishbone(causes, "otrygga platser", "fisk")
    assert TO_TEST in html
    assert html.index(TO_TEST) < html.index("Dålig belysning")
    assert "Inga uttalanden om de teman som hör till frågan, eller för få" in html
    assert html.count('<div class="gren">') == 3


def test_a_cause_whose_places_the_table_withholds_is_not_counted() -> None:
    row = {
        "rib": "Plats och situation", "cause": "Dålig belysning", "level": "direkt",
        "question": "Var är det mörkt?", "theory": "Welsh och Farrington 2008",
    }  # fmt: skip
    one_source = fishbone(
        pd.DataFrame([row | {"statements": 8, "sources": 1, "locators": None}]), "x", "fisk"
    )
    assert "för få för att visas" in one_source
    assert "8" not in one_source.split("Efter:")[0].split("Var är det mörkt?")[1]
    two = fishbone(
        pd.DataFrame([row | {"statements": 2, "sources": 2, "locators": "a.docx, stycke 7"}]), "x", "fisk"
    )
    assert "stycke 7" not in two


def test_pointing_at_a_share_says_the_words_given() -> None:
    said = series().assign(said=[None] * 9 + ["över 95"])
    figure = charts.ten_year_series(said, "Lessebo", "procent", decimals=1)
    assert list(figure.data[-1].customdata)[-2:] == ["108,0 (80,0–130,0)", "över 95"]


def test_no_line_is_drawn_over_a_year_without_a_rate() -> None:
    figure = charts.ten_year_series(series(value={2018: float("nan")}), "Lessebo", "antal")
    assert [list(trace.x) for trace in figure.data] == [
        [2014, 2015, 2016, 2017],
        [2019, 2020, 2021, 2022, 2023],
    ]


def months(**changes: dict[int, Any]) -> pd.DataFrame:
    frame = pd.DataFrame({
        "name": ["januari", "februari", "mars"], "month": [1, 2, 3], "index": [0.8, 1.5, 1.0], "lower_95": 0.7,
        "upper_95": 1.7, "area_index": [0.9, 1.3, 1.1],
    })  # fmt: skip
    for column, by_month in changes.items():
        for month, value in by_month.items():
            frame.loc[frame["month"] == month, column] = value
    return frame


def test_a_month_is_drawn_with_its_interval_beside_the_police_area_and_an_average_month() -> None:
    area, own = charts.season_plot(months(), "Lessebo kommun").data
    assert (list(area.y), area.line.dash) == ([0.9, 1.3, 1.1], "dash")
    assert list(own.customdata) == ["0,80 (0,70–1,70)", "1,50 (0,70–1,70)", "1,00 (0,70–1,70)"]
    assert charts.season_plot(months(), "Lessebo kommun").layout.shapes[0].y0 == 1


def test_a_hidden_month_is_marked_and_has_no_value() -> None:
    gone = {2: float("nan")}
    figure = charts.season_plot(months(index=gone, lower_95=gone, upper_95=gone), "Lessebo kommun")
    assert list(figure.data[1].x) == ["jan", "mar"]
    assert (list(figure.data[2].x), list(figure.data[2].text)) == (["feb"], ["dolt"])


def test_an_interval_that_runs_past_the_axis_is_said_to_be_cut() -> None:
    inside = pd.DataFrame({"lower_95": [0.2], "upper_95": [9.0]})
    assert charts.cut_words(inside) == ""
    assert "avklippta" in charts.cut_words(inside.assign(lower_95=0.04))
    assert "avklippta" in charts.cut_words(inside.assign(upper_95=17.1))
