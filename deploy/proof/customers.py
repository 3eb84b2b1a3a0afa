"""I17, of customers: all departments say the same of who they are, and whether they get credit."""

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found
from shared.published.accounting import CreditStoppedV1


async def customers_agree(evidence: Evidence, found: Found) -> None:
    """Names, where they are written to, and the stop of their credit; as far as both departments know the customer.

    Others may know one whom a restored sales department forgot: I10 asks for the person who accepted that.
    """
    customers = {one.customer_id: one for one in await evidence.documents("sales", "customer")}
    for debtor in await evidence.documents("accounting", "debtor"):
        customer = customers.get(debtor.customer_id)
        if customer is None:
            continue
        found.same(
            f"customer {debtor.customer_id}: name, address, country and language for accounting",
            (debtor.name, debtor.email, debtor.country, debtor.language),
            (customer.name, customer.billing_email, customer.country, customer.language),
        )
    for addressee in await evidence.documents("care", "addressee"):
        customer = customers.get(addressee.customer_id)
        if customer is None:
            continue
        found.same(
            f"customer {addressee.customer_id}: name, address and language for care",
            (addressee.name, addressee.email, addressee.language),
            (customer.name, customer.billing_email, customer.language),
        )
    stopped = {told.customer_id for told in await evidence.told(CreditStoppedV1)}
    for account in await evidence.documents("accounting", "credit_account"):
        customer = customers.get(account.customer_id)
        if customer is None:
            continue
        if account.customer_name:
            what = f"customer {account.customer_id}: name on the credit account"
            found.same(what, account.customer_name, customer.name)
        if customer.credit is not None or account.customer_id in stopped:
            found.require(
                customer.is_credit_stopped == bool(account.stopped_because),
                f"customer {account.customer_id}: credit is stopped as {_who(customer.is_credit_stopped)} knows, and "
                f"not as {_who(not customer.is_credit_stopped)} does",
            )


def _who(sales: bool) -> str:
    return "sales" if sales else "accounting"
