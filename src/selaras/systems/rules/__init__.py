"""What can be said of a register without Django and without a database."""
