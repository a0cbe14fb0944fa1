"""The network: convolutions over a strip of 32 rows until each column, four pixels wide, is none or a digit.

Weights are standardised (Qiao et al., 2019): they train without batch statistics, and what is exported is a plain
convolution.
"""

from dataclasses import dataclass

import jax
import jax.numpy as jnp

SIGNS = 11
"""None, then 0 to 9."""
COLUMN_PX = 4

Weights = list[dict[str, jax.Array]]


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution; ``flat`` uses no rows beyond the edge and so makes one row of the kernel's many."""

    outputs: int
    kernel: tuple[int, int]
    pool: tuple[int, int] = (1, 1)
    flat: bool = False


LAYERS = (
    Layer(16, (3, 3), pool=(2, 2)),
    Layer(24, (3, 3)),
    Layer(32, (3, 3), pool=(2, 2)),
    Layer(48, (3, 3)),
    Layer(64, (3, 3), pool=(2, 1)),
    Layer(64, (3, 3)),
    Layer(96, (4, 1), flat=True),
    Layer(96, (1, 3)),
    Layer(SIGNS, (1, 1)),
)


def padding(layer: Layer) -> tuple[int, int]:
    """Empty rows above and below, empty columns on both sides that a layer sees."""
    rows, columns = layer.kernel
    return (0 if layer.flat else rows // 2), columns // 2


def started(key: jax.Array) -> Weights:
    """Random weights for every layer."""
    weights: Weights = []
    inputs = 1
    for layer, one in zip(LAYERS, jax.random.split(key, len(LAYERS)), strict=True):
        fan_in = layer.kernel[0] * layer.kernel[1] * inputs
        weights.append(
            {
                "kernel": jax.random.normal(one, (fan_in, layer.outputs)),
                "gain": jnp.full((layer.outputs,), jnp.sqrt(2.0)),
                "bias": jnp.zeros((layer.outputs,)),
            }
        )
        inputs = layer.outputs
    return weights


def kernel(weight: dict[str, jax.Array]) -> jax.Array:
    """The kernel as it is applied: each output's weights with mean 0 and length ``gain``."""
    centred = weight["kernel"] - weight["kernel"].mean(axis=0)
    length = jnp.sqrt((centred**2).sum(axis=0) + 1e-8)
    return centred / length * weight["gain"]


def scores(weights: Weights, ink: jax.Array, *, dropout: jax.Array | None = None) -> jax.Array:
    """Scores of each sign for each column: (strips, 32, width) to (strips, width / 4, SIGNS).

    Args:
        weights: of every layer.
        ink: between 0 and 1.
        dropout: a random key while training; an eighth of the last features is then left out.
    """
    seen = ink[..., None]
    for index, (layer, weight) in enumerate(zip(LAYERS, weights, strict=True)):
        if dropout is not None and index == len(LAYERS) - 1:
            seen = seen * jax.random.bernoulli(dropout, 0.875, seen.shape) / 0.875
        seen = _convolved(seen, kernel(weight), layer) + weight["bias"]
        if index < len(LAYERS) - 1:
            seen = jax.nn.relu(seen)
        seen = _pooled(seen, layer.pool)
    return seen[:, 0]


def _convolved(seen: jax.Array, applied: jax.Array, layer: Layer) -> jax.Array:
    rows, columns = layer.kernel
    high, wide = padding(layer)
    shaped = applied.reshape(rows, columns, seen.shape[-1], layer.outputs)
    return jax.lax.conv_general_dilated(
        seen, shaped, (1, 1), ((high, high), (wide, wide)), dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


def _pooled(seen: jax.Array, pool: tuple[int, int]) -> jax.Array:
    if pool == (1, 1):
        return seen
    strips, height, width, outputs = seen.shape
    return seen.reshape(strips, height // pool[0], pool[0], width // pool[1], pool[1], outputs).max(axis=(2, 4))
