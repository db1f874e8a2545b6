"""What the tests of tagging share: one pipeline and one packaged codebook."""

from __future__ import annotations

import pytest
from spacy.language import Language

from thememiner.tagging.codebook.load import Codebook, load_codebook
from thememiner.tagging.language.pipeline import make_nlp


@pytest.fixture(scope="session")
def nlp() -> Language:
    return make_nlp()


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()
