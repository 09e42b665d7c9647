"""How an idea's benefit is kept with its text."""


def join_benefit(description: str, benefit: str, label: str) -> str:
    """The description with the benefit as its last paragraph."""
    parts = (description.strip(), f"{label}: {benefit.strip()}" if benefit.strip() else "")
    return "\n\n".join(part for part in parts if part)


def split_benefit(text: str, label: str) -> tuple[str, str]:
    """Description and benefit of a text made by `join_benefit`."""
    marker = f"{label}: "
    if text.startswith(marker):
        return "", text.removeprefix(marker)
    description, _, benefit = text.rpartition(f"\n\n{marker}")
    return (description, benefit) if description else (text, "")
