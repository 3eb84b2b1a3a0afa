"""What inspections of customers' returns say, as they were corrected; and that they were corrected rightly."""

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found
from shared.published.corrections import ReturnInspectionCorrectedV1
from shared.published.warehouse import InspectedItem, ReturnInspectedV1


async def inspected_items(evidence: Evidence) -> list[tuple[ReturnInspectedV1, InspectedItem]]:
    """Each inspected item with its inspection: what was told last of it."""
    told = sorted(await evidence.told(ReturnInspectionCorrectedV1), key=lambda one: one.correction_no)
    stands = {(one.inspection_id, one.found.item_no): one.found for one in told}
    return [
        (inspected, stands.get((inspected.inspection_id, item.item_no), item))
        for inspected in await evidence.told(ReturnInspectedV1)
        for item in inspected.items
    ]


async def inspections_corrected_rightly(evidence: Evidence, found: Found) -> None:
    """By another person than who inspected; and as many units, which left one stock for another."""
    inspections = {one.inspection_id: one for one in await evidence.told(ReturnInspectedV1)}
    for told in await evidence.told(ReturnInspectionCorrectedV1):
        inspection = inspections.get(told.inspection_id)
        what = f"inspection {told.inspection_id} of return {told.return_id}"
        found.require(
            inspection is not None and inspection.inspected_by != told.corrected_by and bool(told.reason),
            f"{what} was corrected by {told.corrected_by} for the reason {told.reason!r}, and not made by another "
            "person before",
        )
        found.same(f"{what}: units as corrected", _units(told.found), _units(told.was))
        found.same(f"{what}: units that it moved", sum(one.quantity for one in told.moved), 0)


def _units(item: InspectedItem) -> object:
    return item.good + item.repair + item.scrap
