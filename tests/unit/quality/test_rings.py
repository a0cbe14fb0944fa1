"""The ring of a round stamp."""

import numpy as np

from pipeline.quality.rings import best_ring

UNROLLED = (180, 47)
"""Shape of a page unrolled about a point."""


def test_what_lies_beyond_the_page_is_no_ink():
    for _ in range(50):
        # Memory that is freed here is what the next arrays of that size are made of.
        used = [np.ones(UNROLLED, dtype=np.float32) for _ in range(8)]
        del used
        assert best_ring(np.zeros((60, 60), dtype=np.float32)).closed == 0.0
