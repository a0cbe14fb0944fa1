"""A dossier's papers and the outcome they lead to."""

from dataclasses import dataclass

from samples.generator.paper import Paper


@dataclass(frozen=True, slots=True)
class Case:
    """Papers in the order in which they came into the dossier, and the draft outcome."""

    dossier_code: str
    papers: tuple[Paper, ...]
    outcome: Paper
