"""Forms that have to be refused, with the beginning of the place that is named in Indonesian."""

from tests.questionnaires.catalogue import CHOICES

REFUSED: dict[str, tuple[str, str]] = {}


def refused(name: str, place: str, survey: str, rest: str = CHOICES) -> None:
    REFUSED[name] = (f"| survey |\n{survey.strip()}\n{rest.strip()}\n", place)


HEAD = "| | type | name | label |"
refused(
    "unknown_type", "survey, baris 3, kolom type", f"{HEAD}\n| | text | a | A |\n| | teks | b | B |"
)
refused(
    "old_cascade", "survey, baris 2, kolom type", f"{HEAD}\n| | cascading_select kota | a | A |"
)
refused(
    "no_name",
    "survey, baris 3",
    f"{HEAD}\n| | text | a | A |\n| | begin_group | | B |\n| | text | c | C |\n| | end_group | | |",
)
refused(
    "open_group",
    "survey, baris 3",
    f"{HEAD}\n| | text | a | A |\n| | begin_group | b | B |\n| | text | c | C |",
)
refused("unknown_reference", "survey, baris 2", f"{HEAD}\n| | text | a | Halo ${{siapa}} |")
refused(
    "no_calculation",
    "survey, baris 3",
    "| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | b | | |",
)
refused(
    "include",
    "survey, baris 3, kolom type",
    f"{HEAD}\n| | text | a | A |\n| | include | bagian_lain | |",
)
refused("no_label", "survey, baris 3", f"{HEAD}\n| | text | a | A |\n| | text | b | |")
refused(
    "loop_without_list",
    "survey, baris 2",
    f"{HEAD}\n| | begin_loop over tiada | a | A |\n| | text | b | B |\n| | end_loop | | |",
)
refused("missing_list", "survey, baris 2, kolom type", f"{HEAD}\n| | select_one tiada | a | A |")
refused(
    "two_spellings_of_a_column",
    "survey, baris 1",
    "| | type | name | label | relevant | bind::relevant |\n| | text | a | A | true() | true() |",
)
refused(
    "broken_formula",
    "survey, baris 3, kolom calculation",
    "| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | b | | if(${a} = '', 1 |",
)
refused("twice_a_name", "survey, baris 3", f"{HEAD}\n| | text | a | A |\n| | text | a | B |")
refused("end_without_begin", "survey, baris 3", f"{HEAD}\n| | text | a | A |\n| | end_repeat | | |")
refused(
    "cycle",
    "survey, baris 2",
    "| | type | name | label | calculation |\n| | calculate | a | | ${b} + 1 |\n| | calculate | b | | ${a} + 1 |\n| | text | c | C | |",
)
refused(
    "choice_twice",
    "choices, baris 3",
    f"{HEAD}\n| | select_one l | a | A |",
    "| choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | x | Y |",
)
refused(
    "choice_without_name",
    "choices, baris 2",
    f"{HEAD}\n| | select_one l | a | A |",
    "| choices |\n| | list_name | name | label |\n| | l | | X |",
)
refused("no_survey", "", "")
