"""The door: every file passes here before anything else reads it."""

from pathlib import Path

from domain.errors import DamagedFile, EmptyFile, FileTooLarge, SohoaError
from pipeline.intake.kinds import check_extension, recognise
from pipeline.intake.pdf import examine_pdf
from pipeline.intake.pictures import examine_picture
from pipeline.intake.source import Source, SourceKind
from pipeline.limits import Limits
from pipeline.names import check_name
from pipeline.tools.child import in_child

_MB = 1024 * 1024


def inspect(path: Path, name: str, limits: Limits = Limits()) -> Source:  # noqa: B008 - frozen
    """Find out what a file is and whether it may be worked on. The file is only read.

    Its content is examined in a child process, within ``limits.inspect_timeout_s`` and ``limits.child_memory_mb``.

    Args:
        path: where the bytes are.
        name: what the sender called the file.

    Raises:
        InputError: the leaf says why it is refused; see ``domain.errors``.
        OSError: the file is not there or may not be read.
    """
    check_name(name)
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile
    if size > limits.max_file_mb * _MB:
        raise FileTooLarge(size_mb=-(-size // _MB), limit_mb=limits.max_file_mb)
    kind, garbage = recognise(path)
    check_extension(name, kind)
    source = in_child(examine, path, kind, limits, timeout_s=limits.inspect_timeout_s, memory_mb=limits.child_memory_mb)
    if not garbage:
        return source
    return Source(
        source.kind, source.media_type, source.page_count, source.signed, ("leading_garbage", *source.warnings)
    )


def examine(path: Path, kind: SourceKind, limits: Limits) -> Source:
    """Examine a file of a known format in this process.

    Raises:
        InputError: as ``inspect``; whatever a parser raises on broken bytes comes out as ``DamagedFile``.
        MemoryError: the file wants more than this process may have.
    """
    try:
        if kind is SourceKind.PDF:
            return examine_pdf(path, limits)
        return examine_picture(path, kind, limits)
    except (SohoaError, MemoryError):
        raise
    except Exception as error:
        # Parsers of foreign formats raise anything at all on hostile bytes: struct.error, RuntimeError, TypeError …
        raise DamagedFile(f"{type(error).__name__}: {error}") from error
