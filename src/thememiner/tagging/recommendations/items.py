"""The items of a section: numbered, lettered, nested, bulleted, labelled, led in, or bare paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thememiner.tagging.recommendations.action_plans import read_action_plan, read_bare_rows
from thememiner.tagging.recommendations.actions import find_action, modal_strength
from thememiner.tagging.recommendations.drafts import Draft, Place
from thememiner.tagging.recommendations.grammar import (
    announced_kind,
    introduces_list,
    is_asking,
    is_gerund,
    is_imperative,
    is_introduction,
    is_performative,
    split_sentences,
)
from thememiner.tagging.recommendations.inline import split_inline
from thememiner.tagging.recommendations.labels import clean_number
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.subjects import read_subject
from thememiner.tagging.recommendations.zones import Zone

_TITLED = ("learning_point", "finding", "good_practice")
_ASKED_KINDS = ("recommendation", "priority_action", "area_for_improvement", "matter_of_concern")
_MIN_WORDS = 8
_HAS_VERB = re.compile(r"\b(?:should|must|needs? to|will)\b[^:]*\w+ [^:]*:\s*$")
"""A lead-in that is itself an item: "The Board should ensure that training covers:"."""
_ORDER = {"number": 0, "letter": 1, "roman": 2}
_DOTTED = re.compile(r"\d+\.\d")
"""A paragraph number (4.12), which a report's prose may carry throughout."""
_INDENT_PT = 6.0
_COLUMN_PT = 150.0
_FAR_RIGHT_PT = 10_000.0
_NARRATIVE_WORDS = 1500
"""A longer section of mostly prose is a chapter: only what is plainly marked is an item there."""


def find_items(zone: Zone, *, index: int, lead_in: str = "") -> list[Draft]:
    """Return the items of a section in order.

    Args:
        zone: the section.
        index: its number, kept on each draft.
        lead_in: the sentence that announces the items, where no heading does.
    """
    reader = _ZoneReader(zone, index)
    reader.lead_in = lead_in
    reader.read()
    return [draft for draft in reader.drafts if draft.text.strip()]


def is_title(text: str) -> bool:
    """Return whether a line only names a topic.

    >>> is_title("Duty of openness"), is_title("A duty of openness should be introduced.")
    (True, False)
    """
    return (
        len(text.split()) <= 12 and not text.rstrip().endswith((".", ":", ";", "?")) and not is_asking(text)
    )


def _breaks_off(text: str, following: str) -> bool:
    """Whether a sentence goes on in the next passage, as over a page break."""
    return bool(text) and text[-1].isalnum() and following[:1].islower()


class _ZoneReader:
    def __init__(self, zone: Zone, index: int) -> None:
        self.zone = zone
        self.index = index
        self.parts = zone.parts
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.lead_in = ""
        self.group = "" if zone.opener.is_heading else zone.opener.text
        self.context: dict[int, str] = {}
        self.context_level = 0
        self.last_letter = ""
        self.led_by = -2
        self.passed_over = False
        """The last numbered paragraph is no item; what hangs on it is none either."""
        self.led_left = _FAR_RIGHT_PT
        self.listed = [
            part
            for part in self.parts
            if part.is_listed and (not _DOTTED.match(part.marker) or is_asking(part.body))
        ]
        self.labelled = any(part.label() for part in self.parts)
        self.last_label: Draft | None = None
        self.split_styles = self._find_split_styles()
        self.by_paragraph = self._is_by_paragraph()
        self.strict = zone.holds == "mixed" or self._is_narrative()

    def read(self) -> None:
        position = 0
        while position < len(self.parts):
            part = self.parts[position]
            if part.table_id >= 0 and part.kind == "table_row":
                rows = [part]
                while position + 1 < len(self.parts) and self.parts[position + 1].table_id == part.table_id:
                    position += 1
                    rows.append(self.parts[position])
                self._read_table(rows)
            else:
                self._read_part(position, part)
            position += 1

    # one passage -----------------------------------------------------------------

    def _read_part(self, position: int, part: Part) -> None:
        label = part.label(expected=True)
        if label:
            place: Place = "label"
            draft = self.last_label = self._open(part, label.number, place, kind_of=label.kind)
            if part.is_heading or is_title(label.rest):
                draft.title = label.rest
                draft.parts.append(part)
            else:
                draft.add(part, label.rest)
            return
        if part.is_heading:
            self._read_heading(position, part)
        elif part.is_listed:
            self._read_listed(position, part)
        else:
            self._read_paragraph(position, part)

    def _read_heading(self, position: int, part: Part) -> None:
        self.current = None
        self.passed_over = False
        self.group = part.text
        deeper = part.level > self.context_level > 0
        if position and self.led_by != position - 1:
            self.lead_in = ""
        if part.text.rstrip().endswith(":") and modal_strength(part.text):
            self.lead_in, self.led_by = part.text, position
        if part.style == "number":
            self.context = {0: clean_number(part.marker)}
            self.context_level = part.level
        elif not deeper:
            self.context = {}

    def _read_listed(self, position: int, part: Part) -> None:
        current = self.current
        if current and current.parts and not part.marker:
            indented = abs(part.left - current.parts[0].left) > _INDENT_PT
            if indented and _breaks_off(current.text, part.text):
                current.add(part)
                return
        style = self._resolve_style(part)
        if self.labelled and _DOTTED.match(part.marker):
            self._read_labelled_paragraph(part)
            return
        if style not in _ORDER:
            self._read_bullet(part)
            return
        order = _ORDER[style]
        self._open_stem(order)
        child = self._child_style(position, order)
        parent = self.current
        nested = bool(
            parent
            and parent.parts
            and parent.number
            and order > 0
            and not self._is_sibling(parent, style)
            and style not in self.split_styles
        )
        if nested and parent:
            parent.add(part, f"{part.marker} {part.body}")
            return
        self.context = {level: number for level, number in self.context.items() if level < order}
        number = self._compose(order, part)
        if child and (is_title(part.body) or child in self.split_styles):
            self.context[order] = clean_number(part.marker)
            self.current = None
            if is_title(part.body):
                self.group = part.body
            else:
                self.lead_in = part.body
            return
        admitted = self._admits(part)
        # The first paragraph of a list of lessons leads into it, with or without saying so.
        self.passed_over = not admitted and not (position == 0 and self.zone.kind in _TITLED)
        if not admitted:
            self.current = None
        else:
            self.context[order] = clean_number(part.marker)
            self._open(part, number, "list").add(part)

    def _open_stem(self, order: int) -> None:
        """Take "Recommendation 1: The Board should:", which has no verb, as the lead-in of (a), (b)."""
        stem = self.current
        if not (stem and stem.place == "label" and order > 0 and stem.texts and stem in self.drafts):
            return
        if stem.text.rstrip().endswith(":") and modal_strength(stem.text) and not find_action(stem.text):
            self.drafts.remove(stem)
            self.current = None
            self.lead_in = stem.text
            self.context = {0: stem.number}

    def _read_labelled_paragraph(self, part: Part) -> None:
        """A numbered paragraph among labelled items: the text of a bare label, or its continuation."""
        label = self.last_label
        number = clean_number(part.marker)
        own_section = clean_number(self.zone.opener.marker) == (label.number if label else "")
        if label and label.number and number.startswith(f"{label.number}.") and not own_section:
            if not label.texts and label in self.drafts:
                self.drafts.remove(label)
                self.group = label.title or self.group
            self._open(part, number, "list").add(part)
        elif (
            self.current
            and self.current.place == "label"
            and self.current.kind not in _TITLED
            and (not self.current.texts or is_asking(part.body))
        ):
            self.current.add(part)
        else:
            self.current = None

    def _read_bullet(self, part: Part) -> None:
        current = self.current
        if current and current.parts:
            first = current.parts[0]
            # Further to the right than any list is indented stands another column.
            deeper = first.left + _INDENT_PT < part.left < first.left + _COLUMN_PT and (
                first.style == "bullet" or bool(current.number) or current.place == "label"
            )
            led = self.by_paragraph or (bool(current.number) and current.text.rstrip().endswith(":"))
            if current.place == "label" or deeper or led:
                current.add(part, f"• {part.body}")
                return
        if self._admits(part) and not self.passed_over:
            self._open(part, "", "list").add(part)

    def _read_paragraph(self, position: int, part: Part) -> None:
        current = self.current
        following = self.parts[position + 1] if position + 1 < len(self.parts) else None
        if current and self._continues(current, part):
            current.add(part)
            return
        leads = (
            introduces_list(part.text)
            and not (
                self.by_paragraph and (self.zone.kind != "recommendation" or _HAS_VERB.search(part.text))
            )
            and following is not None
            and (
                following.is_listed
                or following.is_heading
                or introduces_list(following.text)
                or following.left > part.left + _INDENT_PT
                or split_inline(following, kind=self.zone.kind, zone=self.index, led=True)
            )
        )
        if leads:
            self.current = None
            # "We recommend that they take two actions." "Specifically, they should:" is one lead-in.
            self.lead_in = f"{self.lead_in} {part.text}" if self.led_by == position - 1 else part.text
            self.led_by = position
            self.passed_over = False
            self.led_left = part.left
            return
        inline = split_inline(
            part, kind=self.zone.kind, zone=self.index, led=bool(self.lead_in) and self.led_by == position - 1
        )
        if inline and not self._is_chapter():
            self.drafts += inline
            self.current = None
            return
        if self.lead_in and part.left > self.led_left + _INDENT_PT and not self.listed:
            self._open(part, "", "list").add(part)
            return
        if not self.listed and self.led_left:
            self.led_left, self.lead_in = _FAR_RIGHT_PT, ""
        if self._is_chapter():
            self.lead_in = ""
        if is_introduction(part.text):
            self.current = None
            return
        if self.context.get(0) and is_performative(part.text) and not self._is_chapter():
            self._open(part, self.context[0], "list").add(part)
            return
        if self.strict or (self.listed and not self.by_paragraph):
            if not self._is_chapter() and is_performative(part.text) and self.zone.kind == "recommendation":
                self._read_sentences(part)
            else:
                self.current = None
            return
        if self.zone.kind == "recommendation" and not is_asking(part.text):
            self.current = None
            return
        if self.zone.kind == "recommendation":
            self._read_sentences(part)
        elif self.zone.kind in ("learning_point", "good_practice", "finding"):
            self.current = None
        else:
            self._open(part, "", "list").add(part)

    def _read_sentences(self, part: Part) -> None:
        """A paragraph may hold several: "We recommend that ... We further recommend that ..."."""
        sentences = split_sentences(part.body)
        starts = [i for i, sentence in enumerate(sentences) if is_performative(sentence)]
        if len(starts) < 2:
            self._open(part, "", "list").add(part)
            return
        for start, end in zip(starts, [*starts[1:], len(sentences)], strict=True):
            self._open(part, "", "list").add(part, " ".join(sentences[start:end]))

    def _read_table(self, rows: Sequence[Part]) -> None:
        found = read_action_plan(rows, kind=self.zone.kind, in_section=True)
        if found is None:
            found = read_bare_rows(rows, kind=self.zone.kind)
        if not found:
            for row in rows:
                self._read_part(self.parts.index(row), row)
            return
        for draft in found:
            draft.zone = self.index
            draft.section = (*self.zone.opener.passage.section, self.zone.opener.text)
            draft.group = self.group
        self.drafts += found
        self.current = None

    # decisions -------------------------------------------------------------------

    def _open(self, part: Part, number: str, place: Place, kind_of: str = "") -> Draft:
        draft = Draft(
            kind=kind_of or self.zone.kind,  # type: ignore[arg-type]
            place=place,
            number=number,
            page=part.page,
            section=part.passage.section,
            lead_in=self.lead_in,
            group=self.group,
            zone=self.index,
        )
        self.drafts.append(draft)
        self.current = draft
        return draft

    def _admits(self, part: Part) -> bool:
        if is_introduction(part.text) and not is_imperative(part.body):
            return False
        if self._is_chapter():
            return bool(self.lead_in) and announced_kind(self.lead_in) == self.zone.kind
        if self.zone.kind in ("learning_point", "good_practice") and part.style == "number":
            return "." not in part.marker.strip(". ") and bool(self.lead_in)
        if self.strict:
            if any(
                is_asking(sentence) and read_subject(sentence).names
                for sentence in split_sentences(part.body)
            ):
                return True
            return (
                (bool(self.lead_in) and is_asking(self.lead_in))
                or is_imperative(part.body)
                or is_performative(part.body)
            )
        if self.zone.kind == "recommendation" and part.style == "number" and "." in part.marker.strip("."):
            return is_asking(part.body) or is_gerund(part.body)
        return not is_introduction(part.text)

    def _continues(self, current: Draft, part: Part) -> bool:
        first = current.parts[0]
        text = current.text.rstrip()
        if text.endswith((":", ",")) or _breaks_off(text, part.text):
            return True
        if current.place == "label":
            if part.passage.boxed or first.passage.boxed:
                return part.passage.boxed == first.passage.boxed
            return not current.texts or is_asking(part.text)
        return (
            first.is_listed
            and part.left > first.left + _INDENT_PT
            and part.page - current.parts[-1].last_page <= 1
        )

    def _resolve_style(self, part: Part) -> str:
        style = part.style
        bare = part.marker.strip("().: ").lower()
        if (
            style == "roman"
            and len(bare) == 1
            and self.last_letter
            and ord(bare) == ord(self.last_letter) + 1
        ):
            style = "letter"
        if style == "letter":
            self.last_letter = bare
        elif style == "number":
            self.last_letter = ""
        return style

    def _is_sibling(self, parent: Draft, style: str) -> bool:
        return bool(parent.parts) and parent.parts[0].style == style

    def _child_style(self, position: int, order: int) -> str:
        for part in self.parts[position + 1 : position + 3]:
            if part.is_heading:
                return ""
            if part.style in _ORDER:
                return part.style if _ORDER[part.style] > order else ""
        return ""

    def _is_by_paragraph(self) -> bool:
        """Whether the items are paragraphs, and the bullets among them only their parts."""
        left = min((part.left for part in self.parts if not part.is_heading), default=0.0)
        asked = self.zone.kind == "recommendation"
        paragraphs = [
            part
            for part in self.parts
            if not part.is_heading
            and part.kind == "paragraph"
            and not part.is_listed
            and part.left <= left + _INDENT_PT
            and not is_introduction(part.text)
            and (is_asking(part.text) if asked else len(part.text.split()) >= _MIN_WORDS)
        ]
        hanging = all(
            before.is_listed or before.text.rstrip().endswith(":")
            for before, part in zip(self.parts, self.parts[1:], strict=False)
            if part.is_listed
        ) and not (self.parts and self.parts[0].is_listed)
        return self.zone.kind in _ASKED_KINDS and hanging and len(paragraphs) > max(1, len(self.listed))

    def _find_split_styles(self) -> frozenset[str]:
        styles = set()
        for part, following in zip(self.parts, self.parts[1:], strict=False):
            if following.style not in ("letter", "roman"):
                continue
            if part.is_heading or (
                part.style in _ORDER and _ORDER[part.style] < _ORDER[following.style] and is_title(part.body)
            ):
                styles.add(following.style)
        return frozenset(styles)

    def _compose(self, order: int, part: Part) -> str:
        number = clean_number(part.marker)
        above = [
            self.context[level] for level in sorted(self.context) if level < order and self.context[level]
        ]
        if not above:
            return number
        return above[0] + "".join(f"({piece})" for piece in [*above[1:], number])

    def _is_narrative(self) -> bool:
        words = sum(part.passage.n_words or len(part.text.split()) for part in self.parts)
        listed = sum(len(part.text.split()) for part in self.listed if not _DOTTED.match(part.marker))
        prose = self.zone.kind in ("learning_point", "good_practice", "finding")
        return (prose or words > _NARRATIVE_WORDS) and listed < words / 2

    def _is_chapter(self) -> bool:
        return self.strict and self.zone.holds == "list"
