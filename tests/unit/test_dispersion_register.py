"""If these fail, series that few municipalities have are tested with another spread than the register's, or none."""

import pytest

from pipelines import dispersion_register as module
from pipelines.dispersion_register import registered_dispersion
from pipelines.registers import offence_groups

ENTRY = """
[[dispersion]]
id = "a"
title = "A"
default = true
offence_groups = ["robbery"]
bands = [[50, 2.0], [100, 4.9], [1000000, 18.8]]
areas = [4, 14, 76]
source = "prov"
read = 2026-11-27
"""


@pytest.fixture
def register(tmp_path, monkeypatch):
    """Loads another register than the project's."""
    monkeypatch.setattr(module, "EXPECTATIONS", tmp_path)

    def load(text):
        (tmp_path / "dispersion.toml").write_text(text, encoding="utf-8")
        return module._register.__wrapped__()

    return load


@pytest.mark.parametrize(
    ("events", "phi"),
    [(0, 2.0), (49.9, 2.0), (50, 4.9), (99.9, 4.9), (100, 6.5), (320, 8.9), (999, 12.2), (5_000_000, 18.8)],
)
def test_a_band_holds_below_its_number_and_the_last_one_above(events, phi):
    """Of the register's theft: [50, 2.0], [100, 4.9], [250, 6.5], [500, 8.9], [1000, 12.2], then 18.8."""
    assert registered_dispersion("theft_total").phi(events) == phi


def test_many_are_looked_up_at_once():
    found = registered_dispersion("theft_total").phi([[10, 60], [300, 2000]])
    assert found.tolist() == [[2.0, 4.9], [8.9, 18.8]]


def test_a_group_that_no_entry_names_has_the_default():
    assert registered_dispersion("knife").id == registered_dispersion("vandalism").id == "vandalism"
    assert registered_dispersion("bicycle_theft").id == "theft"


def test_the_register_names_groups_that_exist_and_says_where_its_numbers_come_from():
    """A group misspelled there would have another's spread without anybody noticing."""
    by_group, usual = module._register()
    assert set(by_group) <= set(offence_groups())
    for entry in {*by_group.values(), usual}:
        assert entry.source, entry.id
        assert entry.read.year >= 2026, entry.id
        assert min(value for _, value in entry.bands) > 1, entry.id


def test_a_sound_register_loads(register):
    by_group, usual = register(ENTRY)
    assert by_group == {"robbery": usual}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[50, 2.0], [100, 4.9]", "[100, 4.9], [50, 2.0]", "must rise"),
        ("[50, 2.0]", "[50, 0.9]", "at least 1"),
        ("areas = [4, 14, 76]", "areas = [4, 14]", "areas as many"),
        ("default = true", "default = false", "no entry is the default"),
        ("[[dispersion]]", ENTRY.replace("default = true", "") + "[[dispersion]]", "stand twice"),
        ("[[dispersion]]", ENTRY.replace('["robbery"]', "[]") + "[[dispersion]]", "both the default"),
    ],
)
def test_a_register_edited_wrongly_stops(register, old, new, said):
    with pytest.raises(ValueError, match=said):
        register(ENTRY.replace(old, new, 1))
