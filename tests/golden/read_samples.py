"""Read the made samples with the product's own recognition and keep the words for ``test_fields``.

Run ``python -m tests.golden.read_samples`` after the samples or the recognition changed.
"""

from pathlib import Path

from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.page import read_page
from pipeline.reading import reading_to_json
from pipeline.reading_settings import ReadingSettings

ROOT = Path(__file__).parents[2]
READINGS = Path(__file__).parent / "readings"


def main() -> None:
    """Write one file per page, named after the sample and the page."""
    READINGS.mkdir(exist_ok=True)
    for file in sorted((ROOT / "samples" / "dossiers").glob("*/*")):
        source = inspect(file, file.name, Limits())
        for number in range(1, source.page_count + 1):
            reading = read_page(file, source.media_type, number, ReadingSettings(), Limits()).reading
            (READINGS / f"{file.stem}.p{number}.json").write_bytes(reading_to_json(reading))


if __name__ == "__main__":
    main()
