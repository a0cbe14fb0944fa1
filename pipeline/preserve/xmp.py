"""The XMP packet of an archival copy (ISO 16684-1, ISO 19005-2 clause 6.6), equal for equal metadata."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from types import MappingProxyType
from xml.sax.saxutils import escape

from pipeline.preserve.metadata import PRODUCER, ArchiveMetadata
from pipeline.preserve.profile import PdfaLevel

NAMESPACE = "urn:sohoa:record:1#"
PREFIX = "sohoa"

_PROPERTIES = {
    "code": ("code", "Number and symbol of the document"),
    "issuedDate": ("issued_date", "Date of issue, ISO 8601"),
    "issuingAgency": ("issuing_agency", "Agency that issued the document"),
    "documentType": ("type", "Type of document, by its Vietnamese name"),
    "subject": ("subject", "Abstract of the content"),
    "signer": ("signer", "Person who signed the document"),
    "dossierCode": ("dossier_code", "Code of the dossier the document belongs to"),
    "sourceDigest": ("source", "SHA-256 of the bytes this copy was made from"),
}
"""Property of our namespace to the metadata it holds and what it means."""
_MAKING = {
    "profile": "How page images are kept: lossless, faithful, small or bitonal",
    "pageImages": "What was done to the image of each page",
}
"""Properties that tell how the copy was made."""

_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">"""
_TAIL = """</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def packet(
    metadata: ArchiveMetadata, level: PdfaLevel = PdfaLevel.PDFA_2U, making: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The packet, UTF-8: Dublin Core, XMP basic, PDF/A level, and our own properties with their extension schema.

    ``making`` tells how the copy was made: ``profile`` and ``pageImages``.
    """
    return "\n".join((_HEAD, *_descriptions(metadata, level, making), _TAIL)).encode()


def _descriptions(metadata: ArchiveMetadata, level: PdfaLevel, making: Mapping[str, str]) -> Iterator[str]:
    part, conformance = (
        f"<pdfaid:part>{level.part}</pdfaid:part>",
        f"<pdfaid:conformance>{level.conformance}</pdfaid:conformance>",
    )
    yield _description("pdfaid", "http://www.aiim.org/pdfa/ns/id/", [part, conformance])
    yield _description("dc", "http://purl.org/dc/elements/1.1/", _dublin_core(metadata))
    moment = metadata.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    basic = [f"<xmp:{name}>{moment}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    yield _description(
        "xmp", "http://ns.adobe.com/xap/1.0/", [*basic, f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>"]
    )
    yield _description("pdf", "http://ns.adobe.com/pdf/1.3/", [f"<pdf:Producer>{PRODUCER}</pdf:Producer>"])
    own = [
        f"<{PREFIX}:{name}>{escape(str(value))}</{PREFIX}:{name}>"
        for name, (attribute, _) in _PROPERTIES.items()
        if (value := getattr(metadata, attribute))
    ]
    own += [f"<{PREFIX}:{name}>{escape(making[name])}</{PREFIX}:{name}>" for name in _MAKING if name in making]
    yield _description(PREFIX, NAMESPACE, own)
    yield _EXTENSION


def _description(prefix: str, namespace: str, properties: list[str]) -> str:
    return "\n".join(
        (f'<rdf:Description rdf:about="" xmlns:{prefix}="{namespace}">', *properties, "</rdf:Description>")
    )


def _dublin_core(metadata: ArchiveMetadata) -> list[str]:
    found = [
        "<dc:format>application/pdf</dc:format>",
        "<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>",
        _alternatives("title", metadata.title),
    ]
    if metadata.subject:
        found.append(_alternatives("description", metadata.subject))
    if metadata.issuing_agency:
        found.append(_sequence("creator", metadata.issuing_agency))
    if metadata.issued_date:
        found.append(_sequence("date", metadata.issued_date))
    return found


def _alternatives(name: str, value: str) -> str:
    return f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></dc:{name}>'


def _sequence(name: str, value: str) -> str:
    return f"<dc:{name}><rdf:Seq><rdf:li>{escape(value)}</rdf:li></rdf:Seq></dc:{name}>"


def _property(name: str, meaning: str) -> str:
    return f"""<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>{meaning}</pdfaProperty:description>
</rdf:li>"""


_MEANINGS = {name: meaning for name, (_, meaning) in _PROPERTIES.items()} | _MAKING

_EXTENSION = f"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Digitised administrative record</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{PREFIX}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{chr(10).join(_property(name, meaning) for name, meaning in _MEANINGS.items())}
</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
