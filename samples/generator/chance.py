"""Random numbers that depend on the seed and on what they are for, so that one sample never shifts another."""

import hashlib
import random

import numpy as np


def _number(seed: int, purpose: tuple[object, ...]) -> int:
    text = "/".join(map(str, (seed, *purpose)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def choices_for(seed: int, *purpose: object) -> random.Random:
    """A generator of choices."""
    return random.Random(_number(seed, purpose))


def noise_for(seed: int, *purpose: object) -> np.random.Generator:
    """A generator of arrays."""
    return np.random.default_rng(_number(seed, purpose))
