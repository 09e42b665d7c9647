"""The longest of each text, in characters, wherever it is written: a citizen's text fits a card."""

TITLE, TEXT, COMMENT = 200, 5000, 1000
