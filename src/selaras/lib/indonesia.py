"""Numbers, money and dates as Indonesian officials write and read them."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

Number = int | float | Decimal

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\ufeff]+")
_SCALES = (
    (Decimal(10) ** 12, "triliun"),
    (Decimal(10) ** 9, "miliar"),
    (Decimal(10) ** 6, "juta"),
)
_SCALE_WORDS = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
}
_MONTH_WORDS = {
    "jan januari january": 1,
    "feb peb februari pebruari february": 2,
    "mar maret march": 3,
    "apr april": 4,
    "mei may": 5,
    "jun juni june": 6,
    "jul juli july": 7,
    "agu agt ags aug agust agustus august": 8,
    "sep sept september": 9,
    "okt oct oktober october": 10,
    "nov nop november nopember": 11,
    "des dec desember december": 12,
}
_MONTH_NUMBERS = {word: number for words, number in _MONTH_WORDS.items() for word in words.split()}


def number(n: Number, places: int = 0) -> str:
    """`1.250.000` or, with two places, `1.250.000,00`; halves are rounded away from zero."""
    rounded = Decimal(str(n)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    rounded = abs(rounded) if rounded == 0 else rounded  # never "-0"
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def amount(n: Decimal | None) -> str:
    """A figure without needless zeros, 12 and 12,5; a dash for none."""
    if n is None:
        return "–"
    return number(n, max(0, -int(n.normalize().as_tuple().exponent)))


def rupiah(n: Number) -> str:
    """`Rp1.250.000`; a negative amount as `-Rp1.250.000`."""
    text = number(n)
    return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"


def rupiah_short(n: Number) -> str:
    """`Rp250 juta`, `Rp1,3 miliar`: at most one decimal; below a million in full."""
    amount = Decimal(str(n))
    for size, word in _SCALES:
        short = (abs(amount) / size).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        if short >= 1:
            text = number(short, 0 if short == short.to_integral_value() else 1)
            return f"{'-' if amount < 0 else ''}Rp{text} {word}"
    return rupiah(amount)


def long_date(day: date) -> str:
    """`8 Oktober 2019`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """`Selasa, 8 Oktober 2019`."""
    return f"{WEEKDAYS[day.weekday()]}, {long_date(day)}"


def weekday_dates(first: date, last: date) -> str:
    """`Selasa, 8 Oktober 2019`, or `… s.d. Rabu, 9 Oktober 2019` for several days."""
    if first == last:
        return weekday_date(first)
    return f"{weekday_date(first)} s.d. {weekday_date(last)}"


def parse_number(text: str, *, whole: bool = False) -> Decimal:
    """A number typed as text, Indonesian style first: `1.250` is 1250 and `1,25` is 1.25.

    `whole` says that no decimals are expected, so `1,250` is 1250 too.

    Raises:
        ValueError: it is not a number, or could mean two different ones.
    """
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?[0-9][0-9.,]*", plain):
        raise ValueError(f"{text!r} is not a number")
    sign, digits = ("-", plain[1:]) if plain[0] == "-" else ("", plain.lstrip("+"))
    for groups, point in ((".", ","), (",", ".")):
        grouped = re.escape(groups)
        pattern = rf"([1-9]\d{{0,2}}(?:{grouped}\d{{3}})+)(?:{re.escape(point)}(\d{{0,2}}))?"
        found = re.fullmatch(pattern, digits, re.ASCII)
        if found and (groups == "." or whole or digits.count(",") > 1 or point in digits):
            return Decimal(f"{sign}{found[1].replace(groups, '')}.{found[2] or '0'}")
    if re.fullmatch(r"\d+(?:[.,]\d*)?", digits, re.ASCII):
        return Decimal(sign + digits.replace(",", "."))
    raise ValueError(f"{text!r} is not a number")


def parse_money(text: str) -> int:
    """Whole rupiah from `Rp 1.250.000,00`, `1.250.000,-`, `1250000` or `1,3 miliar`.

    Raises:
        ValueError: it is not an amount of money.
    """
    plain = _SPACES.sub(" ", text).strip().lower()
    plain = re.sub(r"^([+-]?) ?(?:rp\.?|idr) ?", r"\1", plain)
    plain = re.sub(r"(?:,|\.)-{1,2}$|(?: rupiah| idr)$", "", plain).strip()
    scale = 1
    words = re.fullmatch(r"([^a-z]+?) ?([a-z]+)\.?", plain)
    if words and words[2] in _SCALE_WORDS:
        plain, scale = words[1], _SCALE_WORDS[words[2]]
    return whole_rupiah(parse_number(plain, whole=scale == 1) * scale)


def whole_rupiah(amount: Number) -> int:
    """The amount rounded to whole rupiah.

    Raises:
        ValueError: a fraction below Rp1.000 is no rounding left over from a formula: `1,5` is more
            likely meant in millions, and nobody may guess that.
    """
    exact = Decimal(str(amount))
    try:
        rounded = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except InvalidOperation as error:
        raise ValueError(f"{amount} is not an amount of money") from error
    if exact != rounded and abs(exact) < 1000:
        raise ValueError(f"{amount} has a fraction")
    return rounded


def parse_date(text: str) -> date:
    """A day from `5 Maret 2019`, `Selasa, 5 Mar 2019`, `05/03/2019`, `5-3-2019` or `2019-03-05`.

    Day before month, as in Indonesia; the year in four digits.

    Raises:
        ValueError: it is not a date.
    """
    plain = _SPACES.sub(" ", text).strip().lower()
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?", plain, re.ASCII)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = re.fullmatch(r"(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4})", plain, re.ASCII)
    if numeric:
        return date(int(numeric[4]), int(numeric[3]), int(numeric[1]))
    worded = re.fullmatch(r"(?:[a-z']+,? )?(\d{1,2})[ -]([a-z]+)\.?[ -](\d{4})", plain, re.ASCII)
    if worded and worded[2] in _MONTH_NUMBERS:
        return date(int(worded[3]), _MONTH_NUMBERS[worded[2]], int(worded[1]))
    raise ValueError(f"{text!r} is not a date")


_UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)


def terbilang(n: int) -> str:
    """The number in words, as letters repeat an amount: `satu juta dua ratus lima puluh ribu`.

    Raises:
        ValueError: a thousand trillion or more.
    """
    if n < 0:
        return f"minus {terbilang(-n)}"
    if n >= 10**15:
        raise ValueError(f"{n} is too large to be spelt")
    return _spell(n) or _UNITS[0]


def _spell(n: int) -> str:
    """Words for `n`, empty for zero."""
    if n < 12:
        return _UNITS[n] if n else ""
    if n < 20:
        return f"{_UNITS[n - 10]} belas"
    if n < 100:
        return _joined(f"{_UNITS[n // 10]} puluh", n % 10)
    if n < 200:
        return _joined("seratus", n - 100)
    if n < 1000:
        return _joined(f"{_UNITS[n // 100]} ratus", n % 100)
    if n < 2000:
        return _joined("seribu", n - 1000)
    for size, word in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu")):
        if n >= size:
            return _joined(f"{_spell(n // size)} {word}", n % size)
    raise AssertionError(n)


def _joined(words: str, rest: int) -> str:
    return f"{words} {_spell(rest)}".strip()
