"""The tagger as an ordinary spaCy component, for any pipeline of a user's own.

::

    nlp = spacy.blank("en")
    nlp.add_pipe("thememiner")
    spacy_doc = nlp("Information was not shared between the school and the police.")
    for span in spacy_doc.spans["themes"]:
        print(span.label_, span.id_, span._.theme_status, span._.theme_polarity)

The component reads the text by thememiner's own tokens and sentences and lays the
mentions on the pipeline's tokens; it sets ``doc.spans`` and leaves every other attribute
as it is, so its place in the pipeline does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from thememiner.records import Mention, Passage

from .codebook.load import load_codebook
from .language.pipeline import make_nlp, read_texts
from .themes.tagger import ThemeTagger

_PARAGRAPH = re.compile(r"\S.*?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)


class ThemeComponent:
    """Writes the themes of a text to ``doc.spans``.

    A span's ``label_`` is the id of the theme and its ``id_`` that of the cue;
    ``span._.theme_status`` and ``span._.theme_polarity`` say how it is meant.

    Args:
        codebook: the folder of a codebook; the packaged one where empty.
        spans_key: the key in ``doc.spans``.
    """

    def __init__(self, codebook: str = "", spans_key: str = "themes") -> None:
        self._nlp = make_nlp()
        self._tagger = ThemeTagger(load_codebook(codebook or None), self._nlp)
        self._spans_key = spans_key
        for name, place in (("theme_status", 0), ("theme_polarity", 1)):
            if not Span.has_extension(name):
                Span.set_extension(name, getter=_Meaning(place))

    def __call__(self, spacy_doc: Doc) -> Doc:
        """Return the same doc with its themes in ``doc.spans``."""
        spans: list[Span] = []
        for mention in self._find_mentions(spacy_doc.text):
            span = spacy_doc.char_span(
                mention.start,
                mention.end,
                label=mention.theme_id,
                span_id=mention.cue_id,
                alignment_mode="expand",
            )
            if span is not None:
                spans.append(span)
                spacy_doc.user_data[_key(span)] = (mention.status, mention.polarity)
        spacy_doc.spans[self._spans_key] = spans
        return spacy_doc

    def _find_mentions(self, text: str) -> tuple[Mention, ...]:
        passages = list(_split_paragraphs(text))
        spacy_docs = read_texts(self._nlp, (passage.text for passage in passages))
        return self._tagger.tag_passages(passages, spacy_docs)


class _Meaning:
    """Looks up what a span's mention means; an empty string for any other span."""

    def __init__(self, place: int) -> None:
        self._place = place

    def __call__(self, span: Span) -> str:
        found = span.doc.user_data.get(_key(span))
        return str(found[self._place]) if found else ""


def _key(span: Span) -> str:
    return f"thememiner {span.label_} {span.id_} {span.start_char} {span.end_char}"


def _split_paragraphs(text: str) -> Iterator[Passage]:
    """Yield the paragraphs of a text, which blank lines part."""
    for ordinal, found in enumerate(_PARAGRAPH.finditer(text)):
        yield Passage(
            passage_id=f"p{ordinal}",
            review_id="",
            ordinal=ordinal,
            kind="paragraph",
            start=found.start(),
            end=found.end(),
            page_first=1,
            page_last=1,
            text=found.group(),
        )


@Language.factory("thememiner", default_config={"codebook": "", "spans_key": "themes"})
def make_tagger(nlp: Language, name: str, codebook: str, spans_key: str) -> ThemeComponent:
    """Return the component; ``nlp.add_pipe("thememiner", config={"codebook": folder})``."""
    del nlp, name
    return ThemeComponent(codebook, spans_key)
