"""Part of I7: what was refunded of money that the bank then took back is owed to us, once, or waits for a person."""

from typing import Any

from deploy.proof.verdict import Found


def refunds_of_returned_money_are_owed(found: Found, payments: list[Any], invoices: dict[str, Any]) -> None:
    """Each by one receivable over the whole of it. Only where nobody knew whose it was may it wait."""
    reclaims: dict[str, Any] = {}
    for one in invoices.values():
        if one.reclaims_payment_id and reclaims.setdefault(one.reclaims_payment_id, one) is not one:
            found.breach(f"invoice {one.number} reclaims a refund of {one.reclaims_payment_id}, as another does")
    for payment in payments:
        reclaim = reclaims.pop(payment.id, None)
        if payment.status != "returned" or not payment.refunded:
            found.require(reclaim is None, f"payment {payment.id} is reclaimed, and nothing of it was lost")
        elif reclaim is not None:
            found.same(
                f"payment {payment.id}: what was refunded before the bank took it back, and who owes it",
                (reclaim.total, reclaim.customer_id),
                (payment.refunded, payment.reclaimed_from),
            )
            if payment.customer_id:
                found.same(f"payment {payment.id}: reclaimed from", payment.reclaimed_from, payment.customer_id)
        else:
            found.require(
                not payment.customer_id and not payment.reclaimed_from,
                f"payment {payment.id}: {payment.refunded} was refunded before the bank took it back, nobody owes it",
            )
    for payment_id, reclaim in reclaims.items():
        found.breach(f"invoice {reclaim.number} reclaims a refund of {payment_id}, which never came in")
