"""Following content streams: what the state is at each place."""

import pikepdf

from pipeline.intake.content_streams import ContentWalker, GraphicsState


class _Places(ContentWalker[GraphicsState]):
    """Remembers where forms and images are painted, and how deep in forms."""

    def __init__(self):
        super().__init__(GraphicsState())
        self.found = []
        self.broken = 0

    def malformed(self, error):
        self.broken += 1

    def _do(self, operands):
        stream = self.resources.XObject[str(operands[0])]
        self.found.append((str(stream.Subtype), self.depth, self.state.ctm.e, self.state.ctm.f))
        if stream.Subtype == "/Form":
            with self.within_form(stream):
                self.walk(stream, stream.get("/Resources", self.resources))

    handlers = {  # noqa: RUF012 - as the walkers of the pipeline
        "q": ContentWalker.save,
        "Q": ContentWalker.restore,
        "cm": ContentWalker.concatenate,
        "Do": _do,
    }


def walked(content, form=b"", **form_entries):
    pdf = pikepdf.new()
    image = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    inner = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
    stream = pdf.make_stream(form, Subtype=pikepdf.Name.Form, Resources=inner, **form_entries)
    places = _Places()
    outer = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image, Fm=stream))
    places.walk(pdf.make_stream(content), outer)
    return places


def test_matrices_pile_up_and_are_taken_back():
    places = walked(b"q 1 0 0 1 10 20 cm q 2 0 0 2 1 1 cm /Im Do Q /Im Do Q /Im Do")
    assert [place[2:] for place in places.found] == [(11, 21), (10, 20), (0, 0)]


def test_one_restoring_too_many_does_nothing():
    assert walked(b"1 0 0 1 5 6 cm Q Q /Im Do").found == [("/Image", 0, 5, 6)]


def test_a_form_has_its_matrix_and_leaves_nothing_behind():
    places = walked(b"1 0 0 1 5 6 cm /Fm Do /Im Do", b"Q 1 0 0 1 1 1 cm q /Im Do", Matrix=[1, 0, 0, 1, 100, 200])
    assert places.found == [("/Form", 0, 5, 6), ("/Image", 1, 106, 207), ("/Image", 0, 5, 6)]


def test_an_operator_without_its_operands_is_passed_over():
    places = walked(b"1 0 0 cm Do /Nothing Do /Im Do")
    assert places.broken == 3
    assert places.found == [("/Image", 0, 0, 0)]
