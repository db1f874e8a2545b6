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
    is_title,
    split_sentences,
)
from thememiner.tagging.recommendations.inline import split_inline
from thememiner.tagging.recommendations.labels import clean_number
from thememiner.tagging.recommendations.numbering import ORDER, Numbering
from thememiner.tagging.recommendations.parts import INDENT_PT, Part
from thememiner.tagging.recommendations.shape import is_dotted, see_shape
from thememiner.tagging.recommendations.subjects import read_subject
from thememiner.tagging.recommendations.zones import PROSE_KINDS, Zone

_HAS_VERB = re.compile(r"\b(?:should|must|needs? to|will)\b[^:]*\w+ [^:]*:\s*$")
"""A lead-in that is itself an item: "The Board should ensure that training covers:"."""
_COLUMN_PT = 150.0
_FAR_RIGHT_PT = 10_000.0


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
        self.led_by = -2
        self.passed_over = False
        """The last numbered paragraph is no item; what hangs on it is none either."""
        self.led_left = _FAR_RIGHT_PT
        self.last_label: Draft | None = None
        self.shape = see_shape(zone)
        self.numbering = Numbering()

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
        if position and self.led_by != position - 1:
            self.lead_in = ""
        if part.text.rstrip().endswith(":") and modal_strength(part.text):
            self.lead_in, self.led_by = part.text, position
        self.numbering.read_heading(part)

    def _read_listed(self, position: int, part: Part) -> None:
        current = self.current
        if current and current.parts and not part.marker:
            indented = abs(part.left - current.parts[0].left) > INDENT_PT
            if indented and _breaks_off(current.text, part.text):
                current.add(part)
                return
        style = self.numbering.resolve_style(part)
        if self.shape.is_labelled and is_dotted(part):
            self._read_labelled_paragraph(part)
            return
        if style not in ORDER:
            self._read_bullet(part)
            return
        order = ORDER[style]
        self._open_stem(order)
        child = self._child_style(position, order)
        parent = self.current
        nested = bool(
            parent
            and parent.parts
            and parent.number
            and order > 0
            and not self._is_sibling(parent, style)
            and style not in self.shape.split_styles
        )
        if nested and parent:
            parent.add(part, f"{part.marker} {part.body}")
            return
        self.numbering.close(order)
        number = self.numbering.compose(order, part)
        if child and (is_title(part.body) or child in self.shape.split_styles):
            self.numbering.open(order, part)
            self.current = None
            if is_title(part.body):
                self.group = part.body
            else:
                self.lead_in = part.body
            return
        admitted = self._admits(part)
        # The first paragraph of a list of lessons leads into it, with or without saying so.
        self.passed_over = not admitted and not (position == 0 and self.zone.kind in PROSE_KINDS)
        if not admitted:
            self.current = None
        else:
            self.numbering.open(order, part)
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
            self.numbering.start(stem.number)

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
            and self.current.kind not in PROSE_KINDS
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
            deeper = first.left + INDENT_PT < part.left < first.left + _COLUMN_PT and (
                first.style == "bullet" or bool(current.number) or current.place == "label"
            )
            led = self.shape.by_paragraph or (bool(current.number) and current.text.rstrip().endswith(":"))
            if current.place == "label" or deeper or led:
                current.add(part, f"• {part.body}")
                return
        if self._admits(part) and not self.passed_over:
            self._open(part, "", "list").add(part)

    def _read_paragraph(self, position: int, part: Part) -> None:
        if self.current and self._continues(self.current, part):
            self.current.add(part)
            return
        just_led = bool(self.lead_in) and self.led_by == position - 1
        if self._leads(position, part):
            # "We recommend that they take two actions." "Specifically, they should:" is one lead-in.
            self.lead_in = f"{self.lead_in} {part.text}" if self.led_by == position - 1 else part.text
            self.led_by = position
            self.led_left = part.left
            self.passed_over = False
            self.current = None
            return
        inline = split_inline(part, kind=self.zone.kind, zone=self.index, led=just_led)
        if inline and not self.shape.is_chapter:
            self.drafts += inline
            self.current = None
            return
        if self.lead_in and part.left > self.led_left + INDENT_PT and not self.shape.is_listed:
            self._open(part, "", "list").add(part)
            return
        if not self.shape.is_listed and self.led_left:
            self.led_left, self.lead_in = _FAR_RIGHT_PT, ""
        if self.shape.is_chapter:
            self.lead_in = ""
        self._read_bare(part)

    def _leads(self, position: int, part: Part) -> bool:
        """Whether a paragraph leads into what stands below it."""
        shape, kind = self.shape, self.zone.kind
        following = self.parts[position + 1] if position + 1 < len(self.parts) else None
        if following is None or not introduces_list(part.text):
            return False
        if shape.by_paragraph and (kind != "recommendation" or _HAS_VERB.search(part.text)):
            return False
        return (
            following.is_listed
            or following.is_heading
            or introduces_list(following.text)
            or following.left > part.left + INDENT_PT
            or bool(split_inline(following, kind=kind, zone=self.index, led=True))
        )

    def _read_bare(self, part: Part) -> None:
        """A paragraph of its own: one item, several, or none."""
        shape, kind = self.shape, self.zone.kind
        if is_introduction(part.text):
            self.current = None
        elif self.numbering.top and is_performative(part.text) and not shape.is_chapter:
            self._open(part, self.numbering.top, "list").add(part)
        elif kind == "recommendation":
            only_marked = shape.is_strict or (shape.is_listed and not shape.by_paragraph)
            marked = is_performative(part.text) and not shape.is_chapter
            if marked if only_marked else is_asking(part.text):
                self._read_sentences(part)
            else:
                self.current = None
        elif shape.is_strict or kind in PROSE_KINDS or (shape.is_listed and not shape.by_paragraph):
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
        if self.shape.is_chapter:
            return bool(self.lead_in) and announced_kind(self.lead_in) == self.zone.kind
        if self.zone.kind in ("learning_point", "good_practice") and part.style == "number":
            return "." not in part.marker.strip(". ") and bool(self.lead_in)
        if self.shape.is_strict:
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
            and part.left > first.left + INDENT_PT
            and part.page - current.parts[-1].last_page <= 1
        )

    def _is_sibling(self, parent: Draft, style: str) -> bool:
        return bool(parent.parts) and parent.parts[0].style == style

    def _child_style(self, position: int, order: int) -> str:
        for part in self.parts[position + 1 : position + 3]:
            if part.is_heading:
                return ""
            if part.style in ORDER:
                return part.style if ORDER[part.style] > order else ""
        return ""
