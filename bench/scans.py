"""CPU per page of ``sohoa scan digitize`` against bare Tesseract on the same scans, in alternation.

    python -m bench.scans FOLDER [--runs 2] [--truth DIR --fields DIR --scorers DIR]

FOLDER holds scans. Ours does everything: decode, orientation, deskew, clean-up, recognition, fields, PDF/A, veraPDF.
The anchor is what a script would do: ``pdftoppm -r 300`` and ``tesseract`` on each page. CPU is user + system of the
whole process tree. With the scorers (``score_text.py``, ``score_fields.py``) the texts and fields are scored as well.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SOHOA = [sys.executable, "-c", "from sohoa.cli import main; main()"]
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def _cpu(act: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds of everything that ``act`` starts and waits for."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - started


def _digitize(scans: list[Path], out: Path) -> None:
    # Exit code 2 says that some scan was refused; the count of pages below leaves it out on both sides.
    done = subprocess.run([*SOHOA, "scan", "digitize", *map(str, scans), str(out), "--jobs", "1"], check=False)
    if done.returncode not in (0, 2):
        raise SystemExit(f"sohoa scan digitize: exit code {done.returncode}")


def _bare_tesseract(scans: list[Path], folder: Path) -> None:
    for scan in scans:
        prefix = folder / scan.stem
        if scan.suffix == ".pdf":
            subprocess.run(["pdftoppm", "-r", "300", scan, prefix], check=True, stderr=subprocess.DEVNULL)
            pages = sorted(folder.glob(f"{scan.stem}-*.ppm"))
        else:
            pages = [scan]
        for page in pages:
            command = ["tesseract", page, folder / page.stem, "-l", "vie", "--dpi", "300"]
            subprocess.run(command, check=True, env=ONE_THREAD, stderr=subprocess.DEVNULL)
            if page is not scan:
                page.unlink()


def main() -> int:
    """Measure, print, score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--truth", type=Path, help="page transcriptions <stem>.p<N>.txt")
    parser.add_argument("--fields", type=Path, help="field truths <stem>.json")
    parser.add_argument("--scorers", type=Path, help="folder of score_text.py and score_fields.py")
    wanted = parser.parse_args()
    scans = sorted(file for file in wanted.folder.iterdir() if file.suffix in {".pdf", ".jpg", ".png", ".tif"})
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        for run in range(wanted.runs):
            ours.append(_cpu(lambda: _digitize(scans, out))[0])
            anchor = Path(scratch) / f"bare{run}"
            anchor.mkdir()
            bare.append(_cpu(lambda folder=anchor: _bare_tesseract(scans, folder))[0])  # type: ignore[misc]
        records = [json.loads(file.read_text(encoding="utf-8")) for file in out.glob("*.json")]
        pages = sum(len(record["pages"]) for record in records)
        print(f"{len(records)} documents, {pages} pages, {wanted.runs} runs in alternation")
        print(f"sohoa scan digitize    {statistics.median(ours) / pages:6.2f} CPU s/page")
        print(f"pdftoppm + tesseract   {statistics.median(bare) / pages:6.2f} CPU s/page")
        print(f"ratio                  {statistics.median(a / b for a, b in zip(ours, bare, strict=True)):6.2f}")
        for scorer, truth in (("score_text.py", wanted.truth), ("score_fields.py", wanted.fields)):
            if truth and wanted.scorers:
                sys.stdout.flush()
                subprocess.run([sys.executable, wanted.scorers / scorer, truth, out], check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
