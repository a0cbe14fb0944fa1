"""The error tree, grouped by what the *caller* does next.

A leaf names one thing that happened. Its ``code`` is the class name in snake case; the sentence for a person stands
under that code in ``messages/vi.toml`` and ``messages/en.toml``. Parameters fill the sentence; ``detail`` is for the
log only and may hold what a tool printed, never recognised text or personal data.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import ClassVar, Literal

Language = Literal["vi", "en"]


class SohoaError(Exception):
    """Root of everything this system raises on purpose."""

    code: ClassVar[str] = "error"
    group: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; the default would drop the keyword parameters.
        return _rebuild, (type(self), self.detail, self.params)

    def message(self, language: Language = "vi") -> str:
        """The sentence for a person: what happened and what to do."""
        return message_for(self.code, language, **self.params)


def _rebuild(cls: type[SohoaError], detail: str, params: dict[str, object]) -> SohoaError:
    return cls(detail, **params)


class InputError(SohoaError):
    """Somebody must change the file or the request."""

    group = "input"
    http_status = 422
    exit_code = 2


class RuleError(SohoaError):
    """A rule forbids it now."""

    group = "rule"
    http_status = 409
    exit_code = 3


class ConflictError(SohoaError):
    """Somebody else was first; reading again and retrying helps."""

    group = "conflict"
    http_status = 409
    exit_code = 4


class IntegrityError(SohoaError):
    """Bytes, a signature or a document are not as recorded or as required."""

    group = "integrity"
    http_status = 500
    exit_code = 5


class UnavailableError(SohoaError):
    """A service or a program did not answer; the same call may succeed later."""

    group = "unavailable"
    http_status = 503
    exit_code = 6


# --- input ----------------------------------------------------------------------------------------------------------
class EmptyFile(InputError):
    """Zero bytes."""


class FileNotReadable(InputError):
    """The file cannot be opened: no regular file, no right to read it, or gone meanwhile."""


class NotADocument(InputError):
    """The bytes are of no format that is taken in."""


class WrongExtension(InputError):
    """The name promises another format than the bytes hold. Params: ``extension``, ``actual``."""


class UnsafeName(InputError):
    """The name holds a path, a control character or a reserved form."""


class DamagedFile(InputError):
    """Truncated or corrupt beyond honest repair."""


class UnsupportedCoding(InputError):
    """A known format in a variant that is not read, such as 12-bit JPEG. Params: ``coding``."""


class EncryptedFile(InputError):
    """Needs a password to open, or forbids what an archive must do."""


class NoPages(InputError):
    """A document without a single page."""


class TooManyPages(InputError):
    """Params: ``pages``, ``limit``."""


class PageTooLarge(InputError):
    """A page's sides or pixel count pass the limit. Params: ``page``, ``width_px``, ``height_px``, ``limit_px``."""


class FileTooLarge(InputError):
    """Params: ``size_mb``, ``limit_mb``."""


class DecompressionBomb(InputError):
    """Unpacks to far more than its size allows. Params: ``limit_mb``."""


class UnreadableScan(InputError):
    """A page cannot be turned into an image. Params: ``page``."""


class FileOverwhelmsTools(InputError):
    """A program that reads the file passed its time or memory limit. Params: ``program``."""


class NotConvertible(InputError):
    """A draft cannot be turned into PDF/A that shows the same pages."""


class NotCuttable(InputError):
    """A file of several pages in a format whose pages cannot be taken out as they are. Params: ``format``."""


class UnevenStacks(InputError):
    """Fronts and backs scanned in two passes differ in number. Params: ``odd``, ``even``."""


class BadRequest(InputError):
    """A request whose parts do not fit. Params: ``field``."""


class BadDossierCode(InputError):
    """Params: ``code``."""


class BadIdentifier(InputError):
    """A number or code that stands on papers is not well formed. Params: ``text``, ``example``."""


class UnknownRecord(InputError):
    """No record of that identifier. Params: ``id``."""

    http_status = 404


class ForeignOrigin(InputError):
    """A page of another site tried to change something here."""

    http_status = 403


class UnservedHost(InputError):
    """The server was asked for under a name that is not its own. Params: ``host``."""

    http_status = 421


class WrongSecret(InputError):
    """The password or PIN of a key is wrong. It is never tried again by itself."""


class BadKeyUri(InputError):
    """Params: ``scheme``."""


class BadSettings(InputError):
    """A setting is missing or contradicts another. Params: ``setting``."""


class BadTemplate(InputError):
    """The file of a type of documents is not as it must be. Params: ``name``, ``problem``."""


# --- rule -----------------------------------------------------------------------------------------------------------
class WrongState(RuleError):
    """The record is not in a state that allows this step. Params: ``state``."""


class CertificateExpired(RuleError):
    """Params: ``not_after``."""


class CertificateNotYetValid(RuleError):
    """Params: ``not_before``."""


class CertificateRevoked(RuleError):
    """The certificate was revoked by its authority."""


class CertificateUnfit(RuleError):
    """The certificate may not sign documents, or leads to no trusted root."""


class AlreadyIssued(RuleError):
    """An outcome of that kind and version was issued for the dossier. Params: ``dossier_code``."""


class SigningForbidden(RuleError):
    """The file may not be signed: certified against changes, or a broken field stands in it."""


class SignedNotCut(RuleError):
    """A signed file is the record as it is and is never cut into documents."""


# --- conflict -------------------------------------------------------------------------------------------------------
class StaleRecord(ConflictError):
    """The record changed since it was read."""


class JobTaken(ConflictError):
    """Another worker holds the job, or it is done."""


class FileChanged(ConflictError):
    """A file was written to or replaced while it was taken in."""


# --- integrity ------------------------------------------------------------------------------------------------------
class DigestMismatch(IntegrityError):
    """Stored bytes do not have the digest they are named by. Params: ``digest``."""


class MissingObject(IntegrityError):
    """A record names an object that the store does not hold. Params: ``digest``."""


class NotConformant(IntegrityError):
    """A file meant for the archive is not valid PDF/A. Params: ``rules``."""


class SignatureInvalid(IntegrityError):
    """A signature just made, or one that must hold, does not verify."""


class TooManyAttempts(IntegrityError):
    """A step failed or took its worker down too often. Params: ``step``, ``attempts``."""


class UnexpectedFailure(IntegrityError):
    """A fault of the program itself, not of the file. Params: ``step``."""


# --- unavailable ----------------------------------------------------------------------------------------------------
class ProgramMissing(UnavailableError):
    """Params: ``program``, ``package``."""


class DiskFull(UnavailableError):
    """No room is left where a worker or a program it calls writes its scratch files."""


class ProgramFailed(UnavailableError):
    """Params: ``program``."""


class ValidatorMissing(UnavailableError):
    """veraPDF is not installed or does not start; nothing is archived unproved."""


class ObjectsUnavailable(UnavailableError):
    """The object store does not answer."""


class RecordsUnavailable(UnavailableError):
    """The database does not answer."""


class BrokerUnavailable(UnavailableError):
    """The message broker does not answer."""


class SearchUnavailable(UnavailableError):
    """The search index cannot be opened or written now."""


class TimestampUnavailable(UnavailableError):
    """No timestamp authority answered."""


class RevocationUnknown(UnavailableError):
    """Neither OCSP nor CRL could say whether a certificate is revoked."""


class KeyUnavailable(UnavailableError):
    """The token or key service does not answer, or holds no such key."""


def leaves() -> tuple[type[SohoaError], ...]:
    """Every concrete error, in order of definition."""
    groups = (InputError, RuleError, ConflictError, IntegrityError, UnavailableError)
    return tuple(leaf for group in groups for leaf in group.__subclasses__())


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Error code to sentence, with ``{parameter}`` places."""
    text = resources.files("domain").joinpath("messages", f"{language}.toml").read_text(encoding="utf-8")
    return {code: str(sentence) for code, sentence in tomllib.loads(text).items()}


class _Missing(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def message_for(code: str, /, language: Language = "vi", **params: object) -> str:
    """The sentence under an error code; a code without one yields the code itself."""
    return catalogue(language).get(code, code).format_map(_Missing(params))


def error_of(code: str, params: Mapping[str, object]) -> SohoaError:
    """The error a recorded code stands for; an unknown code yields the root."""
    kind = next((leaf for leaf in leaves() if leaf.code == code), SohoaError)
    return kind("", **dict(params))
