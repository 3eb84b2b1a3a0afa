"""A little receivables file that was invented here, and its rows one by one."""

from pathlib import Path

from deploy.imports.receivables import Receivables
from deploy.imports.receivables.reading import read_file

HEADER = (
    "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,"
    "PaperlessBill,DaysToSettle,DaysLate"
)


def paid(
    number: str,
    customer: str = "ANNA",
    *,
    invoiced: str = "3/2/2031",
    due: str = "4/1/2031",
    settled: str = "3/20/2031",
    amount: str = "10.5",
    disputed: str = "No",
    days: str = "18",
    late: str = "0",
) -> str:
    return f"1,{customer},1/1/2030,{number},{invoiced},{due},{amount},{disputed},{settled},Paper,{days},{late}"


ANNA_EARLY = paid("A-1")
ANNA_LATE = paid("A-2", settled="5/2/2031", amount="20", disputed="Yes", days="61", late="31")
ANNA_AGAIN = paid(
    "A-3", invoiced="3/20/2031", due="4/19/2031", settled="4/29/2031", amount="1.25", days="40", late="10"
)
BERT_ON_TIME = paid("B-1", "BERT", settled="4/1/2031", amount="7.99", disputed="Yes", days="30")
BERT_VERY_LATE = paid("B-2", "BERT", invoiced="3/3/2031", due="4/2/2031", settled="7/15/2031", days="134", late="104")
ALL = (ANNA_EARLY, ANNA_LATE, ANNA_AGAIN, BERT_ON_TIME, BERT_VERY_LATE)


class File:
    """One such file; a test puts its own rows below the header."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "invoices.csv"

    def write(self, *rows: str, header: str = HEADER, end: str = "\n", encoding: str = "utf-8") -> Path:
        self.path.write_bytes("".join(row + end for row in (header, *rows)).encode(encoding))
        return self.path

    def read(self, *rows: str, header: str = HEADER, end: str = "\n", encoding: str = "utf-8") -> Receivables:
        return read_file(self.write(*rows, header=header, end=end, encoding=encoding))
