"""Every warning that the pipeline gives has its sentence in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.warnings import warning_catalogue
from pipeline.quality import DUPLICATE_PAGE, PROFILES

PIPELINE = Path(__file__).parents[2] / "pipeline"
CATALOGUES = {language: warning_catalogue(language) for language in ("vi", "en")}
WELL_KNOWN = {
    "repaired",
    "leading_garbage",
    "javascript",
    "launch_action",
    "form",
    "resolution_assumed",
    "text_recovered",
}


def _literals(node: ast.AST) -> Iterator[str]:
    return (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _codes_in(source: ast.Module) -> Iterator[str]:
    """What is yielded by or added to in functions about traits, and what stands under names of warnings."""
    for node in ast.walk(source):
        if isinstance(node, ast.FunctionDef) and node.name.endswith(("_warnings", "traits")):
            yield from _given_in(node)
        if isinstance(node, ast.Assign) and any("_WARNINGS" in ast.unparse(target) for target in node.targets):
            yield from (code for code in _literals(node.value) if not code.startswith("/"))
        if isinstance(node, ast.Assign) and _is_followed_by_warning(source, node):
            yield from _literals(node.value)


def _given_in(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
            yield from (code for argument in node.args for code in _literals(argument))


def _is_followed_by_warning(source: ast.Module, node: ast.Assign) -> bool:
    """A constant whose docstring begins with ``Warning:``."""
    if node not in source.body[:-1]:
        return False
    after = source.body[source.body.index(node) + 1]
    return isinstance(after, ast.Expr) and ast.unparse(after.value).strip("'\"").startswith("Warning:")


def _all_codes() -> set[str]:
    named = {code for path in PIPELINE.rglob("*.py") for code in _codes_in(ast.parse(path.read_text(encoding="utf-8")))}
    judged = {limit.code for profile in PROFILES.values() for limit in profile.limits}
    return named | judged | {DUPLICATE_PAGE}


def test_both_catalogues_hold_the_same_codes():
    assert set(CATALOGUES["vi"]) == set(CATALOGUES["en"])


def test_every_code_that_the_pipeline_names_has_its_sentences():
    assert _all_codes() <= set(CATALOGUES["vi"])


def test_the_well_known_codes_have_theirs():
    assert set(CATALOGUES["vi"]) >= WELL_KNOWN


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_sentence_ends_as_a_sentence_and_takes_no_parameters(language):
    for sentence in CATALOGUES[language].values():
        assert sentence == sentence.strip()
        assert sentence.endswith(".")
        assert "{" not in sentence
