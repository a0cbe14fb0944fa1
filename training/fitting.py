"""Fits the network to strips with the CTC loss (Graves et al., 2006)."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from training.batches import OPEN, Batch, Ready, batches, count
from training.network import Weights, scores, started

_BATCH = 32
_PEAK_RATE = 1.5e-3
_SMOOTHING = 0.998
"""The weights that are kept follow those of the last 500 steps, which steadies them."""


class _Now(NamedTuple):
    weights: Weights
    state: optax.OptState
    steadied: Weights


def fitted(strips: list[Ready], *, passes: int, seed: int) -> Weights:
    """Weights after so many passes over the strips; the same for the same seed on the same machine.

    Beside the loss of the whole string each column has its own: where a digit stands is known, and CTC alone takes
    long to find out.
    """
    rng = np.random.default_rng(seed)
    key = jax.random.key(seed)
    steps = count(strips, _BATCH) * passes
    optimiser = optax.chain(
        optax.clip_by_global_norm(5.0),
        optax.adamw(optax.warmup_cosine_decay_schedule(1e-4, _PEAK_RATE, steps // 20, steps, 1e-5), weight_decay=1e-4),
    )
    weights = started(key)
    now = _Now(weights, optimiser.init(weights), weights)
    losses: list[float] = []
    for number, batch in enumerate(_passes(strips, passes, rng), start=1):
        dropout = jax.random.fold_in(key, number)
        now, loss = _step(now, batch, dropout, optimiser=optimiser)
        losses.append(float(loss))
        if number % 200 == 0 or number == steps:
            print(f"step {number}/{steps}  loss {np.mean(losses[-200:]):.4f}", flush=True)
    return now.steadied


@jax.jit
def unlikely(raw: jax.Array, signs: jax.Array) -> jax.Array:
    """How unlikely the columns' scores make each strip's text, natural logarithm."""
    return optax.ctc_loss(raw, jnp.zeros(raw.shape[:2]), signs, (signs == 0).astype(jnp.float32))


def _passes(strips: list[Ready], passes: int, rng: np.random.Generator) -> Iterator[Batch]:
    for _ in range(passes):
        yield from batches(strips, _BATCH, rng)


@partial(jax.jit, static_argnames="optimiser")
def _step(
    now: _Now, batch: Batch, dropout: jax.Array, *, optimiser: optax.GradientTransformation
) -> tuple[_Now, jax.Array]:
    def mean(weights: Weights) -> jax.Array:
        raw = scores(weights, batch.ink, dropout=dropout)
        known = batch.columns != OPEN
        apart = optax.softmax_cross_entropy_with_integer_labels(raw, jnp.maximum(batch.columns, 0))
        return (unlikely(raw, batch.signs) + (apart * known).sum(axis=1)).mean()

    value, gradients = jax.value_and_grad(mean)(now.weights)
    changes, state = optimiser.update(gradients, now.state, now.weights)
    weights = optax.apply_updates(now.weights, changes)
    return _Now(weights, state, optax.incremental_update(weights, now.steadied, 1 - _SMOOTHING)), value
