"""Small enough to be read at once."""

from collections.abc import Iterator

from tools.house_rules.rule import Rule, rule
from tools.house_rules.source import AnyFunction, Source

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400


@rule("long-function")
def functions_fit_on_a_screen(source: Source) -> Iterator[tuple[int, str]]:
    if source.is_migration:
        return  # a revision is a list of statements, generated from the views and read as one
    for function in source.every(*AnyFunction.__args__):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES_MAX:
            yield function.lineno, f"{function.name}() has {length} lines; {FUNCTION_LINES_MAX} are the limit"


@rule("long-file")
def files_stay_readable(source: Source) -> Iterator[tuple[int, str]]:
    if len(source.lines) > FILE_LINES_MAX:
        yield (
            1,
            f"{len(source.lines)} lines; {FILE_LINES_MAX} are the limit, so find the second subject in here",
        )


RULES: tuple[Rule, ...] = (functions_fit_on_a_screen, files_stay_readable)
