"""A codebook held against its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from thememiner.errors import CodebookError
from thememiner.records import Code, Mention, Passage

from .codebook.load import load_codebook
from .language.pipeline import make_nlp
from .themes.tagger import ThemeTagger


def check_codebook(path: Path | str | None = None) -> tuple[str, ...]:
    """Return what is wrong with a codebook, each problem a sentence.

    A codebook is right when it can be read, every example earns its entry's theme, every
    cue is fired by an example of its entry, and no non-example earns the theme.

    Args:
        path: the folder; the packaged codebook where None.

    Returns:
        The problems in order of the entries; empty where there are none.
    """
    try:
        codebook = load_codebook(path)
        nlp = make_nlp()
        tagger = ThemeTagger(codebook, nlp)
    except CodebookError as error:
        return error.problems
    return tuple(problem for code in codebook.codes for problem in _check_code(code, tagger, nlp))


def _check_code(code: Code, tagger: ThemeTagger, nlp: Language) -> Iterator[str]:
    found = tagger.find_cues([nlp(example) for example in code.examples])
    fired = {cue.cue_id for of_example in found for cue, _ in of_example}
    for example in code.examples:
        if not any(mention.status == "asserted" for mention in _mentions(code, example, tagger, nlp)):
            yield f"{code.code_id}: the example “{example}” does not earn the theme."
    for cue in code.cues:
        if cue.cue_id not in fired:
            yield f"{code.code_id}: no example fires the cue “{cue.notation}”."
    for example in code.non_examples:
        for mention in _mentions(code, example, tagger, nlp):
            if mention.status == "asserted":
                cue = next(cue for cue in code.cues if cue.cue_id == mention.cue_id)
                yield (
                    f"{code.code_id}: the non-example “{example}” earns the theme by “{mention.text}” "
                    f"(cue “{cue.notation}”)."
                )


def _mentions(code: Code, text: str, tagger: ThemeTagger, nlp: Language) -> list[Mention]:
    passage = Passage(
        passage_id="example",
        review_id="example",
        ordinal=0,
        kind="paragraph",
        start=0,
        end=len(text),
        page_first=1,
        page_last=1,
        text=text,
    )
    found = tagger.tag_passages([passage], [nlp(text)])
    return [mention for mention in found if mention.theme_id == code.code_id]
