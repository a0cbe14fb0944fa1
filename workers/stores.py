"""What is kept, as the desk and the steps are given it. Built in ``sohoa.stores``."""

from dataclasses import dataclass

from storage.objects.port import Objects
from storage.records.port import Records
from storage.search.port import SearchIndex
from workers.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that is kept, and a scratch folder for files that programs must read by path."""

    records: Records
    objects: Objects
    search: SearchIndex
    workspace: Workspace
