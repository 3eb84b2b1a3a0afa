"""Part of I5: credit notes add up, and take back no more of an invoice than it billed."""

from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Sums, Units

Place = tuple[str, str]
"""An invoice and a line or charge of it."""


async def credit_notes_are_right(evidence: Evidence, found: Found, invoices: list[Any]) -> None:
    """Line by line, in units, net and tax. A price may be lowered without a unit being taken back."""
    units: Units[Place] = Units()
    nets, taxes = Sums[Place](), Sums[Place]()
    for note in await evidence.documents("accounting", "credit_note"):
        if note.status != "approved":
            continue
        pieces = (*note.lines, *note.charges)
        net, tax = sum(piece.net.minor for piece in pieces), sum(piece.tax.minor for piece in pieces)
        found.same(
            f"credit note {note.number}: net, tax and total",
            (note.net.minor, note.tax.minor, note.total.minor),
            (net, tax, net + tax),
        )
        for piece in pieces:
            place = _place(note.invoice_id, piece)
            nets.add(place, piece.net.minor)
            taxes.add(place, piece.tax.minor)
        for line in note.lines:
            units.add(_place(note.invoice_id, line), line.quantity)
    billed = {_place(one.invoice_id, piece): piece for one in invoices for piece in (*one.lines, *one.charges)}
    for place, net in nets.items():
        what, piece, tax = f"{place[1]} of invoice {place[0]}", billed.get(place), taxes[place]
        if piece is None:
            found.breach(f"{what} is credited and was never billed")
            continue
        found.require(
            abs(net) <= abs(piece.net.minor) and abs(tax) <= abs(piece.tax.minor),
            f"{what}: {net:,} and {tax:,} of tax credited, {piece.net} and {piece.tax} billed",
        )
        if place in units:
            found.require(
                units[place] <= piece.quantity, f"{what}: {units[place]} units credited, {piece.quantity} billed"
            )


def _place(invoice_id: str, piece: Any) -> Place:
    return invoice_id, f"charge {piece.charge_no}" if hasattr(piece, "charge_no") else f"line {piece.line_no}"
