"""Whether something is the address of a mailbox, as far as that can be read from it."""

from email.headerregistry import Address

import idna


def address_of(text: str) -> Address:
    """The address, its domain in the letters that every mail server takes. Raises ValueError when it is none.

    Source: RFC 5322, section 3.4.1; RFC 5891 for domains with letters beyond ASCII.
    """
    local, _, domain = text.rpartition("@")
    try:
        return Address(addr_spec=f"{local}@{_in_ascii(domain)}")
    except Exception as error:  # the email package says it by at least four kinds of exception
        raise ValueError("this is no e-mail address") from error


def _in_ascii(domain: str) -> str:
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
