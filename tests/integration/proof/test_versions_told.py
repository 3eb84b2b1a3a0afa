"""The proof reads what was told in every version of a published event, from a real database."""

from uuid import uuid4

import pytest

from deploy.proof.evidence import evidence
from shared.published.published import TYPES, published, upcasts
from tests.integration.proof.forging import Forger

_TELL = """
INSERT INTO outbox (topic, partition, seq, key, event_id, type, stream, stream_version, occurred_at, causation_id,
    correlation_id, data, committed_at)
SELECT 'sales.order', 0, coalesce(max(seq), 0) + 1, 'O-1', $1, $2, 'order-O-1', 1, now(), $1, $1, $3::text::json, now()
FROM outbox WHERE (topic, partition) = ('sales.order', 0)
"""


@published("sales.order.weighed.v1", topic="sales.order")
class WeighedV1:
    """In pounds."""

    pounds: int


@published("sales.order.weighed.v2", topic="sales.order")
class WeighedV2:
    """In grams."""

    grams: int


for version in (1, 2):
    del TYPES[f"sales.order.weighed.v{version}"]  # they are nobody else's business


@upcasts(WeighedV1, to=WeighedV2)
def in_grams(told: WeighedV1) -> WeighedV2:
    """453.59 of them are a pound."""
    return WeighedV2(grams=round(told.pounds * 453.59))


async def test_of_an_event_that_has_two_versions_it_reads_both(forger: Forger) -> None:
    await forger.plant("sales", _TELL, uuid4(), "sales.order.weighed.v1", '{"pounds": 2}')
    await forger.plant("sales", _TELL, uuid4(), "sales.order.weighed.v2", '{"grams": 5}')
    async with evidence(forger.access) as found:
        assert await found.told(WeighedV2) == [WeighedV2(grams=907), WeighedV2(grams=5)]
        with pytest.raises(ValueError, match="has a later version"):
            await found.told(WeighedV1)
