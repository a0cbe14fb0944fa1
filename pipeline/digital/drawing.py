"""A page as it is shown, in grey and coarse: to look at what was written, not to read it."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import UnreadableScan
from pipeline.limits import Limits
from pipeline.tools.program import run_program


def drawn_grey(path: Path, number: int, dpi: float, limits: Limits) -> NDArray[np.uint8]:
    """Draw a page by poppler, shape (height, width), 0 is black. ``number`` counts from 1.

    Raises:
        UnreadableScan: poppler draws nothing.
        FileOverwhelmsTools, ProgramMissing: see ``run_program``.
    """
    done = run_program(
        ["pdftoppm", "-gray", "-cropbox", "-r", f"{dpi:.3f}", "-f", str(number), "-l", str(number), path.resolve()],
        timeout_s=limits.page_timeout_s,
        memory_mb=limits.child_memory_mb,
    )
    picture = cv2.imdecode(np.frombuffer(done.stdout, np.uint8), cv2.IMREAD_GRAYSCALE) if done.stdout else None
    if picture is None:
        raise UnreadableScan(f"pdftoppm ended with {done.returncode}", page=number)
    return np.asarray(picture, dtype=np.uint8)
