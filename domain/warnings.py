"""Warnings: a file or a page is taken, and somebody should still know something about it.

A warning is a code, kept with the record; its sentence for a person stands under that code in
``messages/warnings.vi.toml`` and ``messages/warnings.en.toml`` and says what to do.
"""

import tomllib
from functools import cache
from importlib import resources

from domain.errors import Language


@cache
def warning_catalogue(language: Language) -> dict[str, str]:
    """Warning code to sentence."""
    text = resources.files("domain").joinpath("messages", f"warnings.{language}.toml").read_text(encoding="utf-8")
    return {code: str(sentence) for code, sentence in tomllib.loads(text).items()}


def warning_for(code: str, language: Language = "vi") -> str:
    """The sentence under a warning code; a code without one yields the code itself."""
    return warning_catalogue(language).get(code, code)
