"""What a PDF file says about itself: title, agency, dates, language, and how it was made."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import pikepdf
from pikepdf import Dictionary, Name

from pipeline.preserve.metadata import PRODUCER, ArchiveMetadata
from pipeline.preserve.profile import PdfaLevel
from pipeline.preserve.xmp import packet


def describe(
    pdf: pikepdf.Pdf,
    metadata: ArchiveMetadata,
    *,
    level: PdfaLevel = PdfaLevel.PDFA_2U,
    making: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Say in the file what it is: XMP packet, document information, language, page labels.

    ``making`` tells how it was made; see ``packet``.
    """
    pdf.Root.Metadata = pdf.make_stream(packet(metadata, level, making), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = "vi"
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D)])
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    moment = _pdf_date(metadata.created)
    information = {
        "/Title": metadata.title,
        "/Author": metadata.issuing_agency,
        "/Subject": metadata.subject,
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: value for key, value in information.items() if value}))


def _pdf_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
