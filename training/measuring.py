"""How the exported network reads strips of writers it never saw, prepared and put together as in the product."""

from collections.abc import Iterator
from pathlib import Path

import jax
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.handwriting.beam import best_strings
from pipeline.handwriting.ink import prepared
from training.batches import MOST_DIGITS
from training.network import Weights, scores
from training.strips import some_strip
from training.writers import OneKind, Writers

_KINDS = ("pen", "faces", "scanned", "print")
_SURE = 0.9


def agreement(weights: Weights, path: Path) -> float:
    """The largest difference of a probability between the training's arithmetic and the exported graph."""
    ink = np.random.default_rng(0).random((8, 32, 160), np.float32)
    (exported,) = _session(path).run(None, {"ink": ink[:, None]})
    return float(np.abs(_shares(np.asarray(scores(weights, ink))) - _shares(exported)).max())


def measured(path: Path, writers: Writers, count: int, rng: np.random.Generator) -> Iterator[str]:
    """A line for each kind of writer: whole strings right, strips that hold nothing told, and right among the sure."""
    session = _session(path)
    temperature = float(session.get_modelmeta().custom_metadata_map["temperature"])
    for kind in _KINDS:
        right: list[bool] = []
        sure: list[bool] = []
        empty: list[bool] = []
        for _ in range(count // len(_KINDS)):
            strip = some_strip(OneKind(writers, kind), rng)
            (raw,) = session.run(None, {"ink": prepared(strip.grey).ink[None, None]})
            signs, probability = best_strings(_shares(raw[0] / temperature), most_signs=MOST_DIGITS)[0]
            told = "".join(str(sign - 1) for sign in signs) == strip.text
            (right if strip.text else empty).append(told)
            if probability >= _SURE:
                sure.append(told)
        yield (
            f"{kind:8} right {np.mean(right):.1%} of {len(right)}, empty told {np.mean(empty):.1%} of {len(empty)}, "
            f"sure {len(sure) / (len(right) + len(empty)):.1%} and of these right {np.mean(sure):.1%}"
        )


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def _shares(raw: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(jax.nn.softmax(raw, axis=-1), float)
