"""What the learned labeller looks at: for each token the facts about it, its run of text, its line and its card.

A feature is a short string such as `run.end=部` or `line.size=2`; the model holds a weight for each feature and label.
What the rules decide is one of the features, so that the model learns when to trust them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from meishi.domain.kana import to_hiragana
from meishi.extract.card_text import CardLine, CardText, Span
from meishi.extract.folding import compact, has_japanese, is_kana
from meishi.extract.geometry import overlap_px
from meishi.extract.lexicons import fold_name, japanese_names, longest_first, words
from meishi.extract.mail_likeness import WebNames, family_keys, given_keys
from meishi.extract.name_scores import best_split, japanese_name_score, latin_name_score
from meishi.extract.tokens import Script, Token
from meishi.extract.word_scores import (
    japanese_company_score,
    japanese_department_score,
    japanese_title_score,
    latin_company_score,
    latin_department_score,
    latin_title_score,
    latin_words,
)

Features = list[str]

_JAPANESE_SCRIPTS = frozenset({Script.KANJI, Script.HIRAGANA, Script.KATAKANA})
_JAPANESE_LISTS = (
    "prefectures", "company_forms", "company_endings", "titles", "title_prefixes", "department_endings",
    "department_words", "building_words", "address_headers", "not_names", "noise_words",
)  # fmt: skip
_LATIN_LISTS = (
    "company_forms", "company_words", "department_words", "department_topics", "titles", "title_modifiers",
    "qualifications", "honorifics", "street_words", "countries", "cities", "states", "given_names",
)  # fmt: skip
_JOINING_SIGNS = frozenset("-'’.&")
_LETTER = {
    Script.KANJI: "K", Script.HIRAGANA: "h", Script.KATAKANA: "k", Script.LATIN: "L", Script.DIGITS: "d",
    Script.SIGN: ".", Script.CLAIMED: "#",
}  # fmt: skip


@dataclass
class _Run:
    """Tokens without a space or separator between them; a letter-spaced text is one run.

    Attributes:
        tokens: Indices into the card's tokens.
        text: Its text without spaces.
        features: What is said of each of its tokens.
    """

    tokens: list[int]
    text: str
    features: Features = field(default_factory=list)


@dataclass
class _LineFacts:
    """What is known of a line before any label is."""

    line: CardLine
    size_bin: int
    kinds: str
    gist: str
    beside: dict[str, CardLine | None]
    features: Features


def token_features(
    card: CardText, tokens: Sequence[Token], claimed: Sequence[Span], rule_spans: Sequence[Span]
) -> list[Features]:
    """Give the features of each token.

    Args:
        card: The lines.
        tokens: What `cut_into_tokens` made of them.
        claimed: What the grammars found.
        rule_spans: What the rules would label.

    Returns:
        One list for each token, in its order.
    """
    web_names = WebNames.from_spans(claimed)
    lines = _line_facts(card, tokens, claimed, rule_spans)
    rules = _rule_features(tokens, rule_spans)
    script_mix = _script_mix(card, tokens)
    runs = _runs(tokens)
    chunks = _chunks(tokens)
    _describe_runs(tokens, runs, web_names)
    _describe_chunks(tokens, chunks, web_names, lines)
    run_of = {index: run for run in runs for index in run.tokens}
    chunk_of = {index: chunk for chunk in chunks for index in chunk.tokens}
    marks = _word_marks(card, tokens)
    found: list[Features] = []
    for index, token in enumerate(tokens):
        features = ["bias", f"card={script_mix}", *_own(token), *_around(tokens, index), *rules[index], *marks[index]]
        if token.claimed is None:
            run, chunk = run_of[index], chunk_of[index]
            features += run.features + chunk.features
            features += [f"run.at={_place(run, index)}", f"chunk.at={_place(chunk, index)}"]
            features += _name_marks(tokens, index, run, web_names)
        if index == 0 or tokens[index - 1].line != token.line:
            features += _line_start(lines, token.line)
        features += lines[token.line].features
        size = lines[token.line].size_bin
        features += [f"{script_mix}.{_LETTER[token.script]}.size={size}"]
        found.append(features)
    return found


# -- the token itself ------------------------------------------------------------------------------------------------


def _own(token: Token) -> Features:
    if token.claimed is not None:
        return [f"claimed={token.claimed.kind.value if token.claimed.kind else 'none'}"]
    features = [f"script={token.script}"]
    text = token.text
    if token.script is Script.LATIN:
        word = text.casefold().strip(".")
        features += [f"shape={_shape(text)}", f"w={word}", f"w.end={word[-3:]}", f"w.start={word[:3]}"]
        features += [f"len={min(len(word), 10)}"]
        features += [f"in.{group}" for group in _LATIN_LISTS if word in _single_words(group)]
        if re.fullmatch(r"(?:[kgsztdnhbpmrywfj]?[hsy]?y?[aiueo]|n)+", word) and len(word) > 2:
            features.append("sounds-japanese")
    elif token.script is Script.DIGITS:
        features += [f"digits={min(len(text), 8)}"]
    else:
        features += [f"w={text[:8]}"]
        if token.script is Script.KATAKANA:
            features += [f"w.end={text[-2:]}", f"w.end={text[-3:]}", f"len={min(len(text), 10)}"]
        if token.script in (Script.HIRAGANA, Script.KATAKANA):
            names, kana = japanese_names(), to_hiragana(text)
            features += ["surname-kana"] * (kana in names.surname_kana) + ["given-kana"] * (kana in names.given_kana)
    return features


def _shape(word: str) -> str:
    letters = word.strip(".")
    if len(letters) == 1:
        return "A" if letters.isupper() else "a"
    if letters.isupper():
        return "AA"
    if letters.islower():
        return "aa"
    return "Aa" if letters[0].isupper() and letters[1:].islower() else "aA"


@cache
def _single_words(group: str) -> frozenset[str]:
    return frozenset(part.strip(".,") for phrase in words("latin", group) for part in phrase.casefold().split())


def _around(tokens: Sequence[Token], index: int) -> Features:
    """Say what stands beside a token in its line."""
    features: Features = []
    here = tokens[index]
    for step in (-2, -1, 1, 2):
        other = tokens[index + step] if 0 <= index + step < len(tokens) else None
        if other is None or other.line != here.line:
            features.append(f"{step}:edge")
            continue
        if other.claimed is not None:
            features.append(f"{step}:claimed={other.claimed.kind.value if other.claimed.kind else 'none'}")
            continue
        word = other.text.casefold()[:8] if other.script is not Script.DIGITS else f"d{min(len(other.text), 5)}"
        features += [f"{step}:script={other.script}", f"{step}:w={word}"]
    if features[1] != "-1:edge" and here.script is Script.KANJI:
        features.append(f"pair={tokens[index - 1].text[-4:]}{here.text}")
    features.append(f"gap={min(here.spaces_before, 2)}")
    following = tokens[index + 1] if index + 1 < len(tokens) and tokens[index + 1].line == here.line else None
    features.append(f"gap.after={min(following.spaces_before, 2) if following else 'end'}")
    return features


def _rule_features(tokens: Sequence[Token], rule_spans: Sequence[Span]) -> list[Features]:
    found: list[Features] = []
    for token in tokens:
        span = next(
            (s for s in rule_spans if s.line == token.line and s.start <= token.start and token.end <= s.end), None
        )
        if span is None or span.kind is None:
            found.append(["rule=none"])
            continue
        begins = token.start == span.start and not span.joins
        found.append([
            f"rule={'B' if begins else 'I'}-{span.kind.value}", f"rule={span.kind.value}.{_coarse(span.certainty * 5)}"
        ])  # fmt: skip
    return found


def _coarse(number: float) -> int:
    return math.floor(number)


# -- words of the lexicons -------------------------------------------------------------------------------------------


def _word_marks(card: CardText, tokens: Sequence[Token]) -> list[Features]:
    """Mark the tokens that known words and phrases lie over."""
    over: dict[int, list[tuple[int, int, str]]] = {}
    for line in card.lines:
        found = over.setdefault(line.index, [])
        if has_japanese(line.text):
            for group in _JAPANESE_LISTS:
                found += [(m.start(), m.end(), group) for m in longest_first("japanese", group).finditer(line.text)]
        else:
            for group in ("titles", "department_topics", "company_words", "cities"):
                found += [(m.start(), m.end(), f"latin.{group}") for m in _phrases(group).finditer(line.text)]
    marks: list[Features] = []
    for token in tokens:
        here: Features = []
        for start, end, group in over[token.line]:
            if start <= token.start and token.end <= end and token.claimed is None:
                place = ("B" if token.start == start else "") + ("E" if token.end == end else "")
                here.append(f"in.{group}.{place or 'M'}")
                if end - start > 3 and place:
                    here.append(f"in.long.{group}.{place}")
        marks.append(here)
    return marks


@cache
def _phrases(group: str) -> re.Pattern[str]:
    ordered = sorted(words("latin", group), key=len, reverse=True)
    return re.compile(rf"(?<![\w.'-])(?:{'|'.join(re.escape(word) for word in ordered)})(?![\w'])", re.IGNORECASE)


def _name_marks(tokens: Sequence[Token], index: int, run: _Run, web_names: WebNames) -> Features:
    """Say whether a token may begin or end a known family or given name."""
    token = tokens[index]
    if token.script is Script.LATIN:
        likeness = web_names.person_likeness(family_keys(token.text)) if len(token.text) > 2 else 0.0
        return [f"mail={likeness:.1f}"] if likeness else []
    if token.script not in _JAPANESE_SCRIPTS:
        return []
    lexicon, features = japanese_names(), []
    position = run.tokens.index(index)
    for size in (1, 2, 3):
        after = "".join(tokens[i].text for i in run.tokens[position : position + size])
        before = "".join(tokens[i].text for i in run.tokens[max(0, position - size + 1) : position + 1])
        if len(after) >= size and lexicon.surnames.get(fold_name(after), 0) > 3000:
            features.append(f"surname.B{size}")
        if len(before) >= size and fold_name(before) in lexicon.given_names:
            features.append(f"given.E{size}")
        if len(after) >= size and fold_name(after) in lexicon.given_names:
            features.append(f"given.B{size}")
    return features


# -- runs and chunks -------------------------------------------------------------------------------------------------


def _runs(tokens: Sequence[Token]) -> list[_Run]:
    runs: list[_Run] = []
    for index, token in enumerate(tokens):
        if token.claimed is not None:
            continue
        before = tokens[index - 1] if index else None
        if before is not None and before.line == token.line and before.claimed is None and runs:
            separated = any(t.script is Script.SIGN and t.text not in _JOINING_SIGNS for t in (token, before))
            spaced = token.spaces_before > 0 and not _letter_spaced(before, token, tokens, index)
            if not separated and not spaced:
                runs[-1].tokens.append(index)
                continue
        runs.append(_Run([index], ""))
    for run in runs:
        run.text = "".join(tokens[index].text for index in run.tokens)
    return runs


def _letter_spaced(before: Token, token: Token, tokens: Sequence[Token], index: int) -> bool:
    """Whether two single glyphs with a space between them are letter-spaced, not two words."""
    if len(before.text) != 1 or len(token.text) != 1 or token.script not in _JAPANESE_SCRIPTS:
        return False
    alone_before = index < 2 or tokens[index - 2].line != token.line or before.spaces_before > 0
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    alone_after = following is None or following.line != token.line or following.spaces_before > 0
    return alone_before and alone_after


def _chunks(tokens: Sequence[Token]) -> list[_Run]:
    """Give the text between claimed spans, line by line."""
    chunks: list[_Run] = []
    for index, token in enumerate(tokens):
        if token.claimed is not None:
            continue
        before = tokens[index - 1] if index else None
        if chunks and before is not None and before.line == token.line and before.claimed is None:
            chunks[-1].tokens.append(index)
        else:
            chunks.append(_Run([index], ""))
    for chunk in chunks:
        chunk.text = "".join(" " * bool(tokens[i].spaces_before) + tokens[i].text for i in chunk.tokens).strip()
    return chunks


def _place(run: _Run, index: int) -> str:
    first, last = run.tokens[0] == index, run.tokens[-1] == index
    if first and last:
        return "only"
    return "first" if first else "last" if last else "inside"


def _pattern(tokens: Sequence[Token], run: _Run) -> str:
    letters = "".join(_LETTER[tokens[index].script] for index in run.tokens)
    return re.sub(r"(.)\1+", r"\1+", letters)[:8]


def _describe_runs(tokens: Sequence[Token], runs: Sequence[_Run], web_names: WebNames) -> None:
    for number, run in enumerate(runs):
        line = tokens[run.tokens[0]].line
        run.features += [f"run.pattern={_pattern(tokens, run)}", f"run.len={min(len(run.text), 12)}"]
        if has_japanese(run.text):
            run.features += [f"run.end={run.text[-1:]}", f"run.end={run.text[-2:]}", f"run.start={run.text[:2]}"]
            run.features += [f"run.start={run.text[:1]}"]
            run.features += _scores("run", run.text)
            run.features += _split_features("run", run.text, web_names)
            for step in (-1, 1):
                beside = runs[number + step] if 0 <= number + step < len(runs) else None
                if beside is None or tokens[beside.tokens[0]].line != line:
                    run.features.append(f"run{step:+d}=none")
                    continue
                pair = (beside, run) if step < 0 else (run, beside)
                together = f"{pair[0].text} {pair[1].text}"
                if len(together) <= 8:
                    run.features += _split_features(f"run{step:+d}", together, web_names)
                run.features.append(f"run{step:+d}.best={_best_reading(beside.text)}")


def _describe_chunks(
    tokens: Sequence[Token], chunks: Sequence[_Run], web_names: WebNames, lines: Sequence[_LineFacts]
) -> None:
    for chunk in chunks:
        facts = lines[tokens[chunk.tokens[0]].line]
        features = chunk.features
        features += [f"chunk.pattern={_pattern(tokens, chunk)}", f"chunk.len={min(len(chunk.text) // 3, 10)}"]
        features += _scores("chunk", chunk.text)
        count = len(chunk.text.split())
        features.append(f"chunk.words={min(count, 7)}")
        if not has_japanese(chunk.text):
            features.append(f"chunk.case={_case(chunk.text)}")
            last = latin_words(chunk.text)[-1:]
            features += [f"chunk.last={word}" for word in last]
            if re.search(r"\d", chunk.text):
                features.append("chunk.has-digit")
        elif not is_kana(compact(chunk.text)):
            features += _split_features("chunk", chunk.text, web_names)
        else:
            features += _kana_features(chunk.text)
        likeness = web_names.company_likeness(chunk.text)
        if likeness >= 0.3:
            features.append(f"chunk.domain={_coarse(likeness * 4)}")
        below, above = facts.beside["below"], facts.beside["above"]
        if below is not None and not has_japanese(chunk.text):
            joint = web_names.company_likeness(f"{chunk.text} {below.text}")
            if joint > likeness + 0.1:
                features.append(f"chunk.domain.joint={_coarse(joint * 4)}")
        if above is not None and not has_japanese(chunk.text):
            joint = web_names.company_likeness(f"{above.text} {chunk.text}")
            if joint > likeness + 0.1 and joint > web_names.company_likeness(above.text) + 0.1:
                features.append(f"chunk.domain.joint-above={_coarse(joint * 4)}")


def _case(text: str) -> str:
    found = {_shape(word) for word in re.findall(r"[A-Za-zÀ-ɏḀ-ỿ]{2,}", text)}
    return "+".join(sorted(found)) or "none"


def _scores(level: str, text: str) -> Features:
    """Give what the words say of a text, in coarse steps."""
    if len(text) < 2:
        return []
    if has_japanese(text):
        scores = {
            "title": japanese_title_score(text), "department": japanese_department_score(text),
            "company": japanese_company_score(text), "name": japanese_name_score(text),
        }  # fmt: skip
    elif re.search(r"[A-Za-zÀ-ỿ]{2}", text):
        scores = {
            "title": latin_title_score(text), "department": latin_department_score(text),
            "company": latin_company_score(text), "name": latin_name_score(text),
        }  # fmt: skip
    else:
        return []
    features = [f"{level}.{name}={max(-2, min(5, _coarse(score)))}" for name, score in scores.items()]
    best = max(scores, key=lambda name: scores[name])
    return [*features, f"{level}.best={best if scores[best] > 0 else 'none'}"]


@cache
def _best_reading(text: str) -> str:
    scored = [feature for feature in _scores("x", text) if feature.startswith("x.best=")]
    return scored[0][7:] if scored else "short"


def _split_features(level: str, text: str, web_names: WebNames) -> Features:
    """Say how a Japanese text splits into family and given name, and what the mail address says to that."""
    if not 2 <= len(compact(text)) <= 8 or re.search(r"[\dA-Za-z]", text):
        return []
    split = best_split(text)
    if split is None:
        return [f"{level}.split=none"]
    known = f"{'F' * split.family_known}{'G' * split.given_known}"
    features = [f"{level}.split={known}", f"{level}.split={known}.{max(-2, min(4, _coarse(split.score)))}"]
    family = web_names.person_likeness(family_keys(split.family))
    given = web_names.person_likeness(given_keys(split.given))
    if family or given:
        features += [f"{level}.mail={max(family, given):.1f}", f"{level}.mail={family:.1f}+{given:.1f}"]
    return features


def _kana_features(text: str) -> Features:
    lexicon, reading = japanese_names(), to_hiragana(compact(text))
    family = any(reading[:size] in lexicon.surname_kana for size in range(2, len(reading) + 1))
    both = any(
        reading[:size] in lexicon.surname_kana and reading[size:] in lexicon.given_kana
        for size in range(1, len(reading))
    )
    return ["chunk.kana", f"chunk.kana={'both' if both else 'family' if family else 'no'}"]


# -- lines -----------------------------------------------------------------------------------------------------------


def _line_facts(
    card: CardText, tokens: Sequence[Token], claimed: Sequence[Span], rule_spans: Sequence[Span]
) -> list[_LineFacts]:
    free = {token.line for token in tokens if token.claimed is None and token.script is not Script.SIGN}
    sizes = sorted({round(card.lines[index].glyph_px) for index in free}, reverse=True)
    facts = []
    for line in card.lines:
        ratio = math.log2(line.glyph_px / card.median_glyph_px)
        size_bin = max(-3, min(4, round(ratio * 2.5)))
        kinds = "+".join(sorted({s.kind.value if s.kind else "none" for s in claimed if s.line == line.index}))
        ruled = [s.kind.value for s in rule_spans if s.line == line.index and s.kind]
        gist = "+".join(dict.fromkeys(ruled)) or kinds or "?"
        rank = sum(size > 1.08 * line.glyph_px for size in sizes)
        facts.append(_LineFacts(line, size_bin, kinds, gist, _next_to(card, line), []))
        facts[-1].features += [f"line.size={size_bin}", f"line.rank={min(rank, 4)}", f"line.claimed={kinds}"]
        facts[-1].features += [*_position(card, line), f"line.gist={gist}", f"line.gist.size={gist}/{size_bin}"]
    for fact in facts:
        fact.features += _neighbour_features(facts, fact)
    return facts


def _position(card: CardText, line: CardLine) -> Features:
    x, y, width, height = line.box
    card_width, card_height = max(1, card.card_size[0]), max(1, card.card_size[1])
    across, down = (x + width / 2) / card_width, (y + height / 2) / card_height
    direction = "v" if line.is_vertical else "h"
    along = "upright" if card_height > card_width else "wide"
    centred = abs(across - 0.5) < 0.06
    return [
        f"line.{direction}",
        f"line.{direction}.x={min(3, int(across * 4))}",
        f"line.{direction}.y={min(5, int(down * 6))}",
        f"line.{along}.{direction}.xy={min(2, int(across * 3))},{min(3, int(down * 4))}",
        f"line.centred={centred}",
        f"line.left={min(4, int(x / card_width * 10))}",
        f"line.order={'first' if line.index == 0 else 'last' if line.index == len(card.lines) - 1 else 'inside'}",
    ]


def _neighbour_features(facts: Sequence[_LineFacts], here: _LineFacts) -> Features:
    features: Features = []
    for side, line in here.beside.items():
        if line is None:
            features.append(f"{side}=none")
            continue
        there = facts[line.index]
        relation = _relation(there.line.glyph_px / here.line.glyph_px)
        features += [f"{side}.gist={there.gist}", f"{side}.size={relation}", f"{side}.kinds={there.kinds}"]
        features.append(f"{side}.best={_best_reading(line.text)}")
    for step in (-1, 1):
        index = here.line.index + step
        if 0 <= index < len(facts):
            features.append(f"line{step:+d}.gist={facts[index].gist}")
            features.append(f"line{step:+d}.size={_relation(facts[index].line.glyph_px / here.line.glyph_px)}")
    return features


def _line_start(facts: Sequence[_LineFacts], index: int) -> Features:
    """Say how a line follows the one before it in reading order: what tells a second line from a new value."""
    if index == 0:
        return ["starts=card"]
    here, before = facts[index].line, facts[index - 1].line
    size = _relation(here.glyph_px / before.glyph_px)
    dx, dy = abs(here.box[0] - before.box[0]), abs(here.box[1] - before.box[1])
    gap = dx if here.is_vertical else dy
    reach = gap / max(here.glyph_px, before.glyph_px)
    place = "row" if reach < 0.5 else "next" if reach < 1.8 else "near" if reach < 3 else "far"
    offset = (dy if here.is_vertical else dx) < 0.6 * here.glyph_px
    readings = f"{_best_reading(before.text)}>{_best_reading(here.text)}"
    return [
        f"starts={size}.{place}.{offset}",
        f"starts.best={readings}",
        f"starts.size={size}",
        f"starts.{place}={readings}",
    ]


def _relation(ratio: float) -> str:
    return "smaller" if ratio < 0.85 else "larger" if ratio > 1.18 else "same"


def _next_to(card: CardText, line: CardLine) -> dict[str, CardLine | None]:
    """Find the nearest line above, below, to the left and to the right that shares some of this one's extent."""
    x, y, width, height = line.box
    nearest: dict[str, tuple[float, CardLine | None]] = dict.fromkeys(
        ("above", "below", "left", "right"), (4.0 * line.glyph_px, None)
    )
    for other in card.lines:
        if other.index == line.index:
            continue
        ox, oy, other_width, other_height = other.box
        beneath = overlap_px(x, width, ox, other_width) > 0.2 * min(width, other_width)
        beside = overlap_px(y, height, oy, other_height) > 0.4 * min(height, other_height)
        gaps = {
            "above": y - (oy + other_height) if beneath else math.inf,
            "below": oy - (y + height) if beneath else math.inf,
            "left": x - (ox + other_width) if beside else math.inf,
            "right": ox - (x + width) if beside else math.inf,
        }
        for side, gap in gaps.items():
            if -0.5 * line.glyph_px <= gap < nearest[side][0]:
                nearest[side] = (gap, other)
    return {side: found for side, (_, found) in nearest.items()}


def _script_mix(card: CardText, tokens: Sequence[Token]) -> str:
    japanese = sum(len(token.text) for token in tokens if token.script in _JAPANESE_SCRIPTS)
    latin = sum(len(token.text) for token in tokens if token.script is Script.LATIN)
    if not japanese:
        return "latin"
    mixed = "mixed" if latin > japanese else "japanese"
    columns = sum(line.is_vertical for line in card.lines) > len(card.lines) / 2
    return f"{mixed}.columns" if columns else mixed
