"""Folding of names, so that one place is found in kanji, kana, romaji, with or without accents and suffixes."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "hiragana", "plain", "slug"]

_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_TO_HIRAGANA = {c: c - 0x60 for c in _KATAKANA}
_SPACES = re.compile(r"[\s·・'’ʻ`´\-‐-―−,.()()]+")
#: Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ə": "a"}
)


def hiragana(text: str) -> str:
    """Katakana as hiragana; everything else as it is.

    >>> hiragana("カゴシマ市")
    'かごしま市'
    """
    return text.translate(_TO_HIRAGANA)


def plain(text: str) -> str:
    """Letters without their marks, kana kept whole.

    >>> plain("Kōchi"), plain("Lübeck"), plain("がぎぐ")
    ('Kochi', 'Lubeck', 'がぎぐ')
    """
    decomposed = unicodedata.normalize("NFD", text)
    kept = (c for c in decomposed if not ("\u0300" <= c <= "\u036f"))
    return unicodedata.normalize("NFC", "".join(kept))


def fold(text: str) -> str:
    """The form in which two spellings of one name are equal: width, case, kana kind, marks, spaces folded.

    >>> fold("Kagoshima-shi") == fold("ＫＡＧＯＳＨＩＭＡ ＳＨＩ"), fold("カゴシマ") == fold("かごしま")
    (True, True)
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub("", hiragana(plain(wide)).translate(_LETTERS))


def slug(text: str) -> str:
    """A lower-case name for an IRI: ASCII letters, digits and hyphens.

    >>> slug("Jigen-ryū demonstration!")
    'jigen-ryu-demonstration'
    """
    ascii_text = plain(unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
