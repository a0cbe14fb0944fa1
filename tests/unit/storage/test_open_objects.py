"""Addresses of object stores, and secrets that stay secret."""

from pathlib import Path

import pytest

from domain.errors import BadSettings
from storage.objects import open_objects
from storage.objects.directory import DirectoryObjects
from storage.objects.minio import MinioObjects

SECRET = "do-not-show"
KEYS = {"SOHOA_OBJECTS_ACCESS_KEY": "worker", "SOHOA_OBJECTS_SECRET_KEY": SECRET}
NOBODY = "127.0.0.1:9"


@pytest.mark.parametrize("form", ["{}", "file://{}", "file://localhost{}"])
def test_a_path_opens_a_directory(tmp_path: Path, form: str) -> None:
    objects = open_objects(form.format(tmp_path / "kho"))

    assert isinstance(objects, DirectoryObjects)
    assert (tmp_path / "kho").is_dir()


def test_escapes_in_a_file_address_are_undone(tmp_path: Path) -> None:
    open_objects((tmp_path / "kho lưu trữ").as_uri())

    assert (tmp_path / "kho lưu trữ").is_dir()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file://elsewhere/path",
        "ftp://host/path",
        "s3://host",
        "s3://host/",
        "s3://host/bucket/folder",
        "s3:///bucket",
        "s3://host/bucket?secure=perhaps",
        "s3://host/bucket?unknown=1",
        "s3://host:port/bucket",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadSettings):
        open_objects(url, KEYS)


def test_keys_come_from_the_address_the_environment_or_files(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    in_files = {"SOHOA_OBJECTS_ACCESS_KEY": "worker", "SOHOA_OBJECTS_SECRET_KEY_FILE": str(file)}

    assert isinstance(open_objects(f"s3://worker:{SECRET}@{NOBODY}/bucket", {}), MinioObjects)
    assert isinstance(open_objects(f"s3://{NOBODY}/bucket", KEYS), MinioObjects)
    assert isinstance(open_objects(f"s3://{NOBODY}/bucket", in_files), MinioObjects)


@pytest.mark.parametrize(
    "environment", [{}, {"SOHOA_OBJECTS_ACCESS_KEY": "worker"}, {"SOHOA_OBJECTS_ACCESS_KEY_FILE": "/nonexistent"}]
)
def test_missing_keys_are_named(environment: dict[str, str]) -> None:
    with pytest.raises(BadSettings) as refusal:
        open_objects(f"s3://{NOBODY}/bucket", environment)
    assert str(refusal.value.params["setting"]).startswith("SOHOA_OBJECTS_")


@pytest.mark.parametrize("url", [f"s3://worker:{SECRET}@host/", f"ftp://worker:{SECRET}@host/bucket"])
def test_a_refusal_repeats_no_secret(url: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        open_objects(url, {})
    assert SECRET not in repr(refusal.value) + str(refusal.value.params)
