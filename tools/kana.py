"""Hiragana to Hepburn romaji, with macrons or plain."""

from __future__ import annotations

import re
import unicodedata

import jaconv

__all__ = ["plain", "romaji"]

#: Which two vowels of a transcription make one long one. Long i and e are written out: Niigata, Eiheiji.
LONG_VOWELS = {"ou": "ō", "oo": "ō", "uu": "ū"}


def romaji(kana: str, *, borders: str = "") -> str:
    """Transcribe ``kana``; a ``|`` in ``borders`` (the same kana) keeps two vowels apart.

    >>> romaji("おおさか"), romaji("はっちょう"), romaji("しんおんせん")
    ('Ōsaka', 'Hatchō', "Shin'onsen")
    >>> romaji("こうみ", borders="こ|うみ")
    'Koumi'
    """
    parts = (borders or kana).split("|")
    return "".join(_transcribe(part) for part in parts).capitalize()


def _transcribe(kana: str) -> str:
    split = re.sub(r"ん(?=[あいうえおやゆよ])", "ん'", kana)
    latin: str = jaconv.kana2alphabet(split)
    latin = latin.replace("cch", "tch")
    for pair, long in LONG_VOWELS.items():
        latin = latin.replace(pair, long)
    return latin


def plain(text: str) -> str:
    """The same in ASCII: no macrons, no apostrophes.

    >>> plain("Nan'yō")
    'Nanyo'
    """
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("'", "")
