"""Make the font of visible signatures: ``python -m scripts.make_signing_font``.

The law wants Times New Roman; Liberation Serif has its metrics. Its letters for Vietnamese are kept, everything else is
dropped, and it is rescaled to 1,000 units per em, because widths in a PDF are counted in thousandths and the signing
library writes them unscaled. A changed version may not bear the reserved name Liberation, so it is renamed.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

SOURCE = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
LICENSE = Path("/usr/share/doc/fonts-liberation2/copyright")
TARGET = Path(__file__).parent.parent / "signing" / "fonts"

FAMILY = "Sohoa Serif"
_VIETNAMESE = (
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
)
LETTERS = "".join(chr(code) for code in range(0x20, 0x7F)) + _VIETNAMESE + "–—‘’“”…·°«»\u00a0"


def make_font(source: Path) -> TTFont:
    """The font's letters for Vietnamese, without hints and layout tables, at 1,000 units per em."""
    kept_names = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options = subset.Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=kept_names
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "kern", "FFTM"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    scale_upem(font, 1000)
    _rename(font)
    return font


def license_text(copyright_file: Path) -> str:
    """The copyright notice and the SIL Open Font License, taken from the package's copyright file."""
    lines = copyright_file.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Files: *"))
    end = next((number for number, line in enumerate(lines) if line.startswith("Files: debian")), len(lines))
    body = ["" if line.strip() == "." else line.rstrip() for line in lines[start + 1 : end]]
    head = f"{FAMILY}: a subset of Liberation Serif 2, rescaled to 1,000 units per em and renamed."
    return "\n".join([head, "", *body]).rstrip() + "\n"


def _rename(font: TTFont) -> None:
    full = f"{FAMILY} Regular"
    names = {1: FAMILY, 2: "Regular", 3: f"sohoa: {full}", 4: full, 6: full.replace(" ", "", 1).replace(" ", "-")}
    table = font["name"]
    for record in table.names:
        if new := names.get(record.nameID):
            table.setName(new, record.nameID, record.platformID, record.platEncID, record.langID)


def main() -> int:
    """Write the font and its licence into ``signing/fonts``."""
    if not SOURCE.is_file():
        print("The font is missing. Install the package fonts-liberation2.", file=sys.stderr)
        return 6
    TARGET.mkdir(exist_ok=True)
    make_font(SOURCE).save(TARGET / "SohoaSerif-Regular.ttf")
    (TARGET / "LICENSE.txt").write_text(license_text(LICENSE), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
