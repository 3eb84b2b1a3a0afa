"""The rules of this house that no general linter knows, one function each."""

from tools.house_rules import durability, language, layout, purity, size, suites
from tools.house_rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *size.RULES,
    *durability.RULES,
    *purity.RULES,
    *language.RULES,
    *layout.RULES,
    *suites.RULES,
)
