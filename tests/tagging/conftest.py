"""What the tests of tagging share: one pipeline and one packaged codebook."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from thememiner.records import Cue
from thememiner.tagging.codebook.load import Codebook, load_codebook
from thememiner.tagging.context.places import load_places
from thememiner.tagging.context.rules import load_context
from thememiner.tagging.cues.matches import Match
from thememiner.tagging.language.columns import read_columns
from thememiner.tagging.language.pipeline import make_nlp, words_of
from thememiner.tagging.themes.evidence import Evidence, Named, NamedPassage
from thememiner.tagging.themes.vocabulary import mark_norms


@pytest.fixture(scope="session")
def nlp() -> Language:
    return make_nlp()


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="session")
def name_themes(nlp: Language) -> Callable[..., Evidence]:
    """What is read of texts in which each of some words, given with its theme, is a mention that counts."""
    context = load_context(nlp)
    family = mark_norms(words_of(nlp), load_places().family_words)

    def read(*texts: str, themes: dict[str, str], is_of_case: bool = False) -> Evidence:
        passages = []
        for spacy_doc in map(nlp, texts):
            named = [
                Named(
                    Cue(cue_id=word, code_id=themes[word], notation=word),
                    Match(token.i, token.i + 1, word),
                    "asserted",
                )
                for token in spacy_doc
                for word in [token.lower_]
                if word in themes
            ]
            passages.append(NamedPassage(read_columns(spacy_doc), context.read(spacy_doc), named))
        return Evidence(passages, family, is_of_case=is_of_case)

    return read
