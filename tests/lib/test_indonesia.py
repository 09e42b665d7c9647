"""Numbers, money and dates, written and read."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.lib.indonesia import (
    long_date,
    number,
    parse_date,
    parse_money,
    parse_number,
    rupiah,
    rupiah_short,
    terbilang,
    weekday_date,
    weekday_dates,
    whole_rupiah,
)


def test_numbers():
    assert number(1250000) == "1.250.000"
    assert number(Decimal("1250.5"), 2) == "1.250,50"
    assert number(2.5) == "3"
    assert number(-0.2) == "0"
    assert number(-1250.25, 1) == "-1.250,3"


def test_money():
    assert rupiah(1250000) == "Rp1.250.000"
    assert rupiah(-5) == "-Rp5"
    assert rupiah_short(250_000_000) == "Rp250 juta"
    assert rupiah_short(1_250_000_000) == "Rp1,3 miliar"
    assert rupiah_short(999_960_000) == "Rp1 miliar"
    assert rupiah_short(-2_000_000_000_000) == "-Rp2 triliun"
    assert rupiah_short(1_234_500_000_000_000) == "Rp1.234,5 triliun"
    assert rupiah_short(750_000) == "Rp750.000"


def test_dates():
    assert long_date(date(2019, 10, 8)) == "8 Oktober 2019"
    assert weekday_date(date(2019, 10, 8)) == "Selasa, 8 Oktober 2019"
    assert weekday_dates(date(2019, 10, 8), date(2019, 10, 8)) == "Selasa, 8 Oktober 2019"
    both = weekday_dates(date(2019, 10, 8), date(2019, 10, 9))
    assert both == "Selasa, 8 Oktober 2019 s.d. Rabu, 9 Oktober 2019"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp 1.250.000,00", 1250000),
        ("Rp1.250.000,-", 1250000),
        ("Rp. 1.250.000.-", 1250000),
        ("1.250.000", 1250000),
        ("1250000", 1250000),
        ("1,250,000.00", 1250000),
        ("1,250", 1250),
        ("\u00a0IDR\u00a01 250 000 ", 1250000),
        ("412500000,33", 412500000),
        ("250 juta", 250_000_000),
        ("Rp1,3 miliar", 1_300_000_000),
        ("1.5 milyar", 1_500_000_000),
        ("-500", -500),
        ("0", 0),
        ("75.000 rupiah", 75000),
    ],
)
def test_money_is_read(text, amount):
    assert parse_money(text) == amount


@pytest.mark.parametrize(
    "text", ["", "Rp", "gratis", "1.5", "1.250.00", "1.25.000", "1,2,3", "12a", "1e9", "٣", "5 M"]
)
def test_what_is_no_money_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - several messages
        parse_money(text)


def test_whole_rupiah_refuses_infinity():
    for amount in (float("inf"), float("nan"), Decimal("1e99")):
        with pytest.raises(ValueError):  # noqa: PT011
            whole_rupiah(amount)


@given(st.integers(-(10**15), 10**15))
def test_money_reads_back(amount):
    assert parse_money(rupiah(amount)) == amount


@pytest.mark.parametrize(
    ("text", "whole", "expected"),
    [
        ("1.250", False, "1250"),
        ("1,250", False, "1.25"),
        ("1,250", True, "1250"),
        ("12.5", False, "12.5"),
        ("0.125", False, "0.125"),
        ("12,50", False, "12.5"),
        ("+7", True, "7"),
        ("−7", True, "-7"),
    ],
)
def test_numbers_are_read(text, whole, expected):
    assert parse_number(text, whole=whole) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "5 Maret 2019",
        "05/03/2019",
        "5-3-2019",
        "5.3.2019",
        "2019-03-05",
        "2019-03-05 00:00:00",
        "Selasa, 5 Maret 2019",
        "5 Mar 2019",
        "5-mar-2019",
        " 5\u00a0MARET  2019 ",
        "5 March 2019",
    ],
)
def test_dates_are_read(text):
    assert parse_date(text) == date(2019, 3, 5)


@pytest.mark.parametrize(
    "text", ["", "31/02/2019", "5 Mart 2019", "5/3/19", "besok", "2019", "0/1/2019"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_date(text)


@given(st.dates())
def test_dates_read_back(day):
    if day.year >= 1000:
        assert parse_date(long_date(day)) == day
        assert parse_date(weekday_date(day)) == day


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (15, "lima belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (117, "seratus tujuh belas"),
        (1000, "seribu"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (1_250_000, "satu juta dua ratus lima puluh ribu"),
        (1_001_000, "satu juta seribu"),
        (-3, "minus tiga"),
    ],
)
def test_terbilang(amount, words):
    assert terbilang(amount) == words
