"""Printed statistics: what is one, what is its denominator, and whether it adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thememiner.records import BlockKind, Document, Figure, Mention, Passage
from thememiner.tagging.figures import find_figures
from thememiner.tagging.figures.denominators import check_share
from thememiner.tagging.language.pipeline import make_nlp

NLP = make_nlp()


def read(
    *paragraphs: str, kinds: tuple[BlockKind, ...] = (), mentions: tuple[Mention, ...] = ()
) -> tuple[Figure, ...]:
    passages, start = [], 0
    for ordinal, text in enumerate(paragraphs):
        passages.append(
            Passage(
                passage_id=f"p{ordinal}", review_id="r", ordinal=ordinal,
                kind=kinds[ordinal] if kinds else "paragraph",
                start=start, end=start + len(text), page_first=1, page_last=1, text=text,
            )
        )  # fmt: skip
        start += len(text) + 2
    doc = Document(review_id="r", text="\n\n".join(paragraphs), pages=(), blocks=(), lines=())
    spacy_docs = list(NLP.pipe(passage.text for passage in passages))
    figures = find_figures(doc, tuple(passages), spacy_docs, mentions)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(doc.text)
    return figures


def facts(figure: Figure) -> tuple[int | None, float | None, int | None, str]:
    return figure.count, figure.percentage, figure.denominator, figure.denominator_text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In 60 (30%) the parents drank.", (60, 30.0, None, "")),
        ("There were 60 children (30%) in care.", (60, 30.0, None, "")),
        ("Care was given to 60, 30%.", (60, 30.0, None, "")),
        ("The share was 30% (60).", (60, 30.0, None, "")),
        ("The share was 30% (60 of 200).", (60, 30.0, 200, "of 200")),
        ("The share was 30.5% (61/200).", (61, 30.5, 200, "")),
        ("Of 200 rapid reviews, 60 (30%) found it.", (60, 30.0, 200, "Of 200 rapid reviews")),
        ("It was found in 60 (30%) of the 200 final reports.", (60, 30.0, 200, "of the 200 final reports")),
        ("Fourteen of the 21 children were in care.", (14, None, 21, "of the 21 children")),
        ("It was so in 12 out of 48 cases.", (12, None, 48, "out of 48 cases")),
        ("Almost 30 per cent of cases involved babies.", (None, 30.0, None, "of cases")),
        ("Over a third of families had moved.", (None, 33.3, None, "of families")),
        ("This was so for nearly a fifth.", (None, 20.0, None, "")),
        ("Two-thirds of the 30 cases were open.", (None, 66.7, 30, "of the 30 cases")),
        ("Half of care leavers agreed.", (None, 50.0, None, "of care leavers")),
        ("One in five children missed school.", (None, 20.0, None, "children")),
        ("The panel was told of 412 serious cases.", (412, None, None, "")),
        ("One hundred and twenty-three families took part.", (123, None, None, "")),
        ("It reached 1,250 young people.", (1250, None, None, "")),
        ("It reached 2.5 million people.", (2_500_000, None, None, "")),
    ],
)
def test_one_figure(sentence: str, expected: tuple[object, ...]) -> None:
    figures = [figure for figure in read(sentence) if figure.count != 200]
    assert [facts(figure) for figure in figures] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "The review began on 12 March 2019 at 10.30 and ended in 2021.",
        "The mother was aged 19 and the baby was 11 weeks old.",
        "16 and 17 year olds were seen within 45 days.",
        "See page 21, section 4.12, paragraph 33 and Recommendation 12.",
        "This is a duty under sections 20 and 17 of the Children Act 1989.",
        "It cost £400, then 20 pounds.",
        "Call 020 7946 0000 before 31 May.",
        "A third child was born. A third party wrote. She was half an hour late to see her half-sister.",
        "Work began in the first half of the year.",
        "The rate was 40 per 10,000 children.",
        "In 2018 children were seen in 2019-20.",
        "Two children and three social workers were seen.",
        "One of the three boys left.",
        "ISBN 978-1-78105-000-0",
        "It rose by four percentage points.",
    ],
)
def test_numbers_that_count_nothing(sentence: str) -> None:
    assert read(sentence) == ()


def test_a_lead_in_is_the_denominator_of_its_list() -> None:
    figures = read(
        "In that year 640 cases of harm were notified to the panel:",
        "160 (25%) named poor sharing of information",
        "320 involved children who died",
        "96 (20%) named weak supervision",
        kinds=("paragraph", "list_item", "list_item", "list_item"),
    )
    assert [(f.count, f.denominator, f.check) for f in figures] == [
        (640, None, ""),
        (160, 640, "agrees"),
        (320, 640, ""),
        (96, 640, "disagrees"),
    ]
    assert figures[1].denominator_text == "640 cases of harm"


def test_a_denominator_may_stand_in_the_passage_before() -> None:
    figures = read("We read 250 rapid reviews.", "Poor recording was seen in 50 (20%).")
    assert facts(figures[1]) == (50, 20.0, 250, "250 rapid reviews")
    assert figures[1].check == "agrees"


def test_a_number_that_does_not_fit_is_no_denominator() -> None:
    figures = read("We spoke with 250 parents. Poor recording was seen in 50 (41%).")
    assert facts(figures[1]) == (50, 41.0, None, "")


def test_of_these_points_back() -> None:
    figures = read(
        "The panel received 300 notifications. Of these, 120 concerned babies. Over 60 of them died."
    )
    assert [figure.denominator for figure in figures] == [None, 300, 120]


def test_a_denominator_that_gave_a_percentage_holds_for_the_document() -> None:
    figures = read(
        "Of the 250 rapid reviews, 50 (20%) found poor recording.",
        "Much was good.",
        "Weak supervision was found in 75 (30%) and drift in 61 (29%).",
    )
    assert [(f.count, f.denominator) for f in figures[-2:]] == [(75, 250), (61, None)]


def test_of_whom_means_the_number_before_it() -> None:
    figures = read("Of 90 children, 40 live with carers, of whom 25% live far away.")
    assert facts(figures[-1])[1:3] == (25.0, 40)


def test_a_table_row_holds_count_and_share() -> None:
    (figure,) = read("Weak supervision | 160 | 25%", kinds=("table_row",))
    assert facts(figure)[:2] == (160, 25.0)


def test_the_themes_of_the_sentence_are_the_themes_of_its_figure() -> None:
    text = "In 60 (30%) supervision was weak. Recording was poor."

    def mention(theme_id: str, word: str) -> Mention:
        start = text.index(word)
        return Mention(
            mention_id=theme_id, review_id="r", passage_id="p0", page=1, theme_id=theme_id, cue_id="c", text=word,
            sentence="", status="asserted", polarity="concern", start=start, end=start + len(word),
        )  # fmt: skip

    (figure,) = read(
        text, mentions=(mention("supervision", "supervision"), mention("recording", "Recording"))
    )
    assert figure.theme_ids == ("supervision",)
    assert figure.sentence == "In 60 (30%) supervision was weak."


@pytest.mark.parametrize(
    ("count", "whole", "percentage", "decimals", "hedged", "check"),
    [
        (244, 538, 45.4, 1, False, "agrees"),
        (244, 538, 45, 0, False, "agrees"),
        (244, 538, 45.5, 1, False, "disagrees"),
        (1, 8, 12, 0, False, "agrees"),
        (1, 8, 13, 0, False, "agrees"),
        (61, 200, 33.3, 0, True, "agrees"),
        (None, 538, 45, 0, False, ""),
        (5, 0, 45, 0, False, ""),
    ],
)
def test_arithmetic(
    count: int | None, whole: int, percentage: float, decimals: int, hedged: bool, check: str
) -> None:
    assert check_share(count, whole, percentage, decimals=decimals, hedged=hedged) == check


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Of", "of", "the", "40", "(", "25%)", "60", "children", "a third", "half", "one",
                             "in", "five", ",", ".", "1,000", "per cent", "these", "whom", "hundred", "2019", ":"]),
            st.text(max_size=6),
            st.integers(0, 10**15).map(str),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_text_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert read(text, text) == read(text, text)
