"""Following the content streams of a PDF page: the stack of graphics states, the matrix, and forms within forms.

What an operator means beyond that is for who follows them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

import pikepdf

Operands = list[pikepdf.Object]
_INLINE_IMAGE = "INLINE IMAGE"
"""What pikepdf makes of these three operators."""
_OF_INLINE_IMAGES = ("BI", "ID", "EI")


@dataclass(slots=True)
class GraphicsState:
    """The part of the graphics state that everybody needs. ``ctm`` takes user space to the page's own."""

    ctm: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)


State = TypeVar("State", bound=GraphicsState)


class ContentWalker(Generic[State]):
    """Follows content streams, operator by operator; a subclass names those it wants in ``handlers``.

    ``state`` is the graphics state at the place reached, ``resources`` are those of the stream that is followed, and
    ``depth`` counts the forms around it.
    """

    handlers: ClassVar[Mapping[str, Callable[[Any, Operands], None]]]
    _operators: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # The parser leaves out all others, which most of a page's content are.
        cls._operators = " ".join([*(name for name in cls.handlers if name != _INLINE_IMAGE), *_OF_INLINE_IMAGES])

    def __init__(self, state: State) -> None:
        self.state = state
        self.resources: pikepdf.Object = pikepdf.Dictionary()
        self.depth = 0
        self._saved: list[State] = []

    def walk(self, content: pikepdf.Object, resources: pikepdf.Object) -> None:
        """Follow one content stream, the page's or a form's.

        Raises:
            pikepdf.PdfError: the stream cannot be parsed.
        """
        outer, self.resources = self.resources, resources
        try:
            for instruction in pikepdf.parse_content_stream(content, self._operators):
                try:
                    self.handlers[str(instruction.operator)](self, list(instruction.operands))
                except (TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
                    self.malformed(error)
        finally:
            self.resources = outer

    def malformed(self, error: Exception) -> None:
        """An operator came without its operands: it is passed over, unless a subclass knows better."""

    @contextmanager
    def within_form(self, form: pikepdf.Object) -> Iterator[None]:
        """The state inside a form XObject, and afterwards again the one around it."""
        outer, outer_saved = self.state, self._saved
        self.state, self._saved = copy(outer), []
        self.depth += 1
        try:
            if "/Matrix" in form:
                self.state.ctm = pikepdf.Matrix(form.Matrix) @ self.state.ctm
            yield
        finally:
            self.depth -= 1
            self.state, self._saved = outer, outer_saved

    def save(self, _operands: Operands) -> None:
        """Operator ``q``."""
        self._saved.append(copy(self.state))

    def restore(self, _operands: Operands) -> None:
        """Operator ``Q``; one too many does nothing."""
        if self._saved:
            self.state = self._saved.pop()

    def concatenate(self, operands: Operands) -> None:
        """Operator ``cm``."""
        a, b, c, d, e, f = (float(value) for value in operands)
        self.state.ctm = pikepdf.Matrix(a, b, c, d, e, f) @ self.state.ctm
