"""The words of reminders, language by language. A new language is one more `Words`, and a tag in sales' LANGUAGES."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.accounting.debtor.state import primary
from shared.kernel.shapes import part


@part
class Words:
    """Everything that a reminder may say. What stands in braces is filled in: numbers, days, amounts, names."""

    subject_before_due: str
    subject: str
    only_charges: str
    level: str
    salutation: str
    before_due: str
    overdue: str
    instalment: str
    at_level: str
    fee: str
    interest: str
    total: str
    on_account: str
    pay_by: str
    pay_to: str
    account: str
    iban: str
    bic: str
    credit_stopped: str
    disregard: str
    reference: str


_ENGLISH: Final = Words(
    subject_before_due="Upcoming payment: {numbers}",
    subject="{level}: {numbers}",
    only_charges="open charges",
    level="Reminder no. {number}",
    salutation="Dear {name},",
    before_due="this is to remind you that the following will soon be due:",
    overdue="{level}: the following is overdue. Please pay it without delay.",
    instalment="invoice {number}, due {day}: {amount}",
    at_level="{instalment} ({level})",
    fee="reminder fee: {amount}",
    interest="interest on late payment: {amount}",
    total="In all: {amount}",
    on_account="We hold {amount} of yours that settles nothing yet. Please tell us what it is for.",
    pay_by="Please pay so that we have it by {day}.",
    pay_to="Our account, in the name of {name}:",
    account="account number {number}",
    iban="IBAN {number}",
    bic="BIC {bic}",
    credit_stopped="We hold your new orders until further notice.",
    disregard=(
        "If you have paid in the meantime, please disregard this letter. If you contest an invoice, please tell us."
    ),
    reference="Your reference: {customer}",
)

_VIETNAMESE: Final = Words(
    subject_before_due="Sắp đến hạn thanh toán: {numbers}",
    subject="{level}: {numbers}",
    only_charges="các khoản phí chưa thanh toán",
    level="Nhắc nợ lần {number}",
    salutation="Kính gửi {name},",
    before_due="Chúng tôi xin nhắc Quý khách về các khoản sắp đến hạn thanh toán sau đây:",
    overdue="{level}: các khoản sau đây đã quá hạn. Kính đề nghị Quý khách thanh toán ngay.",
    instalment="Hóa đơn {number}, hạn thanh toán {day}: {amount}",
    at_level="{instalment} ({level})",
    fee="Phí nhắc nợ: {amount}",
    interest="Tiền lãi do chậm thanh toán: {amount}",
    total="Tổng cộng: {amount}",
    on_account=(
        "Chúng tôi đang giữ {amount} của Quý khách chưa được bù trừ. Xin cho biết khoản này dùng để trả khoản nào."
    ),
    pay_by="Kính đề nghị Quý khách thanh toán chậm nhất ngày {day}.",
    pay_to="Tài khoản nhận tiền, chủ tài khoản {name}:",
    account="số tài khoản {number}",
    iban="số IBAN {number}",
    bic="mã BIC {bic}",
    credit_stopped="Chúng tôi tạm giữ các đơn đặt hàng mới của Quý khách cho đến khi có thông báo mới.",
    disregard=(
        "Nếu Quý khách đã thanh toán, xin vui lòng bỏ qua thư này. "
        "Nếu Quý khách khiếu nại về hóa đơn nào, xin báo cho chúng tôi."
    ),
    reference="Mã khách hàng: {customer}",
)

WORDS: Final[Mapping[str, Words]] = MappingProxyType({"en": _ENGLISH, "vi": _VIETNAMESE})


def words_in(language: str) -> Words:
    """The words of a BCP 47 tag's language, whatever its region."""
    return WORDS[primary(language)]
