"""What a call gives back covers first what was billed beyond the contract; only the rest may be called again."""

from collections.abc import Iterable

from services.sales.contract.balance import NOTHING, Balance
from services.sales.contract.events import TakenLine


def settled_first(
    given_back: Iterable[TakenLine], balance: Balance
) -> tuple[tuple[TakenLine, ...], tuple[TakenLine, ...]]:
    """What is left to call again of the lines, and what covers units that were billed of a cancelled order.

    Units that cover take along their share of the amount.
    """
    rest: list[TakenLine] = []
    settled: list[TakenLine] = []
    for line in given_back:
        covering = min(line.quantity, balance.uncovered.get(str(line.line_no), NOTHING))
        if not covering:
            rest.append(line)
            continue
        net = line.net.share(covering, line.quantity)
        settled.append(TakenLine(line_no=line.line_no, quantity=covering, net=net))
        if covering < line.quantity:
            over = TakenLine(line_no=line.line_no, quantity=line.quantity - covering, net=line.net - net)
            rest.append(over)
    return tuple(rest), tuple(settled)
