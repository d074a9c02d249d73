import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.matching import NamedChannel, NamedTeam, likeliest, proposals, words

# Few and alike, so that names meet each other often.
NAMES = st.sampled_from(
    ["Lag Gran", "Gran", "Arbetslag 1", "Lag 1", "1–3", "F-3", "Arbetslaget", "Lag Ö", "Tall", "Alm", "", "#"]
)
SCHOOLS = st.sampled_from(["Almskolan", "Granskolan", "Norra skolan", "Skolan", "Alm", ""])
CHANNELS = st.sampled_from(
    [
        *("lag-gran", "gran", "almskolan-gran", "alm-gran", "granskolan_lag", "gran-alm", "lag-1", "1"),
        *(
            "almskolan-arbetslag-1",
            "f-3",
            "f3",
            "allmänt",
            "norra-tall",
            "tall-norra-skolan",
            "lag",
            "",
            "alm",
        ),
    ]
)


@st.composite
def teams(draw: st.DrawFn) -> list[NamedTeam]:
    drawn = draw(st.lists(st.tuples(NAMES, SCHOOLS), max_size=7))
    taken = draw(st.lists(st.sampled_from(["", "", "", "C0", "C1"]), min_size=7, max_size=7))
    found = [NamedTeam(number, *drawn[number], taken[number]) for number in range(len(drawn))]
    held = [team.channel for team in found]
    return [
        team if team.channel not in held[: team.id] else NamedTeam(team.id, team.name, team.school)
        for team in found
    ]


@st.composite
def channels(draw: st.DrawFn) -> list[NamedChannel]:
    return [NamedChannel(f"C{n}", name) for n, name in enumerate(draw(st.lists(CHANNELS, max_size=7)))]


def team(name: str, school: str = "Almskolan", number: int = 1, channel: str = "") -> NamedTeam:
    return NamedTeam(number, name, school, channel)


def called(*names: str) -> list[NamedChannel]:
    return [NamedChannel(name, name) for name in names]


@given(teams(), channels())
def test_no_channel_goes_to_two_teams_and_nobody_who_has_one_gets_another(
    listed: list[NamedTeam], there: list[NamedChannel]
) -> None:
    found = proposals(listed, there)
    assert len(set(found.values())) == len(found)
    assert not set(found.values()) & {each.channel for each in listed}
    assert all(not each.channel for each in listed if each.id in found)
    assert set(found.values()) <= {each.id for each in there}


@given(teams(), channels())
def test_the_order_they_come_in_does_not_matter(listed: list[NamedTeam], there: list[NamedChannel]) -> None:
    assert proposals(listed, there) == proposals(listed[::-1], there[::-1])


@given(teams(), channels())
def test_a_name_that_occurs_twice_is_never_proposed(
    listed: list[NamedTeam], there: list[NamedChannel]
) -> None:
    found = proposals(listed, there)
    doubled = [*there, *(NamedChannel(f"{each.id}b", each.name) for each in there)]
    assert proposals(listed, doubled) == {}
    twins = [*listed, *(NamedTeam(each.id + 100, each.name, each.school) for each in listed)]
    assert not set(proposals(twins, there)) & set(found)


@given(teams(), channels())
def test_another_team_or_channel_never_makes_a_proposal_out_of_nothing(
    listed: list[NamedTeam], there: list[NamedChannel]
) -> None:
    whole = proposals(listed, there)
    for less in (listed[1:],):
        kept = {each.id for each in less}
        assert {each: channel for each, channel in whole.items() if each in kept}.items() <= proposals(
            less, there
        ).items()
    assert {each: channel for each, channel in whole.items() if channel != "C0"}.items() <= proposals(
        listed, there[1:]
    ).items()


@given(st.text(max_size=12))
def test_case_accents_and_marks_between_words_do_not_count(text: str) -> None:
    assert words(text) == words(unicodedata.normalize("NFD", text))
    assert words(f"#{text}!") == words(text)


@given(teams(), channels())
def test_the_likeliest_are_all_of_them_in_one_order(
    listed: list[NamedTeam], there: list[NamedChannel]
) -> None:
    for each in listed:
        assert sorted(likeliest(each, there), key=str) == sorted(there, key=str)
        assert likeliest(each, there) == likeliest(each, there[::-1])


@pytest.mark.parametrize(
    "name",
    [
        *("lag-gran", "gran", "arbetslag-gran", "gran-laget", "GRÁN", "almskolan-gran", "gran_almskolan"),
        *("alm-lag-gran", "almskolan-arbetslaget-gran", "lag gran (almskolan)"),
    ],
)
def test_a_channel_called_as_the_team_is_found(name: str) -> None:
    assert proposals([team("Arbetslag Gran")], called(name, "allmänt")) == {1: name}


@pytest.mark.parametrize(
    "name", ["granen", "gran-och-tall", "bjorkskolan-gran", "almskolan", "lag", "gran-2", "almgran", "ran"]
)
def test_a_channel_called_otherwise_is_not(name: str) -> None:
    assert proposals([team("Lag Gran")], called(name)) == {}


def test_a_number_alone_says_too_little() -> None:
    assert proposals([team("Arbetslag 1")], called("1", "almskolan-1")) == {}
    assert proposals([team("Arbetslag 1")], called("almskolan-lag-1")) == {1: "almskolan-lag-1"}


def test_one_to_three_is_not_thirteen() -> None:
    assert proposals([team("Lag 1-3")], called("lag-13")) == {}
    assert proposals([team("Lag 1-3")], called("lag-1-3")) == {1: "lag-1-3"}


def test_the_same_name_at_two_schools_needs_the_schools_name() -> None:
    both = [team("Lag Gran"), team("Lag Gran", "Björkskolan", 2)]
    assert proposals(both, called("lag-gran")) == {}
    assert proposals(both, called("almskolan-gran", "björk-gran")) == {1: "almskolan-gran", 2: "björk-gran"}


def test_a_team_whose_name_is_everybodys_needs_the_schools_name_too() -> None:
    assert proposals([team("Arbetslaget")], called("arbetslaget")) == {}
    assert proposals([team("Arbetslaget")], called("almskolan-arbetslaget")) == {1: "almskolan-arbetslaget"}


def test_two_channels_that_may_be_meant_are_left_to_a_person() -> None:
    assert proposals([team("Lag Gran")], called("gran", "almskolan-gran")) == {}


def test_a_school_and_a_team_of_the_same_name_are_told_apart_or_left() -> None:
    listed = [team("Lag Alm", "Granskolan"), team("Lag Gran", "Almskolan", 2)]
    assert proposals(listed, called("alm-gran")) == {}
    assert proposals(listed, called("granskolan-lag-alm")) == {1: "granskolan-lag-alm"}


def test_the_likeliest_channel_comes_first() -> None:
    first, *_ = likeliest(team("Lag Gran"), called("allmänt", "gran", "alm-gran-kul", "tall"))
    assert first.name == "alm-gran-kul"


def test_a_user_group_names_its_channel_unless_the_channel_says_another_team() -> None:
    gran, tall = team("Lag Gran"), team("Lag Tall", number=2)
    assert proposals([gran, tall], [NamedChannel("C1", "kaffe", "Lag Gran")]) == {1: "C1"}
    assert proposals([gran, tall], [NamedChannel("C1", "lag-gran", "Lag Gran")]) == {1: "C1"}
    assert proposals([gran, tall], [NamedChannel("C1", "lag-tall", "Lag Gran")]) == {}
