"""What the tests of tagging share: one pipeline and one packaged codebook."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from thememiner.records import Cue
from thememiner.tagging.codebook.load import Codebook, load_codebook
from thememiner.tagging.context.rules import load_context
from thememiner.tagging.cues.matches import Match
from thememiner.tagging.language.columns import read_columns
from thememiner.tagging.language.pipeline import make_nlp
from thememiner.tagging.themes.evidence import Evidence, Named, NamedPassage


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

    def read(*texts: str, themes: dict[str, str]) -> Evidence:
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
        return Evidence(passages)

    return read
