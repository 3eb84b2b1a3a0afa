"""The contested goods' table of contents."""

from typing import Final

from services.accounting.contested_goods.contesting import (
    HearContestedAgain,
    HearContestEnded,
    HearGoodsContested,
    NoteContestedReturnSettled,
    NoteInvoicePosted,
    hear_contest_ended,
    hear_contested_again,
    hear_goods_contested,
    note_contested_return_settled,
    note_invoice_posted,
)
from services.accounting.contested_goods.crediting import (
    NoteUnitsCreditCancelled,
    NoteUnitsCredited,
    note_units_credit_cancelled,
    note_units_credited,
)
from services.accounting.contested_goods.events import (
    ContestedGoodsInvoiced,
    ContestedReturnSettled,
    GoodsContested,
    GoodsContestEnded,
    UnitsCreditCancelled,
    UnitsCredited,
)
from services.accounting.contested_goods.state import ContestedGoods, evolve
from shared.kernel.decider import Decider

CONTESTED_GOODS: Final[Decider[ContestedGoods]] = Decider(
    category="contested_goods",
    initial=ContestedGoods(),
    evolve=evolve,
    decisions={
        HearGoodsContested: hear_goods_contested,
        HearContestedAgain: hear_contested_again,
        NoteInvoicePosted: note_invoice_posted,
        NoteContestedReturnSettled: note_contested_return_settled,
        HearContestEnded: hear_contest_ended,
        NoteUnitsCredited: note_units_credited,
        NoteUnitsCreditCancelled: note_units_credit_cancelled,
    },
    events=(
        GoodsContested,
        ContestedGoodsInvoiced,
        ContestedReturnSettled,
        GoodsContestEnded,
        UnitsCredited,
        UnitsCreditCancelled,
    ),
    shapes=(ContestedGoods,),
)
