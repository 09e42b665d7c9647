import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.needs.consumers import NeedConsumer
from selaras.needs.rules import join_benefit, split_benefit
from selaras.needs.types import code_number, title_key


def test_titles_are_the_same_whatever_their_case_and_spaces():
    assert title_key("Antrean  Panjang ") == title_key("antrean panjang")
    assert title_key("Antrean panjang") != title_key("Antrean pendek")


def test_code_gives_its_number_and_nothing_else_does():
    assert code_number(" k12 ", "K") == 12
    assert code_number("K", "K") is None
    assert code_number("K1x", "K") is None
    assert code_number("K" + "9" * 30, "K") is None


plain_text = st.text(st.characters(categories=("L", "N")), min_size=1)


@given(plain_text, plain_text)
def test_benefit_comes_back_from_the_text(description, benefit):
    joined = join_benefit(description, benefit, "Manfaat")
    assert split_benefit(joined, "Manfaat") == (description, benefit)


def test_benefit_alone_and_description_alone():
    assert split_benefit(join_benefit("", "Cepat", "Manfaat"), "Manfaat") == ("", "Cepat")
    assert split_benefit(join_benefit("Lama", "", "Manfaat"), "Manfaat") == ("Lama", "")


@pytest.mark.django_db
def test_workbooks_call_a_dimension_as_the_pages_do_and_know_its_older_name(round_):
    column = next(
        each for each in NeedConsumer("need").sheet(round_.pk).columns if each.key == "dimension"
    )
    assert "living cerdas" in column.choices
    assert ("Smart Living", "living cerdas") in column.aliases
