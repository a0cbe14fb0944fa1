"""What can be said of the images without building them; ``make docker-check`` builds and runs them."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its types are a package of their own, for one file

from tests.conftest import ROOT

DOCKER = ROOT / "docker"
DOCKERFILES = sorted(DOCKER.glob("*.Dockerfile"))
PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    return content


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.stem)
def test_a_dockerfile_passes_hadolint(dockerfile: Path) -> None:
    linted = _run(PROGRAMS / "hadolint", "--config", DOCKER / "hadolint.yaml", dockerfile)
    assert linted.returncode == 0, linted.stdout


def test_compose_fits_its_schema() -> None:
    checked = _run(PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DOCKER / "compose.yaml")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.stem)
def test_an_image_runs_as_a_numbered_user_and_reports_its_health(dockerfile: Path) -> None:
    final_stage = dockerfile.read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d{4}:[1-9]\d{4}$", final_stage, re.MULTILINE)
    assert "HEALTHCHECK" in final_stage


def test_every_program_the_worker_starts_is_in_its_image() -> None:
    image = (DOCKER / "worker.Dockerfile").read_text().rpartition("\nFROM ")[2].split()
    needed = _packages("product") - {"python3-venv"}  # serves building only
    assert needed <= set(image)


def test_the_web_image_has_neither_ocr_nor_java_nor_keys(compose: dict[str, Any]) -> None:
    image = (DOCKER / "web.Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert not re.search(r"tesseract|jre|ghostscript|poppler", image)
    web = compose["services"]["web"]
    assert not [name for name in web["environment"] if "KEY" in name or "PKI" in name]
    assert not [volume for volume in web["volumes"] if "keys" in volume]


def test_the_images_build_the_same_minio_as_the_tests() -> None:
    version = re.compile(r"^(?:ARG )?VERSION=(\S+)$", re.MULTILINE)
    of_image = version.search((DOCKER / "minio.Dockerfile").read_text())
    of_tests = version.search((ROOT / "scripts" / "minio.sh").read_text())
    assert of_image is not None and of_tests is not None
    assert of_image[1] == of_tests[1]


def test_only_the_web_pages_are_published_and_on_loopback(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert list(ports) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in ports["web"])
    assert compose["networks"]["stores"]["internal"] is True


def test_every_service_is_limited_hardened_and_watched(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert {"mem_limit", "cpus", "pids_limit"} <= service.keys(), name
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "build" in service or "healthcheck" in service, name


def test_no_password_stands_in_the_compose_file(compose: dict[str, Any]) -> None:
    # Every variable that holds one must be set: `${NAME:?…}`, never `${NAME:-default}`.
    for use in re.findall(r"\$\{(\w*(?:PASSWORD|USER|SECRET)\w*)(:?[-?+]?)", json.dumps(compose)):
        assert use[1] == ":?", use[0]
    example = (DOCKER / ".env.example").read_text()
    assert not re.search(r"^\w*(?:PASSWORD|ROOT_USER)\w*=.+$", example, re.MULTILINE)


def test_every_variable_of_compose_is_in_the_example(compose: dict[str, Any]) -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", json.dumps(compose)))
    offered = set(re.findall(r"^(\w+)=", (DOCKER / ".env.example").read_text(), re.MULTILINE))
    assert used == offered


def test_compose_stays_within_what_old_versions_read(compose: dict[str, Any]) -> None:
    assert "name" not in compose
    assert not [name for name, service in compose["services"].items() if "develop" in service]


def _packages(kind: str) -> set[str]:
    lines = (ROOT / "scripts" / "debian" / f"{kind}.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=60)
