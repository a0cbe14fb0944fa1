"""Writing a signature into a copy of a file, in phases: reserve and digest, sign the digest, fill in."""

import math
from datetime import datetime
from typing import BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from domain.errors import DamagedFile, SignatureInvalid, SigningForbidden, SohoaError
from signing.appearance import MarkStyle, Page, place
from signing.order import Level, Order
from signing.part import Part
from signing.report import VIETNAM
from signing.validation import Validation

# Room for what stands in a signature besides certificates and the raw value, and for a timestamp with its own chain.
_ATTRIBUTES_BYTES = 1_500
_TIMESTAMP_BYTES = 10_000


async def sign_copy(part: Part, order: Order, validation: Validation) -> None:
    """Fill the part with a signed copy of the source.

    A timestamp larger than the room left for it is the one reason to start over.

    Raises:
        SigningForbidden, DamagedFile: the file cannot take the field.
        TimestampUnavailable: no authority answers.
    """
    room = len(order.key.certificate) + sum(map(len, order.key.chain)) + order.key.signature_bytes + _ATTRIBUTES_BYTES
    room += _TIMESTAMP_BYTES if order.level is Level.B_T else 0
    for _attempt in range(2):
        part.fill_from(order.source)
        prepared = _prepare(part.stream, order, room)
        signature = await _signature(prepared, order, validation)
        if len(signature) <= room:
            prepared.fill_with_cms(part.stream, signature)
            part.stream.flush()
            return
        room = len(signature) + _ATTRIBUTES_BYTES
    raise SignatureInvalid(f"the signature takes {len(signature)} bytes, more than just before")


def _prepare(stream: BinaryIO, order: Order, room: int) -> PreparedByteRangeDigest:
    """Write the field with zeros where the signature will stand, and digest everything around them."""
    now = datetime.now(VIETNAM).replace(microsecond=0)
    try:
        writer = IncrementalPdfFileWriter(stream)
        box, style = _appearance(writer, order, now)
        signer = PdfSigner(
            PdfSignatureMetadata(
                field_name=order.field,
                md_algorithm=order.key.digest,
                subfilter=SigSeedSubFilter.PADES,
                reason=order.reason,
                location=order.location,
            ),
            signer=order.key.cms_signer(),
            stamp_style=style,
            new_field_spec=SigFieldSpec(order.field, on_page=0, box=box),
        )
        session = signer.init_signing_session(writer)
        # The library would take the time from the machine's zone; the law wants Viet Nam's.
        session.system_time = now
        # Hexadecimal: two characters a byte.
        document = session.prepare_tbs_document(None, bytes_reserved=2 * room)
        prepared, _stream = document.digest_tbs_document(in_place=True)
    except (SohoaError, OSError):
        raise
    except SigningError as error:
        raise SigningForbidden(type(error).__name__) from error
    except Exception as error:
        # Writing walks through objects that reading had no reason to touch; any of them may be broken.
        raise DamagedFile(type(error).__name__) from error
    return prepared


def _appearance(
    writer: IncrementalPdfFileWriter, order: Order, now: datetime
) -> tuple[tuple[int, int, int, int] | None, MarkStyle | None]:
    if order.appearance is None:
        return None, None
    block = place(order.appearance, Page.first_of(writer), now)
    left, bottom, right, top = block.box
    return (math.floor(left), math.floor(bottom), math.ceil(right), math.ceil(top)), MarkStyle(block=block)


async def _signature(prepared: PreparedByteRangeDigest, order: Order, validation: Validation) -> bytes:
    container = await order.key.cms_signer().async_sign(
        prepared.document_digest,
        order.key.digest,
        use_pades=True,
        timestamper=order.timestamps.stamper(validation) if order.level is Level.B_T else None,
        signed_attr_settings=PdfCMSSignedAttributes(),
    )
    signature: bytes = container.dump()
    return signature
