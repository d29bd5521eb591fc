"""Hiragana to Hepburn romaji, with macrons or plain."""

from __future__ import annotations

import re
import unicodedata

import jaconv

__all__ = ["plain", "romaji"]

#: Which two vowels of a transcription make one long one. Long i and e are written out: Niigata, Eiheiji.
LONG_VOWELS = {"ou": "ō", "oo": "ō", "uu": "ū"}


def romaji(kana: str) -> str:
    """Transcribe ``kana``, reading every おう, おお and うう as one long vowel.

    Kana alone do not show where one word ends and the next begins (かつ + うら is Katsuura, not
    Katsūra): such names are overrides.

    >>> romaji("おおさか"), romaji("はっちょう"), romaji("しんおんせん")
    ('Ōsaka', 'Hatchō', "Shin'onsen")
    """
    apart = re.sub(r"ん(?=[あいうえおやゆよ])", "ん'", kana)
    latin: str = jaconv.kana2alphabet(apart).replace("cch", "tch")
    for pair, long in LONG_VOWELS.items():
        latin = latin.replace(pair, long)
    return latin.capitalize()


def plain(text: str) -> str:
    """Reduce to ASCII: no macrons, no apostrophes.

    >>> plain("Nan'yō")
    'Nanyo'
    """
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("'", "")
