"""``python -m samples.generator OUT_DIR``: write made dossiers with their ground truth."""

import argparse
import sys
from pathlib import Path

from samples.generator.canvas import FontsMissingError
from samples.generator.dossier import make_dossiers
from samples.generator.scanner import Level


def main() -> int:
    """Print each written file; exit 1 when the fonts are missing."""
    parser = argparse.ArgumentParser(prog="python -m samples.generator", description=__doc__)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dossiers", type=int, default=3)
    parser.add_argument("--documents", type=int, default=6, help="at most so many papers a dossier")
    parser.add_argument("--level", type=Level, choices=list(Level), help="by default as each paper would come")
    wanted = parser.parse_args()
    try:
        for file in make_dossiers(
            wanted.out_dir,
            seed=wanted.seed,
            dossiers=wanted.dossiers,
            documents=wanted.documents,
            level=wanted.level,
        ):
            print(file)
    except FontsMissingError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
