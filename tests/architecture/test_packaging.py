"""A built wheel holds every file that the packages read at run time."""

import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]


def test_each_data_file_of_a_package_is_declared_as_package_data():
    declared = PROJECT["tool"]["setuptools"]["package-data"]
    missing = []
    for package in PACKAGES:
        folder = REPOSITORY / package
        packed = {file for pattern in declared.get(package, []) for file in folder.glob(pattern)}
        data = {
            file
            for file in folder.rglob("*")
            if file.is_file() and file.suffix not in {".py", ".pyc"} and "__pycache__" not in file.parts
        }
        missing += [str(file.relative_to(REPOSITORY)) for file in data - packed]
    assert missing == []


def test_every_package_is_found_by_the_build():
    included = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {pattern.rstrip("*") for pattern in included} == set(PACKAGES)


def test_no_tracked_file_names_a_registry_or_this_machine():
    hosts = (
        "pypi." + "org",
        "files.python" + "hosted",
        "repo1." + "maven",
        "proxy.golang" + ".org",
        "registry.npm" + "js",
    )
    offenders = [
        str(file.relative_to(REPOSITORY))
        for folder in (*PACKAGES, "scripts", "docker", "docs", "tests", "samples", "bench", "training")
        for file in (REPOSITORY / folder).rglob("*")
        if file.is_file()
        and file.suffix in {".py", ".sh", ".md", ".toml", ".lock", ".txt", ".yaml", ".Dockerfile", ".in"}
        and any(host in file.read_text(encoding="utf-8") for host in hosts)
    ]
    assert offenders == []
