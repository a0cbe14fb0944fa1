"""Digits written by hand between printed words: the number after ``Số:``, the day after ``ngày``.

A small network of our own (``training/`` makes it) names a digit or none for each column of a strip; strings are put
together from all columns at once. It knows digits only: letters left at the edges, dots, rules and specks are none.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.handwriting.beam import best_strings
from pipeline.handwriting.ink import prepared

_GUESSES = 5


@dataclass(frozen=True, slots=True)
class Guess:
    """What a strip may say: its digits, or nothing, and how likely that is of the whole string."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class _Network:
    session: onnxruntime.InferenceSession
    temperature: float

    def columns(self, ink: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of none and of 0 to 9 for each column, shape (columns, 11)."""
        (scores,) = self.session.run(None, {"ink": ink[None, None]})
        cooled = scores[0].astype(float) / self.temperature
        powers = np.exp(cooled - cooled.max(axis=1, keepdims=True))
        probabilities: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return probabilities


def load() -> None:
    """Read the network now: once in a process that is forked later, instead of once in each child."""
    _network()


def read_digits(strip: NDArray[np.uint8], *, most_digits: int) -> tuple[Guess, ...]:
    """Guess which digits stand in a strip, as whole strings.

    Args:
        strip: grey, shape (height, width), 0 is black, cut at 150 to 600 dpi between two printed words.
        most_digits: longer strings are not guessed: 2 for a day or month.

    Returns:
        One to five guesses, best first; their probabilities sum to at most 1. The text is empty where nothing
        is written.
    """
    columns = _network().columns(prepared(strip).ink)
    found = best_strings(columns, most_signs=most_digits)[:_GUESSES]
    return tuple(Guess("".join(str(sign - 1) for sign in signs), probability) for signs, probability in found)


@cache
def _network() -> _Network:
    options = onnxruntime.SessionOptions()
    # One page takes one core: more pages at once are faster than more threads in each.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model = resources.files("pipeline.handwriting").joinpath("digits.onnx").read_bytes()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    about = session.get_modelmeta().custom_metadata_map
    return _Network(session, float(about["temperature"]))
