"""Who annotates what, and whose account is whose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.server.accounts import accounts_of, annotators_by_account
from claimwire.labelstudio.server.protocol import ServerUser
from claimwire.labelstudio.server.queues import TITLE_LENGTH, Queue, assigned, each_of, with_each

IDS = st.text("abcz019_", min_size=1, max_size=60)


@given(IDS, IDS, st.one_of(st.just(""), IDS), st.text(max_size=30))
def test_a_queue_is_known_again_by_its_description_whatever_people_add(
    corpus: str, annotator: str, batch: str, more: str
) -> None:
    queue = Queue(corpus, annotator, batch)
    assert 3 <= len(queue.title) <= TITLE_LENGTH
    assert Queue.of(queue.description) == queue
    assert Queue.of(queue.description + more) == queue


@given(IDS, IDS, st.text(max_size=40), st.integers(1, 999_999), st.integers(1, 999_999))
def test_a_description_remembers_the_number_of_annotators_and_keeps_what_people_add(
    corpus: str, annotator: str, more: str, first: int, second: int
) -> None:
    queue = Queue(corpus, annotator)
    description = f"{queue.description}\n{more}"
    assert with_each(description, None) == description
    once = with_each(description, first)
    assert (Queue.of(once), each_of(once)) == (queue, first)
    twice = with_each(once, second)
    assert (Queue.of(twice), each_of(twice)) == (queue, second)
    assert with_each(twice, first) == once
    assert set(description.rstrip("\n").split("\n")) <= set(once.split("\n"))


def test_a_description_without_a_number_is_an_older_one() -> None:
    old = "claimwire queue heron/anna\nThe articles of heron for anna. Keep the first line: push and pull go by it."
    assert Queue("heron", "anna").description == old
    assert (Queue.of(old), each_of(old)) == (Queue("heron", "anna"), None)
    assert with_each("claimwire queue heron/anna", 2) == "claimwire queue heron/anna\nclaimwire each 2"


@pytest.mark.parametrize(
    ("line", "each"),
    [
        ("claimwire each 1", 1),
        ("claimwire each 12 ", 12),
        ("claimwire each 0", None),
        ("claimwire each", None),
        ("claimwire each 2 or 3", None),
        ("I think claimwire each 2", None),
        ("claimwire each 1234567", None),
    ],
)
def test_only_a_line_of_its_own_is_a_number_of_annotators(line: str, each: int | None) -> None:
    assert each_of(f"claimwire queue heron/anna\n{line}\nmore") == each


@pytest.mark.parametrize(("length", "is_whole"), [(34, True), (35, False)])
def test_a_title_of_fifty_characters_is_whole_and_a_longer_one_is_cut(length: int, is_whole: bool) -> None:
    corpus = "c" * length
    title = Queue(corpus, "annac").title
    assert len(title) == TITLE_LENGTH == 50
    assert (title == f"claimwire {corpus} annac") is is_whole


def test_long_titles_that_begin_alike_differ() -> None:
    assert Queue("c" * 60, "anna").title != Queue("c" * 60, "ben").title


@pytest.mark.parametrize(
    "description", ["", "a project of somebody else", "claimwire queue heron", "x\nclaimwire queue a/b"]
)
def test_other_projects_are_no_queues(description: str) -> None:
    assert Queue.of(description) is None


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[str], list[str], int, dict[str, set[str]]]:
    articles = draw(st.lists(IDS, unique=True, max_size=12))
    annotators = draw(st.lists(IDS, unique=True, min_size=1, max_size=5))
    each = draw(st.integers(1, len(annotators)))
    held = st.sets(st.sampled_from(articles)) if articles else st.just(set())
    standing = draw(st.dictionaries(st.sampled_from(annotators), held))
    return articles, annotators, each, standing


@given(situations())
def test_every_article_has_so_many_annotators_and_who_has_one_keeps_it(
    situation: tuple[list[str], list[str], int, dict[str, set[str]]],
) -> None:
    articles, annotators, each, standing = situation
    found = assigned(articles, annotators, each, standing)
    for article in articles:
        before = sum(article in ids for ids in standing.values())
        assert sum(article in ids for ids in found.values()) == max(each, before)
    for name in annotators:
        assert standing.get(name, set()) <= set(found[name])
        assert found[name] == [article for article in articles if article in found[name]]


@given(situations())
def test_an_assignment_that_was_carried_out_in_part_is_completed_to_the_same(
    situation: tuple[list[str], list[str], int, dict[str, set[str]]],
) -> None:
    articles, annotators, each, _ = situation
    whole = assigned(articles, annotators, each, {})
    part = {name: set(ids[: len(ids) // 2]) for name, ids in whole.items()}
    assert assigned(articles, annotators, each, part) == whole


def test_the_work_is_even_and_every_pair_shares_articles() -> None:
    found = assigned([f"a{n}" for n in range(12)], ["anna", "ben", "cleo"], 2, {})
    assert [len(ids) for ids in found.values()] == [8, 8, 8]
    assert len(set(found["anna"]) & set(found["ben"])) == 4
    assert len(set(found["ben"]) & set(found["cleo"])) == 4


def test_more_annotators_an_article_than_there_are_is_an_error() -> None:
    with pytest.raises(LabelStudioError, match=r"cannot have 3 of 2 annotators \(anna, ben\)"):
        assigned(["a"], ["anna", "ben"], 3, {})


def test_accounts_suggest_annotators_and_can_be_named() -> None:
    users = [ServerUser(2, "Anna.Low@example.org"), ServerUser(3, "b@example.org"), ServerUser(4, "c@example.org")]
    assert annotators_by_account(users, accounts_of(["ben=b@example.org", "cleo=4"])) == {
        2: "anna_low",
        "Anna.Low@example.org": "anna_low",
        3: "ben",
        "b@example.org": "ben",
        4: "cleo",
        "c@example.org": "cleo",
    }


@pytest.mark.parametrize("account", ["b@example.org", 3])
def test_a_named_account_that_is_not_there_is_an_error(account: str | int) -> None:
    with pytest.raises(LabelStudioError, match=f"{account}, named as the account of ben, is not an account"):
        annotators_by_account([ServerUser(2, "anna@example.org")], {"ben": account})


def test_an_account_is_named_by_address_or_number() -> None:
    assert accounts_of([]) == {}
    assert accounts_of(["anna=anna@example.org", "ben=03"]) == {"anna": "anna@example.org", "ben": 3}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        *((options, "should name an annotator") for options in (["anna"], ["anna="], ["anna=x"], ["An na=a@b"])),
        *((options, "should name an annotator") for options in (["=a@b"], ["anna=-1"], ["anna=1.0"], ["anna=²"])),
        *((options, "named before") for options in (["a=a@b", "a=c@d"], ["a=a@b", "c=a@b"], ["a=1", "b=01"])),
    ],
)
def test_options_of_another_form_are_errors(options: list[str], message: str) -> None:
    with pytest.raises(LabelStudioError, match=f"--user {options[-1]}.*{message}"):
        accounts_of(options)
