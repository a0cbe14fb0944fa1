"""The stories that dossiers tell; new dossiers take them in turn."""

import random
from collections.abc import Callable

from samples.generator.cases.building_permit import building_permit
from samples.generator.cases.case import Case
from samples.generator.cases.food_safety import food_safety
from samples.generator.cases.land_use import land_use_change
from samples.generator.cases.social_support import social_support
from samples.generator.setting import Setting, invent_setting

CASES: tuple[Callable[[random.Random, Setting], Case], ...] = (
    building_permit,
    land_use_change,
    social_support,
    food_safety,
)


def invent_case(rng: random.Random, sequence: int) -> Case:
    """The case of the dossier number ``sequence``, counted from 0."""
    return CASES[sequence % len(CASES)](rng, invent_setting(rng, sequence))


__all__ = ["CASES", "Case", "invent_case"]
