"""``fetch``, ``extract``, ``tag``: PDFs and texts one by one, without a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path

import pandas as pd

from thememiner.columns import MENTIONS
from thememiner.corpus import load_corpus
from thememiner.errors import InputError
from thememiner.extraction import cut_text, read_pdf
from thememiner.fetching import Fetched, Fetcher, Limits
from thememiner.records import Document, Passage
from thememiner.tables import make_frame
from thememiner.tagging import (
    ThemeTagger,
    load_codebook,
    make_nlp,
    read_texts,
)


def fetch(
    corpus: Path | str,
    *,
    hosts: Sequence[str] = (),
    limits: Limits | None = None,
    told: Callable[[Fetched], None] | None = None,
) -> pd.DataFrame:
    """Download the published PDFs that a corpus manifest lists; what is there is not asked for again.

    Args:
        corpus: folder with a ``corpus.toml`` that gives ``pdf_url`` or ``source_url``.
        hosts: sites that may be asked besides those of the manifest.
        limits: size, pace and patience.
        told: called with each entry as it is finished.

    Returns:
        One row per entry of the manifest: path, status (fetched, present or failed), url,
        sha256, n_bytes, error and advice.

    Raises:
        CorpusError: where the manifest cannot be used.
    """
    fetcher = Fetcher(
        corpus=load_corpus(corpus),
        hosts=frozenset(host.lower() for host in hosts),
        limits=limits or Limits(),
    )
    fetched = fetcher.fetch(told or (lambda _: None))
    return pd.DataFrame([asdict(one) for one in fetched], columns=[field.name for field in fields(Fetched)])


def extract(
    file: Path | str, *, reader: str = "auto", ocr: bool = False, passwords: Sequence[str] = ()
) -> Document:
    """Return the text of one PDF, with where every line is printed.

    Args:
        file: the PDF.
        reader: auto or pdfplumber.
        ocr: read pages without a text layer with OCR (extra ``ocr``).
        passwords: tried where it is locked.

    Raises:
        ReadError: where it cannot be read.
        InputError: where ``ocr`` is asked for and its engine is not installed.
    """
    return read_pdf(Path(file), review_id=Path(file).stem, reader=reader, ocr=ocr, passwords=passwords)


def tag(
    table: pd.DataFrame,
    *,
    id_column: str = "id",
    text_column: str = "text",
    codebook: Path | str | None = None,
    kind: str = "",
) -> pd.DataFrame:
    """Tag passages that are text already.

    Args:
        table: one passage a row.
        id_column: column that names the passage.
        text_column: column with its text.
        codebook: folder of a codebook; the packaged one where None.
        kind: of the documents that they are from, as in ``reviews`` ("serious case review"); what is told
            in the review of a case is meant otherwise than in guidance or in an inspection's report.

    Returns:
        One row per mention, with the columns of ``mentions``; ``start`` and ``end``
        count in the passage's own text, and ``page`` is 1.

    Raises:
        InputError: where a column is missing or a passage has no id.
        CodebookError: where the codebook has problems.

    >>> passages = pd.DataFrame({"id": ["p1"], "text": ["Information was not shared between the agencies."]})
    >>> list(tag(passages)["theme_id"].unique())
    ['info_sharing']
    """
    missing = [name for name in (id_column, text_column) if name not in table.columns]
    if missing:
        raise InputError(
            f"The table has no column {', '.join(missing)}; it has {', '.join(map(str, table.columns))}. "
            "Name them with --id-column and --text-column."
        )
    nlp = make_nlp()
    tagger = ThemeTagger(load_codebook(codebook), nlp)
    texts = ["" if pd.isna(text) else str(text) for text in table[text_column]]
    passages = [
        Passage(
            passage_id=str(passage_id), review_id="", ordinal=ordinal, kind="paragraph",
            start=start, end=end, page_first=1, page_last=1, text=text[start:end],
        )
        for ordinal, (passage_id, text) in enumerate(zip(table[id_column], texts, strict=True), start=1)
        for start, end in cut_text(text)
    ]  # fmt: skip
    spacy_docs = read_texts(nlp, (passage.text for passage in passages))
    mentions = tagger.tag_passages(passages, spacy_docs, kind=kind)
    names = [column.name for column in MENTIONS.columns]
    return make_frame(MENTIONS, [tuple(getattr(mention, name) for name in names) for mention in mentions])
