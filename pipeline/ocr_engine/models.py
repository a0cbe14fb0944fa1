"""The models of tesseract that this machine has, by name and digest."""

import hashlib
import re
import subprocess
from functools import cache
from pathlib import Path

from domain.errors import ProgramFailed, ProgramMissing

PROGRAM, PACKAGE = "tesseract", "tesseract-ocr"


@cache
def version() -> str:
    """The version of the installed program, such as 5.3.0.

    Raises:
        ProgramMissing: tesseract is not installed.
    """
    first, _, _ = _ask("--version").partition("\n")
    return first.removeprefix("tesseract").strip()


@cache
def model_folder(named: Path | None = None) -> Path:
    """Where the models are: the folder that was named, else the one the installed program uses.

    Raises:
        ProgramMissing: tesseract is not installed.
    """
    if named is not None:
        return named
    header = _ask("--list-langs").split("\n")[0]
    found = re.search(r'"(.+)"', header)
    if found is None:
        raise ProgramFailed(header, program=PROGRAM)
    return Path(found[1])


def installed_languages(folder: Path | None = None) -> frozenset[str]:
    """The languages whose models lie in the folder.

    Raises:
        ProgramMissing: tesseract is not installed.
    """
    return frozenset(model.stem for model in model_folder(folder).glob("*.traineddata"))


@cache
def model_digest(language: str, folder: Path | None = None) -> str:
    """SHA-256 of the models of a language, or of several joined by ``+``, in this order.

    Raises:
        ProgramMissing: tesseract or one of the models is not installed.
    """
    models = hashlib.sha256()
    for name in language.split("+"):
        if name not in installed_languages(folder):
            raise ProgramMissing(program=f"{PROGRAM} {name}", package=f"{PACKAGE}-{name}")
        models.update((model_folder(folder) / f"{name}.traineddata").read_bytes())
    return models.hexdigest()


def _ask(option: str) -> str:
    try:
        asked = subprocess.run([PROGRAM, option], capture_output=True, text=True, timeout=20, check=True)
    except FileNotFoundError as error:
        raise ProgramMissing(program=PROGRAM, package=PACKAGE) from error
    except subprocess.SubprocessError as error:
        raise ProgramFailed(str(error), program=PROGRAM) from error
    return asked.stdout.strip()
