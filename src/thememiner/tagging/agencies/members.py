"""Read the members of families: the proper words beside a head, and the name that they make.

The words are capitalised and joined by "and", "of" and the like: left of the head
("Northshire and Westshire Police"), right of it ("University of Westshire"), or a letter
or a number ("School 1").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.lang.en.stop_words import STOP_WORDS

from thememiner.tagging.agencies.families import Candidate, Family, Gazetteer, make_slug
from thememiner.tagging.agencies.words import Words

_MAX_TITLE_WORDS = 14
_MAX_ASIDE_WORDS = 5
_TITLE_LINKS = frozenset({"and", "of", "for", "to", "in", "on", "with", "under"})
_MAX_PLACE_WORDS = 9


def read_left(
    words: Words,
    start: int,
    end: int,
    family: Family,
    gazetteer: Gazetteer,
    name_ends: set[int],
    floor: int,
) -> Iterator[Candidate]:
    """Yield the body named by the capitalised words left of a head, or the head's role."""
    if "{name}" in family.label and end < len(words) and words.keys[end] == "of":
        return  # "London School of ..." is another name
    if family.kind == "title":
        first = _find_title_start(words, start)
        if first < start:
            yield Candidate(start=first, end=end, agency_id="", rule="none")
        return
    first = _find_left_end(words, start, gazetteer, name_ends, across=family.across)
    first = max(first, floor)
    place = _trim_place(words, first, start, family, gazetteer)
    if place == start:
        if family.role_id:
            yield Candidate(start=start, end=end, agency_id=family.role_id, rule="role")
        return
    bare = _spell_place(words, place, start, gazetteer) if family.by_place else ""
    while place > first and words.keys[place - 1] in family.drop:
        place -= 1
    printed = _spell(words, place, start) if "{name}" in family.label else bare
    label = _name_member(family, printed, words, start, end)
    key = family.key.format(place=bare) if family.key else label
    is_known = family.kind != "unknown"
    yield Candidate(
        start=place,
        end=end,
        agency_id=make_slug(key) if is_known else "",
        rule="pattern" if is_known else "unresolved",
        label=label,
        family=family,
        head=start,
    )


def _find_title_start(words: Words, start: int) -> int:
    """Return the index of the first word of a law's title: "School Staffing (England) Regulations"."""
    keys = words.keys
    first = start
    while first > 0 and start - first < _MAX_TITLE_WORDS:
        before = first - 1
        if keys[before] == ")" and "(" in keys[max(before - _MAX_ASIDE_WORDS, 0) : before]:
            first = max(index for index in range(before) if keys[index] == "(")
        elif words.is_capital(before) or (
            keys[before] in _TITLE_LINKS
            and before > 0
            and (words.is_capital(before - 1) or keys[before - 1] == ")")
        ):
            first = before
        else:
            break
    while first < start and keys[first] in _TITLE_LINKS:
        first += 1
    return first


def _find_left_end(
    words: Words, start: int, gazetteer: Gazetteer, name_ends: set[int], *, across: bool
) -> int:
    """Return the index of the first of the capitalised, linked words before ``start``."""
    grammar, keys = gazetteer.grammar, words.keys
    first = start
    while first > 0 and start - first < _MAX_PLACE_WORDS:
        before = first - 1
        key = keys[before]
        if words.is_capital(before):
            if _is_acronym(words.printed(before)) and key != "nhs":
                break
            first = before
            continue
        if before == 0 or not (key in grammar.left_links or key == ","):
            break
        inner = before - 1
        if key == ",":
            allowed = words.is_capital(inner) and keys[inner] in gazetteer.place_words
        elif key == "the":
            allowed = keys[inner] in ("of", "upon", "next")
        elif key == "of":
            allowed = keys[inner] in grammar.before_of
        else:
            allowed = words.is_capital(inner) or keys[inner] == "next"
        if not allowed or (not across and (before in name_ends or keys[inner] in gazetteer.generic)):
            break
        first = before
    return first


def _is_acronym(word: str) -> bool:
    """Return whether a word is set in capitals like an acronym: it is no part of a place."""
    return 2 <= len(word) <= 6 and word.isupper()


def _trim_place(words: Words, first: int, start: int, family: Family, gazetteer: Gazetteer) -> int:
    """Return the index of the place's first word, or ``start`` if there is no place."""
    grammar, keys = gazetteer.grammar, words.keys
    empty = (grammar.links, grammar.posts, grammar.not_names, STOP_WORDS, family.drop, (",",))
    by_place = family.by_place
    while first < start:
        key = keys[first]
        stem = words.stems[first]
        is_owner = by_place and stem and first < start - 1 and stem not in gazetteer.place_words
        if not is_owner and not any(key in dropped for dropped in empty):
            break
        first += 1
    if by_place:
        for suffix in range(first + 1, start):
            before = keys[suffix - 1]
            outside = before not in grammar.qualifiers and before not in grammar.links and before != ","
            if outside and tuple(keys[suffix:start]) in gazetteer.places:
                first = suffix
                break
    for n_words in range(1, (start - first) // 2 + 1):  # a name printed twice, as on covers
        if keys[start - n_words : start] == keys[start - 2 * n_words : start - n_words]:
            first = start - n_words
            break
    rest = [keys[i] for i in range(first, start)]
    dull = (family.unfit, gazetteer.generic, grammar.links, grammar.posts)
    if all(len(key) == 1 or not key.isalpha() or any(key in listed for listed in dull) for key in rest):
        return start
    if rest[-1] in grammar.links or rest[-1] == ",":
        return start
    opens = first == 0 or not words.keys[first - 1].isalnum()
    if opens and not words.is_capital(start) and not any(key in gazetteer.place_words for key in rest):
        return start  # "Frontline police": a capital that only begins the sentence
    return first


def _spell_place(words: Words, first: int, start: int, gazetteer: Gazetteer) -> str:
    """Return the place as the authority file spells it, or as printed."""
    keys = words.keys[first:start]
    if words.stems[start - 1]:
        keys = (*keys[:-1], words.stems[start - 1])
    for area_word in ((), *gazetteer.grammar.area_words):
        place = keys[: len(keys) - len(area_word)]
        if keys[len(place) :] == area_word and place in gazetteer.places:
            return gazetteer.places[place]
    text = _spell(words, first, start)
    return text[:-2] if words.stems[start - 1] else text


def _spell(words: Words, first: int, end: int) -> str:
    """Return words as printed, with single spaces, "and" for "&" and a straight apostrophe."""
    text = words.text[words.starts[first] : words.ends[end - 1]].replace("&", " and ")
    for mark in "’ʼ‘`´":
        text = text.replace(mark, "'")
    return " ".join(text.split())


def _name_member(family: Family, place: str, words: Words, start: int, end: int) -> str:
    """Return the canonical name of a member of a family.

    Args:
        family: the family.
        place: the proper words of the name.
        words: the words of the text.
        start: index of the head's first word.
        end: index after the head's last word.
    """
    if "{place}" in family.label:
        return family.label.format(place=place)
    head = _spell(words, start, end)
    if words.stems[end - 1]:
        head = head[:-2]
    head = family.spell.get(head, head)
    proper = [w[:1].upper() + w[1:] if w.islower() and w not in ("of", "and") else w for w in head.split()]
    return f"{place} {' '.join(proper)}"


def read_right(
    words: Words, start: int, end: int, family: Family, gazetteer: Gazetteer, starts: set[int]
) -> Iterator[Candidate]:
    """Yield the body named by the capitalised words right of a head: "University of ..."."""
    last = end
    n_words = len(words)
    while last < n_words and last - end < _MAX_PLACE_WORDS and not (last in starts and last > end):
        key = words.keys[last]
        if words.is_capital(last) and not (_is_acronym(words.printed(last)) and last > end):
            last += 1
            if words.stems[last - 1]:
                break
            continue
        following = last + 1
        if key == "," and _is_list(words, last):
            last = following
        elif last > end and key in gazetteer.grammar.right_links and following < n_words:
            if key == "of" and words.keys[following] == "the":
                following += 1
            if following >= n_words or not words.is_capital(following) or following in starts:
                break
            last = following
        else:
            break
    while last > end and not words.is_capital(last - 1):
        last -= 1
    known = next((n for n in range(last, end, -1) if words.keys[end:n] in gazetteer.places), 0)
    if known:
        last = known
    if last > end:
        label = _spell(words, start, last)
        if words.stems[last - 1]:
            label = label[:-2]
        yield Candidate(
            start=start,
            end=last,
            agency_id=make_slug(label),
            rule="pattern",
            label=label,
            family=family,
            head=start,
        )


def _is_list(words: Words, comma: int) -> bool:
    """Return whether a comma parts the capitalised words of one name: "Housing, Communities and ..."."""
    for index in range(comma + 1, min(comma + 6, len(words) - 1)):
        if words.keys[index] == "and":
            return index > comma + 1 and words.is_capital(index + 1)
        if not words.is_capital(index) and words.keys[index] != ",":
            return False
    return False


def read_label(words: Words, start: int, end: int, family: Family) -> Iterator[Candidate]:
    """Yield a body that the review names by a letter or number only: "School 1", "LA2"."""
    if words.printed(end - 1)[-1].isdecimal():  # "LA2": head and mark are one word
        end -= 1
        mark = words.printed(end)[-1]
        if not words.printed(end)[:-1].isupper():
            return
    elif end < len(words) and words.starts[end] - words.ends[end - 1] == 1:
        mark = words.printed(end)
    else:
        return
    if mark.startswith("0"):
        return
    is_letter = len(mark) == 1 and mark.isalpha() and mark.isupper() and mark != "I"
    is_number = mark.isdecimal() and len(mark) <= 2
    if is_letter or is_number or (len(mark) == 2 and mark[0].isupper() and mark[1].isdecimal()):
        label = _spell(words, start, end + 1)
        yield Candidate(
            start=start, end=end + 1, agency_id=make_slug(label), rule="pattern", label=label, family=family
        )
