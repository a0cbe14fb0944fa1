"""Vietnamese text: one spelling for what is written in many ways, and forms to compare by.

A recogniser, a keyboard and a law each place the tone mark, the bar of Đ and the hyphen differently; here they meet.
"""

import re
import unicodedata
from functools import cache

_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

# Open syllables in -oa, -oe, -uy carry the tone on the first vowel in laws and in Decree 30/2020 (hòa, ủy, thúy) and on
# the second in school books (hoà, uỷ, thuý). After q the u belongs to the consonant: quý has one spelling only.
_SECOND_VOWEL_TONE = re.compile(
    r"(?<!q)(?P<pair>o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])",
    re.IGNORECASE,
)
_TONES = {"̀", "́", "̉", "̃", "̣"}
_STOPS = ("c", "ch", "k", "p", "t")
_INITIAL = re.compile(r"ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]")
_RHYME_ROWS = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây",
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu",
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op",
    "ot ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt ơng",
    "u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uơn uy uya uych uyên",
    "uyêt uynh uyt uyu uyn ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu",
    "y yêm yên yêng yêt yêu ynh",
    "ak ăk ôk",
)
_RHYMES = frozenset(rhyme for row in _RHYME_ROWS for rhyme in row.split())


def nfc(text: str) -> str:
    """The text composed, with the Icelandic and African look-alikes of Đ and đ made Vietnamese."""
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKES)


def unify_dashes(text: str) -> str:
    """Every kind of hyphen, dash and minus as the plain hyphen."""
    return text.translate(_DASHES)


def squeeze(text: str) -> str:
    """Single spaces between words, none at the ends."""
    return " ".join(text.split())


@cache
def _fold_character(character: str) -> str:
    base = {"đ": "d", "Đ": "d"}.get(character) or unicodedata.normalize("NFD", character)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


def fold(text: str) -> str:
    """Lower case without marks, dashes plain: what survives a poor reading of bold capitals.

    Character for character as long as ``nfc(text)``, so that a span found here is a span there.
    """
    return "".join(_fold_character(character) for character in unify_dashes(nfc(text)))


def canonical_tones(text: str) -> str:
    """``hoà``, ``uỷ``, ``thuý`` as ``hòa``, ``ủy``, ``thúy``: the placement the gazette uses."""
    return _SECOND_VOWEL_TONE.sub(lambda match: _move_tone_forward(match["pair"]), nfc(text))


def _move_tone_forward(pair: str) -> str:
    decomposed = unicodedata.normalize("NFD", pair[1])
    return unicodedata.normalize("NFC", pair[0] + decomposed[1:]) + decomposed[0]


def comparison_key(text: str) -> str:
    """Equal for two writings of the same words: case, tone placement, dashes and spacing do not count, marks do."""
    return squeeze(unify_dashes(canonical_tones(text))).casefold()


def same_text(one: str, other: str) -> bool:
    """Whether two writings are the same words; see ``comparison_key``."""
    return comparison_key(one) == comparison_key(other)


def capital_share(text: str) -> float:
    """Capitals among the letters, in [0, 1]; 0.0 without letters."""
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) / len(letters) if letters else 0.0


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable: initial, rhyme, at most one tone, and the tone a stop allows.

    ``Nguyễn`` can, ``Nguyển`` can (the rule knows spelling, not names), ``hạmm`` and ``tât`` cannot.
    """
    letters, tones = _without_tones(nfc(word).lower())
    if tones > 1:
        return False
    rhymes = [rhyme for rhyme in _possible_rhymes(letters) if rhyme in _RHYMES]
    return any(not rhyme.endswith(_STOPS) or _has_stop_tone(word) for rhyme in rhymes)


def _without_tones(text: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", text)
    tones = sum(character in _TONES for character in decomposed)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)), tones


def _has_stop_tone(word: str) -> bool:
    return any(mark in unicodedata.normalize("NFD", nfc(word)) for mark in ("́", "̣"))


def _possible_rhymes(letters: str) -> tuple[str, ...]:
    initial = _INITIAL.match(letters)
    if initial is None:
        return (letters,)
    rest = letters[initial.end() :]
    # "gi" and "qu" lend their vowel to the rhyme when nothing else is left: gì, giếng, quý.
    shared = {"gi": "i", "qu": "u"}.get(initial[0])
    return (rest, shared + rest) if shared else (rest,)
