"""Refunds: giving back money that settles nothing. Each is a part of the payment that it is of; here is their desk."""
