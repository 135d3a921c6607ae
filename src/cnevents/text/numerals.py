"""Chinese and ASCII numerals, read as numbers. All input is folded text."""

from __future__ import annotations

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
          "六": 6, "七": 7, "八": 8, "九": 9, "俩": 2, "仨": 3}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
TENS = {"廿": 20, "卅": 30, "卌": 40}
CHINESE = "".join(DIGITS) + "十百千廿卅"
_MAX_LENGTH = 24  # longer digit strings name nothing that a calendar or a count of the news has


def is_digit_string(text: str) -> bool:
    """Whether a Chinese numeral is written digit by digit (二〇二四), not as a quantity (二十).

    >>> is_digit_string("二〇二四"), is_digit_string("二十")
    (True, False)
    """
    return all(character in DIGITS for character in text)


def parse_number(text: str) -> float | int | None:
    """The value of a numeral; None where `text` is none, or is too long to be one.

    >>> parse_number("2024"), parse_number("二〇二四"), parse_number("廿三"), parse_number("一百零五")
    (2024, 2024, 23, 105)
    >>> parse_number("2.5"), parse_number("两千三"), parse_number("一" * 1000)
    (2.5, 2300, None)
    """
    if not text or len(text) > _MAX_LENGTH:
        return None
    if text[0] in "0123456789":
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return None
    if is_digit_string(text):
        return int("".join(str(DIGITS[character]) for character in text))
    return _parse_quantity(text)


def _parse_quantity(text: str) -> int | None:
    total = section = digit = 0
    last_unit = 1
    for character in text:
        if character in DIGITS:
            if digit and last_unit == 1:
                return None
            digit = DIGITS[character]
            if character in "零〇○":
                last_unit = 1
        elif character in TENS:
            section += TENS[character]
            last_unit = 10
        elif character in UNITS:
            unit = UNITS[character]
            if unit >= 10_000:
                total = (total + section + digit) * unit
                section = digit = 0
            else:
                section += (digit or 1) * unit
                digit = 0
            last_unit = unit
        else:
            return None
    if digit and last_unit >= 100 and text[-2] not in "零〇○":
        digit *= last_unit // 10  # 两千三 is 2,300
    return total + section + digit
