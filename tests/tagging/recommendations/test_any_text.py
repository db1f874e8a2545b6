"""Whatever a document holds, the finder ends, and what it returns is well formed."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

OPENINGS = ["# ", "## ", "* ", "** ", "> ", "", "[1.]", "[(a)]", "[(i)]", "[4.2]", "| ", "!", "!# ", "!* "]
PHRASES = [
    "Recommendations", "Areas for improvement", "Recommendation 1: A title", "R2 Improve", "The Board should:",
    "The Trust must act by March 2031.", "We recommend that the Council and", "Lead | By when", "They should",
    "If the governments of Wales, Scotland and", "Matters of concern are as follows. (1) One. (2) Two.",
    "This recommendation is accepted.", "No | Recommendation | Owner | Timescale", "to", ":", "(", "",
]  # fmt: skip
LINES = st.builds(
    lambda opening, phrase, rest: f"{opening}{phrase} {rest}",
    st.sampled_from(OPENINGS),
    st.sampled_from(PHRASES),
    st.text(alphabet=st.characters(exclude_characters="\n\r"), max_size=30),
)


@given(
    lines=st.lists(LINES, max_size=14),
    title=st.sampled_from(["", "Government response to the review report"]),
)
@example(lines=["# Recommendations ", "* : 00"], title="")
def test_any_text_gives_well_formed_records(find, lines, title):
    recs = find("\n".join(lines), title=title)
    assert recs == find("\n".join(lines), title=title)
    assert len({rec.recommendation_id for rec in recs}) == len(recs)
    for rec in recs:
        assert rec.text.strip()
        assert rec.passage_ids
        assert rec.page == 1
        assert rec.strength in ("", "must", "should", "consider")
        assert rec.response in ("", "accepted", "partially_accepted", "rejected", "noted")
        assert len(set(rec.addressees)) == len(rec.addressees)
