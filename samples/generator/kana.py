"""Hiragana in Latin letters, by a table of our own."""

from __future__ import annotations

_ROWS = (
    "あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto",
    "なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo",
    "らra りri るru れre ろro わwa をo んn ゐi ゑe がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo",
    "だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo",
)
KANA = {entry[0]: entry[1:] for row in _ROWS for entry in row.split()}
_GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_GLIDE_ROW = "きky しsh ちch にny ひhy みmy りry ぎgy じj びby ぴpy"
_GLIDE_STEMS = {entry[0]: entry[1:] for entry in _GLIDE_ROW.split()}
_KANA_PAIRS = {k + g: stem + vowel for k, stem in _GLIDE_STEMS.items() for g, vowel in _GLIDES.items()}


def hepburn(kana: str, *, long_vowel: str = "drop") -> str:
    """Romanise hiragana the Hepburn way.

    Args:
        kana: Hiragana.
        long_vowel: `drop` (Sato), `h` (Satoh) or `keep` (Satou).
    """
    parts: list[str] = []
    position = 0
    double = False
    while position < len(kana):
        pair = kana[position : position + 2]
        if pair in _KANA_PAIRS:
            sound, step = _KANA_PAIRS[pair], 2
        elif kana[position] == "っ":
            double, position = True, position + 1
            continue
        else:
            sound, step = KANA.get(kana[position], ""), 1
        if double:
            sound = ("t" if sound.startswith("ch") else sound[:1]) + sound
            double = False
        parts.append(sound)
        position += step
    text = "".join(parts)
    if long_vowel == "keep":
        return text
    text = text.replace("ou", "oh" if long_vowel == "h" else "o").replace("oo", "oh" if long_vowel == "h" else "o")
    return text.replace("uu", "u")
