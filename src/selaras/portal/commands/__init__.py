"""The commands of `selaras`. Each module has `arguments(parser)` and `run(options)`.

They are imported before Django is set up, so what needs Django is imported inside `run`.
"""
