"""Jombang's 2019 round, made by running the same actions as a user's own round."""
