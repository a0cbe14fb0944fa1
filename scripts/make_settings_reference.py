"""Write docs/reference/settings.md from the settings themselves: ``python -m scripts.make_settings_reference``."""

import sys
from pathlib import Path
from typing import get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sohoa.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"

_HEAD = """# Settings

Each is a variable of the environment, or a key of the TOML file that `SOHOA_CONFIG` names (without the prefix, in lower
case). The environment wins. Secrets of keys are never settings: see [keys](../how-to/keys.md).

This page is made from `sohoa/settings.py` by `python -m scripts.make_settings_reference`.

| variable | default | meaning |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = (
        f"| `SOHOA_{name.upper()}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    )
    return _HEAD + "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "computed" if field.default_factory is not list else "none"
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    choices = get_args(field.annotation) if isinstance(value, str) else ()
    shown = "none" if value is None else f"`{value}`"
    others = [f"`{choice}`" for choice in choices if isinstance(choice, str) and choice != value]
    return f"{shown} (or {', '.join(others)})" if others else shown


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{TARGET.name} written\n")
