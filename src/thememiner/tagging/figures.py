"""Find the statistics that a document prints, and check their arithmetic.

A figure is a count, a share or both, of people or cases: "220 (41%)", "fourteen of the
21 children", "almost 30 per cent", "538 cases". Its denominator may stand before it, in
the same sentence, in the passage, or in the line that leads a list in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from spacy.tokens import Doc

from thememiner.records import Document, Figure, Mention, Passage, make_id
from thememiner.tagging.numerals import Numeral, NumeralReader, _choice

_MIN_PLAIN_COUNT = 10
_MIN_WHOLE = 5
_MAX_WHOLE_WORDS = 8
_ROUNDING = 0.5
_HEDGE_TOLERANCE = 5.0
_READ_TWICE = frozenset({"table_row"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """A number of people or cases that later shares may be a part of."""

    count: int
    wording: str
    start: int
    """Offset in its passage; -1 where it stands in another passage."""
    explicit: bool = False
    """Introduced as the whole: "Of 538 cases, ...", or a list's lead-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A count, a share or both, before its denominator is known."""

    start: int
    end: int
    count: int | None = None
    percentage: float | None = None
    decimals: int = 0
    hedged: bool = False
    whole: _Whole | None = None
    wording: str = ""
    used: int = 0
    """Offset up to which numbers belong to this part: its denominator may stand after it."""


def find_figures(
    doc: Document,
    passages: Sequence[Passage],
    spacy_docs: Sequence[Doc],
    mentions: Sequence[Mention],
) -> tuple[Figure, ...]:
    """Return the statistics that the passages print, in order of place.

    Args:
        doc: the document.
        passages: its passages.
        spacy_docs: spaCy's reading of the passages, in the same order, with sentences.
        mentions: theme mentions; those of a figure's sentence are its themes.

    Returns:
        Figures; ``check`` says whether count and denominator give the percentage.
    """
    reader = _load_reader()
    by_passage: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_passage.setdefault(mention.passage_id, []).append(mention)
    figures: list[Figure] = []
    before: _Whole | None = None
    lead_in: _Whole | None = None
    for passage, spacy_doc in zip(passages, spacy_docs, strict=True):
        if passage.kind in ("contents", "furniture") or passage.role in ("contents", "reference"):
            continue
        opens_with_number = passage.text[:1].isdigit()
        in_list = passage.kind == "list_item" or (lead_in is not None and opens_with_number)
        if not in_list:
            lead_in = None
        whole = lead_in if in_list and lead_in else before
        parts, last = reader.read_passage(passage, whole, in_list=in_list)
        sentences = [(sent.start_char, sent.end_char) for sent in spacy_doc.sents] if parts else []
        for part in parts:
            figures.append(
                _make_figure(doc, passage, part, sentences, by_passage.get(passage.passage_id, ()))
            )
        if in_list and lead_in is not None:
            continue
        before = replace(last, start=-1, explicit=False) if last else None
        if passage.text.rstrip().endswith(":") and last is not None:
            lead_in = replace(last, start=-1, explicit=True)
    return tuple(figures)


def _make_figure(
    doc: Document,
    passage: Passage,
    part: _Part,
    sentences: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
) -> Figure:
    """Return the record of a part: its sentence, its themes, and whether it adds up."""
    first, last = next(((a, b) for a, b in sentences if a <= part.start < b), (0, len(passage.text)))
    start, end = passage.start + part.start, passage.start + part.end
    theme_ids = {
        mention.theme_id
        for mention in mentions
        if mention.start < passage.start + last
        and mention.end > passage.start + first
        and mention.status != "boilerplate"
    }
    denominator = part.whole.count if part.whole else None
    wording = part.whole.wording if part.whole else part.wording
    return Figure(
        figure_id=make_id(doc.review_id, "figure", start, end, part.count, part.percentage),
        review_id=doc.review_id,
        passage_id=passage.passage_id,
        page=doc.page_at(start),
        count=part.count,
        percentage=part.percentage,
        denominator=denominator,
        denominator_text=wording,
        theme_ids=tuple(sorted(theme_ids)),
        sentence=passage.text[first:last].strip(),
        check=check_share(
            part.count, denominator, part.percentage, decimals=part.decimals, hedged=part.hedged
        ),
        start=start,
        end=end,
    )


def check_share(
    count: int | None,
    denominator: int | None,
    percentage: float | None,
    *,
    decimals: int = 0,
    hedged: bool = False,
) -> str:
    """Return "agrees" or "disagrees", or "" where a number is missing.

    Args:
        count: the part.
        denominator: the whole.
        percentage: the share as printed, of 100.
        decimals: digits after the point in print; the share may be rounded to these.
        hedged: whether the share is "almost" or "over" so much.

    >>> check_share(244, 538, 45.4, decimals=1)
    'agrees'
    >>> check_share(244, 538, 41)
    'disagrees'
    """
    if count is None or not denominator or percentage is None:
        return ""
    tolerance = _HEDGE_TOLERANCE if hedged else _ROUNDING * 10**-decimals + 0.01
    return "agrees" if abs(100 * count / denominator - percentage) <= tolerance else "disagrees"


@lru_cache(maxsize=1)
def _load_reader() -> _FigureReader:
    text = (resources.files("thememiner") / "codebook" / "figures.yaml").read_text("utf-8")
    return _FigureReader(yaml.safe_load(text))


class _FigureReader:
    """Reads the figures of a passage by the word lists of the codebook."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.numerals = NumeralReader(
            words["numbers"], words["scales"], words["fractions"], words["percent"], words["hedges"]
        )
        counted, units, labels = _choice(words["counted"]), _choice(words["units"]), _choice(words["labels"])
        self.counted = re.compile(rf"\s+(?:[A-Za-z][\w'’-]*\s+){{0,2}}?(?:{counted})\b", re.IGNORECASE)
        self.unit = re.compile(rf"[\s-]*(?:{units})\b|(?:st|nd|rd|th)\b", re.IGNORECASE)
        self.label = re.compile(rf"(?:\b(?:{labels})\.?|[£$€])\s*$", re.IGNORECASE)
        self.stops = frozenset(words["stops"])

    def read_passage(
        self, passage: Passage, before: _Whole | None, *, in_list: bool
    ) -> tuple[list[_Part], _Whole | None]:
        """Return the parts of a passage, and the last whole that it introduces."""
        text = passage.text
        numbers = list(self.numerals.read(text))
        parts: list[_Part] = []
        wholes: list[_Whole] = [before] if before else []
        last: _Whole | None = None
        used = 0
        for index, number in enumerate(numbers):
            if number.start < used:
                continue
            following = numbers[index + 1] if index + 1 < len(numbers) else None
            part = self.read_part(text, number, following, numbers[index + 2 : index + 3], passage, in_list)
            whole = self.read_whole(text, number)
            if whole is not None:
                if part is None or part.percentage is None:
                    last = whole
                wholes.append(whole)
            if part is None:
                continue
            used = max(part.end, part.used)
            if part.whole is None:
                part = find_whole(text, part, [w for w in wholes if w.start != number.start])
            parts.append(part)
        return parts, last

    def read_part(
        self,
        text: str,
        number: Numeral,
        following: Numeral | None,
        later: list[Numeral],
        passage: Passage,
        in_list: bool,
    ) -> _Part | None:
        """Return the figure that a number begins, or None where it is no figure."""
        if number.percent:
            return self.read_share(text, number, following, later)
        if number.decimals or not self.is_count(text, number):
            return None
        count = int(number.value)
        gap = text[number.end : following.start] if following else ""
        # 220 (41%); 220 children (41%); in a table 220 41%
        if following and following.percent and not following.fraction and _is_bracketed(gap, passage):
            end = following.end + (1 if text[following.end : following.end + 1] in (")", "]") else 0)
            whole, used = None, end
            if later and not later[0].percent and _OF.fullmatch(text[end : later[0].start].lstrip(")")):
                whole, used = self.take_whole(text, later[0]), later[0].end
            elif later and not later[0].percent and _OF.fullmatch(text[following.end : later[0].start]):
                whole = self.take_whole(text, later[0])
                end = used = later[0].end + (1 if text[later[0].end : later[0].end + 1] == ")" else 0)
            return _Part(
                start=number.start,
                end=end,
                count=count,
                percentage=following.value,
                decimals=following.decimals,
                hedged=following.hedged,
                whole=whole,
                used=used,
            )
        # fourteen of the 21 children; 3 out of 14
        if following and not following.percent and _OF.fullmatch(gap) and self.is_count(text, following):
            whole_count = int(following.value)
            plausible = _MIN_WHOLE <= whole_count < 10**9 and count <= whole_count and not following.decimals
            if plausible and (count > 1 or whole_count >= _MIN_PLAIN_COUNT):
                return self.read_part_of(text, number, following, later)
        # one in five children
        if following and not following.percent and gap.strip().lower() in ("in", "in every"):
            return self.read_ratio(text, number, following)
        if count >= _MIN_PLAIN_COUNT and self.is_plain(text, number, in_list=in_list):
            return _Part(start=number.start, end=number.end, count=count, hedged=number.hedged)
        return None

    def read_part_of(self, text: str, number: Numeral, following: Numeral, later: list[Numeral]) -> _Part:
        """Return the figure "fourteen of the 21 children (67%)"."""
        whole = self.take_whole(text, following)
        end, percentage, decimals, hedged = following.end, None, 0, number.hedged
        if (
            later
            and later[0].percent
            and re.fullmatch(r"(?:\s+[^\d()]{1,60})?\s*[(,[]\s*", text[following.end : later[0].start])
        ):
            end = later[0].end + (1 if text[later[0].end : later[0].end + 1] == ")" else 0)
            percentage, decimals, hedged = later[0].value, later[0].decimals, later[0].hedged
        return _Part(
            start=number.start,
            end=end,
            count=int(number.value),
            percentage=percentage,
            decimals=decimals,
            hedged=hedged,
            whole=whole,
        )

    def read_ratio(self, text: str, number: Numeral, following: Numeral) -> _Part | None:
        """Return the figure "one in five"."""
        part, whole = number.value, following.value
        is_round = whole <= 20 or whole in (100, 1000, 10000, 100000)
        if not (0 < part < whole and is_round and part <= 20) or self.unit.match(text, following.end):
            return None
        return _Part(
            start=number.start,
            end=following.end,
            percentage=round(100 * part / whole, 1),
            hedged=number.hedged,
            wording=self.read_noun(text, following.end),
        )

    def read_share(
        self, text: str, number: Numeral, following: Numeral | None, later: list[Numeral]
    ) -> _Part | None:
        """Return the figure that a percentage or a fraction begins."""
        if number.value > 1000:
            return None
        if number.fraction and not self.is_fraction(text, number):
            return None
        after = text[number.end :]
        start, end, used, count, whole = number.start, number.end, 0, None, None
        gap = text[number.end : following.start] if following else ""
        if following and not following.percent and not following.decimals:
            if re.fullmatch(r"\s*[(\[]\s*(?:n\s*=\s*)?", gap, re.IGNORECASE) and self.is_count(
                text, following
            ):
                # 41% (220), 41% (220 of 538), 41% (220/538)
                count, end = int(following.value), following.end
                middle = text[following.end : later[0].start] if later else ""
                if later and not later[0].percent and (_OF.fullmatch(middle) or middle.strip() == "/"):
                    whole = self.take_whole(text, later[0])
                    end = later[0].end
                if text[end : end + 1] in (")", "]"):
                    end += 1
            elif _OF.fullmatch(gap) and self.is_count(text, following) and following.value >= 2:
                whole = self.take_whole(text, following)
                used = following.end
        wording = ""
        if whole is None and (match := re.match(r"\s+(of\s+)", after)):
            noun = self.read_noun(text, number.end + match.end())
            wording = f"of {noun}" if noun else ""
        return _Part(
            start=start,
            end=end,
            count=count,
            percentage=number.value,
            decimals=number.decimals,
            hedged=number.hedged or number.fraction,
            whole=whole,
            wording=wording,
            used=used,
        )

    def is_fraction(self, text: str, number: Numeral) -> bool:
        """Return whether a fraction is a share and no ordinal: "a third of", not "a third child"."""
        after = text[number.end : number.end + 30]
        if re.match(r"\s+of\s+(?:an?\s+)?(?:hour|day|year|term|century|mile)\b", after) or re.match(
            r"[-\w]", after
        ):
            return False
        if re.match(r"\s+(?:of\b|the\s+(?:children|cases|number)|all\b)|\s*\(", after):
            return True
        return (number.hedged or number.value > 51) and not re.match(
            r"\s+(?:an?|way|term|day|hour|sister|brother)\b", after
        )

    def is_count(self, text: str, number: Numeral) -> bool:
        """Return whether a number counts something: no year, date, age, time, money or label."""
        before, after = text[max(number.start - 24, 0) : number.start], text[number.end : number.end + 16]
        if self.unit.match(after) or self.label.search(before) or number.decimals:
            return False
        if re.match(r"[/:]\d|\.\d|[-–‑]\d|\s*[-–]\s*\d", after) or re.search(r"\d\s*[-–]\s*$", before):
            return False
        is_digits = text[number.start].isdigit()
        if is_digits and 1900 <= number.value <= 2100 and "," not in text[number.start : number.end]:
            return bool(self.counted.match(text, number.end)) and not _YEAR_BEFORE.search(before)
        return not (is_digits and text[number.start] == "0")

    def is_plain(self, text: str, number: Numeral, *, in_list: bool) -> bool:
        """Return whether a bare count is a figure: it counts people or cases, or opens a list item."""
        if self.counted.match(text, number.end) or _IS_PART.match(text, number.end):
            return True
        opens = not text[: number.start].strip(" \t•▪-–—*\uf0b7")
        return opens and in_list and bool(re.match(r"\s+[a-z]{3,}", text[number.end :]))

    def read_whole(self, text: str, number: Numeral) -> _Whole | None:
        """Return the whole that a number introduces, or None."""
        if number.percent or number.decimals or number.value < _MIN_WHOLE or not self.is_count(text, number):
            return None
        explicit = _INTRODUCES.search(text, max(number.start - 60, 0), number.start) is not None
        if not explicit and not (self.counted.match(text, number.end) and number.value >= _MIN_PLAIN_COUNT):
            return None
        wording = self.read_wording(text, number, with_of=explicit)
        return _Whole(count=int(number.value), wording=wording, start=number.start, explicit=explicit)

    def take_whole(self, text: str, number: Numeral) -> _Whole:
        """Return the whole that a number after "of" is."""
        wording = self.read_wording(text, number, with_of=True)
        return _Whole(count=int(number.value), wording=wording, start=number.start, explicit=True)

    def read_wording(self, text: str, number: Numeral, *, with_of: bool) -> str:
        """Return a denominator as it is worded: "of the 175 final reports"."""
        lead = re.search(
            r"\b(?:out\s+)?of\s+(?:the\s+|these\s+|those\s+|all\s+|all\s+the\s+)?$",
            text[: number.start],
            re.IGNORECASE,
        )
        begin = lead.start() if with_of and lead else number.start
        noun = self.read_noun(text, number.end)
        return " ".join(f"{text[begin : number.end]} {noun}".split())

    def read_noun(self, text: str, start: int) -> str:
        """Return the words of a noun phrase from an offset: "final reports"."""
        words: list[str] = []
        for match in re.finditer(r"\s*([^\s]+)", text[start : start + 120]):
            word = match.group(1)
            bare = word.rstrip(".,;:)]")
            if bare.lower() in self.stops or not bare or bare[0] in "([0123456789":
                break
            words.append(bare)
            if bare != word or len(words) == _MAX_WHOLE_WORDS:
                break
        while words and words[-1].lower() in ("of", "and", "or", "a", "an"):
            words.pop()
        return " ".join(words)


_INTRODUCES = re.compile(
    r"(?:^|[.;:,(–—]\s*|\b[Oo]ut\s+)[Oo]f\s+(?:the\s+|these\s+|those\s+|all\s+|all\s+the\s+|a\s+total\s+of\s+)?(?:\w+\s+)?$"
)
_IS_PART = re.compile(r"\s+(?:\w+\s+)?of\s+(?:these|those|them|which|whom|the\s+\w+)\b", re.IGNORECASE)
_OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the|these|those|all|all\s+the|our|its|a\s+total\s+of)\s+)?", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|during|from|until|of|to|and|between|for|January|February|March|April|May|June|July|August|September|October|November|December)\s+$",
    re.IGNORECASE,
)


def _is_bracketed(gap: str, passage: Passage) -> bool:
    """Return whether a percentage belongs to the count before it: by a bracket, a comma or a cell."""
    if re.fullmatch(r"(?:\s+[^\W\d][^\d()\[\].;:]{0,60})?\s*[(\[]\s*(?:i\.e\.\s*)?", gap):
        return True
    if re.fullmatch(r"\s*,\s*(?:or\s+)?", gap):
        return True
    return passage.kind in _READ_TWICE and bool(re.fullmatch(r"[\s|,;]*", gap))


def find_whole(text: str, part: _Part, wholes: Sequence[_Whole]) -> _Part:
    """Return the part with the whole that it is plainly a share of, if there is one.

    A whole serves where it was introduced as one ("Of 538 cases, ...") in the sentence or
    in the lead-in of the list; where the sentence says "of these"; or where count, whole
    and percentage agree.

    Args:
        text: the passage.
        part: a count, a share or both.
        wholes: numbers of people or cases before it, in order of place.
    """
    sentence_start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, part.start)), default=0)
    of_these = bool(_OF_THESE.search(text, sentence_start, part.start) or _IS_PART.match(text, part.end))
    chosen: _Whole | None = None
    for whole in reversed(wholes):
        if part.count is not None and part.count > whole.count:
            continue
        introduced = whole.explicit and (whole.start < 0 or whole.start >= sentence_start)
        if part.count is not None and part.percentage is not None:
            check = check_share(
                part.count, whole.count, part.percentage, decimals=part.decimals, hedged=part.hedged
            )
            if check == "agrees":
                chosen = whole
                break
            if introduced or of_these:
                chosen = chosen or whole
        elif (introduced and not part.wording) or (of_these and whole.start < part.start):
            chosen = whole
            break
    return part if chosen is None else replace(part, whole=chosen)


_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z\d])")
_OF_THESE = re.compile(r"\b(?:of|among|amongst)\s+(?:these|those|them|whom|which)\b", re.IGNORECASE)
