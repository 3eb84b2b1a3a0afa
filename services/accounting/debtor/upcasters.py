"""How debtors of earlier versions are read."""

from shared.kernel.upcasting import Json, upcast


@upcast("debtor.addressed", from_version=1)
def nobody_had_chosen_a_language(old: Json) -> Json:
    """There was one language, `en`, which no customer had chosen: they are written to as the policy says."""
    return {**old, "addressee": {**old["addressee"], "language": ""}}
