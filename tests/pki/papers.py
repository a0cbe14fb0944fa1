"""Small PDF files to sign."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from PIL import Image, ImageCms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from signing.keys import SigningKey

A4 = (595, 842)


def make_pdfa(path: Path, *, rotation: int = 0, pages: int = 1, object_streams: bool = False) -> Path:
    """A PDF/A-2b: page images, a colour profile, metadata, and no font."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=A4)
        image = pdf.make_stream(
            _jpeg(),
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": 60,
                "/Height": 84,
                "/ColorSpace": pikepdf.Name.DeviceRGB,
                "/BitsPerComponent": 8,
                "/Filter": pikepdf.Name.DCTDecode,
            },
        )
        for page in pdf.pages:
            page.obj["/Contents"] = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
            page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
            if rotation:
                page.obj["/Rotate"] = rotation
        profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), {"/N": 3})
        pdf.Root["/OutputIntents"] = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier="sRGB",
                    DestOutputProfile=profile,
                )
            ]
        )
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
            metadata["dc:title"] = "Giấy tờ thử nghiệm"
            metadata["xmp:CreateDate"] = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
        mode = pikepdf.ObjectStreamMode.generate if object_streams else pikepdf.ObjectStreamMode.disable
        pdf.save(path, min_version="1.7", object_stream_mode=mode)
    return path


def change_page(signed: Path, target: Path) -> Path:
    """The same file with its first page painted over in an incremental update."""
    content = signed.read_bytes()
    with pikepdf.open(signed) as pdf:
        number, size = pdf.pages[0].obj["/Contents"].objgen[0], int(pdf.trailer["/Size"])
        root = pdf.trailer["/Root"].objgen[0]
    stream = b"0 0 1 rg 0 0 595 842 re f"
    previous = int(content[content.rindex(b"startxref") :].split()[1])
    added = b"\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(stream), stream)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(content) + 1)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        previous,
        len(content) + len(added),
    )
    target.write_bytes(content + added + table + trailer)
    return target


def sign_plainly(source: Path, target: Path, key: SigningKey, *, field: str = "Signature1", **metadata: object) -> Path:
    """Sign as other programs do: without looking at what stands in the file."""
    settings = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=key.digest,
        subfilter=SigSeedSubFilter.PADES,
        **metadata,  # type: ignore[arg-type]
    )
    with source.open("rb") as original, target.open("w+b") as output:
        PdfSigner(settings, key.cms_signer()).sign_pdf(IncrementalPdfFileWriter(original), output=output)
    return target


def zero_signature(signed: Path, target: Path) -> Path:
    """The same file as a program leaves it that dies between reserving the room and filling it."""
    content = signed.read_bytes()
    start = content.rindex(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", start)
    target.write_bytes(content[:start] + b"0" * (end - start) + content[end:])
    return target


def flip_byte(source: Path, target: Path, at: int) -> Path:
    """The same file with one byte changed."""
    content = bytearray(source.read_bytes())
    content[at] ^= 0x01
    target.write_bytes(content)
    return target


def _jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((60, 84)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()
