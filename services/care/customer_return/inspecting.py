"""What is known of inspected units, after the warehouse looked at them and after it corrected what it had said."""

from services.care.customer_return.events_of_inspections import Grades, InspectionCorrected, ReturnInspected
from services.care.customer_return.progress import NOTHING, ItemBalance, Look, Progress, changed
from shared.kernel.records import replace

_UNSEEN = (NOTHING, NOTHING, NOTHING)


def inspected(progress: Progress, fact: ReturnInspected) -> Progress:
    """What was corrected before it was heard is known already."""
    for item in fact.items:
        if progress.look(fact.inspection_id, item.item_no) is None:
            progress = _seen(progress, fact.inspection_id, item)
    return replace(progress, inspections=(*progress.inspections, fact.inspection_id))


def regraded(progress: Progress, fact: InspectionCorrected) -> Progress:
    """The units are what the correction says."""
    return _seen(progress, fact.inspection_id, fact.item, fact.correction_no)


def _seen(progress: Progress, inspection_id: str, item: Grades, correction_no: int = 0) -> Progress:
    before = progress.look(inspection_id, item.item_no)
    good, repair, scrap = _UNSEEN if before is None else (before.good, before.repair, before.scrap)

    def look(one: ItemBalance) -> ItemBalance:
        return replace(
            one,
            good=one.good + item.good - good,
            repair=one.repair + item.repair - repair,
            scrap=one.scrap + item.scrap - scrap,
        )

    now = Look(
        inspection_id=inspection_id,
        item_no=item.item_no,
        good=item.good,
        repair=item.repair,
        scrap=item.scrap,
        correction_no=correction_no,
    )
    others = (one for one in progress.looks if one is not before)
    return replace(progress, balances=changed(progress, (item.item_no,), look), looks=(*others, now))
