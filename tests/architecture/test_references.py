"""Pages that are made from the code say what the code says."""

from scripts import make_settings_reference


def test_the_settings_page_is_current():
    assert make_settings_reference.TARGET.read_text(encoding="utf-8") == make_settings_reference.page()


def test_every_setting_says_what_it_means():
    assert all(field.description for field in make_settings_reference.Settings.model_fields.values())
