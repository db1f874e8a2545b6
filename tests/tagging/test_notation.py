"""The notation of cues: each row of the table in notation.py, and what is said of a wrong cue."""

from __future__ import annotations

import pytest
from spacy.language import Language

from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.notation import NotationError
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.pipeline import words_of

LEXICON = {"kin": "mother | father | grand-parent", "loop": "<loop>"}


def found(nlp: Language, cue: str, text: str) -> list[str]:
    spacy_doc = nlp(text)
    matcher = AnchoredMatcher(words_of(nlp), {"cue": compile_notation(cue, LEXICON)})
    return [spacy_doc[match.start : match.end].text for match in matcher.find_matches(spacy_doc)]


@pytest.mark.parametrize(
    ("cue", "text", "expected"),
    [
        # words in order, each in any of its inflections
        ("share information", "Sharing information is good.", ["Sharing information"]),
        ("share information", "They shared the information.", []),
        ("strategy meeting", "Strategy meetings were held.", ["Strategy meetings"]),
        ("develop plan", "She developed plans.", ["developed plans"]),
        ("well", "Good and better, best and well.", ["well"]),
        # just this form; with a capital letter just this case
        ("=sharing", "Sharing is not to share.", ["Sharing"]),
        ("=Prevent", "Prevent is a duty; prevent harm.", ["Prevent"]),
        # capitals inside a word
        ("MASH", "The MASH did not mash; two MASHs.", ["MASH", "MASHs"]),
        ("DfE", "The DfE, not the DFE.", ["DfE"]),
        # any word that begins so
        ("curio*", "Curious? Curiosity!", ["Curious", "Curiosity"]),
        # hyphen, space or neither
        ("co-ordination", "Co-ordination, co ordination, coordination.", None),
        ("non-accidental", "non–accidental and nonaccidental", ["non–accidental", "nonaccidental"]),
        ("on-line", "an online and on-line world", ["online", "on-line"]),
        # may be there or not
        ("share [key] facts", "Share facts; share key facts.", ["Share facts", "share key facts"]),
        ("share [all the] facts", "Share all the facts; share the facts.", ["Share all the facts"]),
        # one of these
        ("(shared | passed on)", "It was passed on and shared.", ["passed on", "shared"]),
        ("lack (of | in) care", "A lack of care; lacking in care.", ["lack of care", "lacking in care"]),
        # up to so many words between
        ("facts ... shared", "The facts about him were never really shared.", None),
        ("facts ..2 shared", "Facts were not shared; facts were not very widely shared.", None),
        # a word list
        ("his <kin>", "His father and his grandparents, his aunt.", ["His father", "his grandparents"]),
        # marks and spellings
        ("child's organisation", "The child’s organization.", ["child’s organization"]),
        ("s.47 enquiry", "A S.47 enquiry.", ["S.47 enquiry"]),
    ],
)
def test_each_row_of_the_table(nlp: Language, cue: str, text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = {
            "co-ordination": ["Co-ordination", "co ordination", "coordination"],
            "facts ... shared": ["facts about him were never really shared"],
            "facts ..2 shared": ["Facts were not shared"],
        }[cue]
    assert found(nlp, cue, text) == expected


def test_a_match_stays_within_its_sentence(nlp: Language) -> None:
    assert found(nlp, "facts ... shared", "She had the facts. They shared a house.") == []


def test_white_space_is_no_hindrance(nlp: Language) -> None:
    assert found(nlp, "share [key] facts", "They share \n  key \t facts.") == ["share \n  key \t facts"]


def test_a_gap_at_an_end_says_nothing(nlp: Language) -> None:
    assert found(nlp, "... facts ...", "They share all the facts with her.") == ["facts"]
    assert found(nlp, "[key] ... facts", "They share all the facts with her.") == ["facts"]
    assert found(nlp, "[key] [new] ..3 facts", "The key and new facts.") == ["key and new facts"]
    assert found(nlp, "facts ..3 [him]", "The facts about him and her.") == ["facts about him"]


@pytest.mark.parametrize(
    ("cue", "complaint"),
    [
        ("(a | b", "“(a | b” has a “(” that is not closed"),
        ("a | b)", "“a | b)” has a “)” that opens nowhere"),
        ("(a | )", "“(a | )” has an empty part"),
        ("", "“” has an empty part"),
        ("[a] ... [b]", "“[a] ... [b]” has no word that must be there"),
        ("<nobody> spoke", "“<nobody> spoke” names the list <nobody>, which the lexicon does not have"),
        ("<loop>", "the list <loop> of the lexicon contains itself"),
        ("*", "“*” has a * with no word before it"),
        ("a < b", "cannot be read at"),
        (" ".join(["(a b | c d | e f | g h)"] * 5), "stands for 1024 patterns, more than 600"),
    ],
)
def test_says_what_is_wrong_with_a_cue(cue: str, complaint: str) -> None:
    with pytest.raises(NotationError) as caught:
        compile_notation(cue, LEXICON)
    assert complaint in str(caught.value)
