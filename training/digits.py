"""``python -m training.digits``: draw strips, fit the network, calibrate it, write it as ONNX and measure it."""

import argparse
import time
from pathlib import Path

import jax
import numpy as np

from training import export
from training.batches import Ready, batches, drawn
from training.fitting import fitted, unlikely
from training.measuring import agreement, measured
from training.network import Weights, scores
from training.writers import gathered

MODEL = Path(__file__).parents[1] / "pipeline" / "handwriting" / "digits.onnx"
_TEMPERATURES = np.arange(0.6, 2.51, 0.1)


def main() -> None:
    """Make the model from a seed."""
    options = _options()
    started = time.process_time()
    rng = np.random.default_rng(options.seed)
    strips = drawn(gathered(held_out=False), options.strips, rng)
    print(f"{len(strips)} strips drawn, {time.process_time() - started:.0f} s of processor time", flush=True)
    weights = fitted(strips, passes=options.passes, seed=options.seed)
    held_out = gathered(held_out=True)
    temperature = _calibrated(weights, drawn(held_out, options.measured, np.random.default_rng(options.seed + 1)))
    export.write(
        weights,
        options.out,
        {"temperature": f"{temperature:.2f}", "seed": str(options.seed), "strips": str(options.strips)},
    )
    print(f"temperature {temperature:.2f}, {options.out.stat().st_size} bytes")
    print(f"largest difference between the graph and the training: {agreement(weights, options.out):.1e}")
    for line in measured(options.out, held_out, options.measured, np.random.default_rng(options.seed + 2)):
        print(line)
    print(f"{time.process_time() - started:.0f} s of processor time")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.digits", description=__doc__)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--strips", type=int, default=50_000)
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--measured", type=int, default=2_000, help="held-out strips for calibration and measuring")
    parser.add_argument("--out", type=Path, default=MODEL)
    return parser.parse_args()


def _calibrated(weights: Weights, strips: list[Ready]) -> float:
    """The temperature at which held-out texts are least unlikely."""
    rng = np.random.default_rng(0)
    told = jax.jit(scores)
    found = [(told(weights, one.ink), one.signs) for one in batches(strips, 50, rng)]
    means = [
        np.mean([unlikely(raw / temperature, signs).mean() for raw, signs in found]) for temperature in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(means))])


if __name__ == "__main__":
    main()
