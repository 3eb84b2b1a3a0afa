"""The guards of the company, each with the tests that notice when it is gone."""

from typing import Final

from tools.sabotage.guard import Guard

CONSUMER: Final = "tests/unit/messaging/test_consumer.py"
RELAY: Final = "tests/unit/messaging/test_relay.py"
HANDLER: Final = "tests/integration/handling/test_command_handler.py"
STORE: Final = "tests/integration/event_store/test_store_behaviour.py"
WIRE: Final = "tests/integration/messaging/test_transport_behaviour.py"
REBUILD: Final = "tests/integration/projections/test_rebuild.py"

MESSAGES: Final = (
    Guard(
        name="inbox",
        promise="a message that comes again has no second effect",
        place="shared.handling.assembling:_guard_once",
        line="unit.heard.append(heard)",
        instead="pass",
        tests=(f"{CONSUMER}::TestRepetitions",),
    ),
    Guard(
        name="offset-after-commit",
        promise="a delivery is told to be done after its effects are committed",
        place="shared.messaging.consumer:Consumer._hear_on",
        line="await self._take_patiently(delivery)\n            await delivery.done()",
        instead="await delivery.done()\n            await self._take_patiently(delivery)",
        tests=("tests/unit/messaging/test_order_of_effects.py",),
    ),
    Guard(
        name="gap-detection",
        promise="a message that is missing is asked for before the next one is heard",
        place="shared.messaging.consumer:Consumer._fill_gap",
        line="while expected < message.seq:",
        instead="while False:",
        tests=(f"{CONSUMER}::TestGaps",),
    ),
    Guard(
        name="look-behind",
        promise="the end of a topic that was filled again is heard, though nothing follows it",
        place="shared.messaging.consumer:Consumer._hear_on",
        line="await subscription.look_behind()",
        instead="pass",
        tests=(f"{CONSUMER}::TestGaps",),
    ),
    Guard(
        name="source-epoch",
        promise="a source that was restored from a backup is not simply believed",
        place="shared.messaging.consumer:Consumer._hear_in_sequence",
        line="known.epoch < message.epoch",
        instead="False",
        tests=(f"{CONSUMER}::TestPlaces",),
    ),
    Guard(
        name="park-the-stream",
        promise="later messages wait behind one that was set aside",
        place="shared.messaging.consumer:Consumer._hear_wave",
        line="if (message.topic, message.key) in self._parked:",
        instead="if False:",
        tests=(f"{WIRE}::test_discarding_the_poison_lets_the_stream_flow_in_order",),
    ),
    Guard(
        name="never-skip",
        promise="a message that cannot be heard is set aside, not skipped",
        place="shared.messaging.consumer:Consumer._settle",
        line='await self._set_aside(message, f"rejected: {result.code}", result.detail, ParkedStatus.PARKED)',
        instead="pass",
        tests=(f"{WIRE}::test_poison_parks_its_stream_and_others_flow",),
    ),
    Guard(
        name="outbox-order",
        promise="messages are sent in the order of the outbox",
        place="shared.messaging.relay:Relay._send_once",
        line="rows = await self._rows_to_send(lead, publisher)",
        instead="rows = list(reversed(await self._rows_to_send(lead, publisher)))",
        tests=(f"{RELAY}::test_everything_is_sent_in_order_and_marked",),
    ),
    Guard(
        name="mark-after-send",
        promise="what is marked as sent was acknowledged by the broker",
        place="shared.messaging.relay:Relay._send_once",
        line="acknowledged = await publisher.send([self._message(row) for row in rows], lead.fence)",
        instead=(
            "await self._outbox.mark_sent(lead, [Acknowledged(topic=one.topic, partition=one.partition, seq=one.seq, "
            "count=1, first_offset=-1, offset=-1) for one in rows]); "
            "acknowledged = await publisher.send([self._message(row) for row in rows], lead.fence)"
        ),
        tests=(f"{RELAY}::test_after_an_error_the_publisher_is_made_anew_and_nothing_is_left_out",),
    ),
    Guard(
        name="lost-topic",
        promise="what the broker lost is sent again",
        place="shared.messaging.relay:Relay._look_for_loss",
        line="if end <= sent[place].offset}",
        instead="if False}",
        tests=(f"{RELAY}::test_a_topic_that_lost_everything_is_filled_again",),
    ),
    Guard(
        name="put-back",
        promise="a database that was put back behind what it had said speaks in a new epoch",
        place="shared.messaging.relay:Relay._look_back",
        line="if forgotten:",
        instead="if False:",
        tests=(f"{RELAY}::test_a_leader_whose_outbox_never_held_what_the_broker_has_begins_an_epoch_once",),
    ),
    Guard(
        name="fencing",
        promise="a relay that lost its lead marks nothing as sent",
        place="shared.event_store.postgres_relay:_MARK",
        line="p.fence <= $5\n    AND EXISTS (SELECT FROM relay_state WHERE fence = $5)",
        instead="$5::bigint IS NOT NULL",
        tests=("tests/integration/messaging/test_relay_fence.py",),
    ),
)

RECORD: Final = (
    Guard(
        name="serialised-append",
        promise="one writer at a time appends to a log partition",
        place="shared.event_store.schema:_COMMIT_UNIT",
        line="FROM log_head WHERE partition = e.partition FOR UPDATE;",
        instead="FROM log_head WHERE partition = e.partition;",
        tests=(f"{STORE}::test_processes_that_append_to_one_partition_wait_for_each_other",),
    ),
    Guard(
        name="expected-version",
        promise="of two who append to one version of a stream, one is refused",
        place="shared.event_store.schema:TABLES",
        line="CONSTRAINT events_stream_version UNIQUE (stream, version)",
        instead="CONSTRAINT events_stream_version CHECK (version > 0)",
        tests=(f"{STORE}::test_two_writers_of_one_version_conflict_and_nothing_is_half_written",),
    ),
    Guard(
        name="reads-stand",
        promise="what a decision only read has not moved at its commit",
        place="shared.event_store.schema:_COMMIT_UNIT",
        line="WHERE r.version <> coalesce(",
        instead="WHERE false AND r.version <> coalesce(",
        tests=(f"{STORE}::test_a_read_stream_must_not_have_moved",),
    ),
    Guard(
        name="immutability",
        promise="nobody changes or removes an event, not even the owner of the database",
        place="shared.event_store.schema:IMMUTABLE",
        line="events_stay BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE",
        instead="events_stay BEFORE UPDATE OR DELETE ON snapshots FOR EACH ROW EXECUTE",
        tests=(f"{REBUILD}::test_the_database_refuses_to_change_history",),
    ),
    Guard(
        name="hash-chain",
        promise="an event that was changed behind our back is named",
        place="shared.event_store.verifying:verify_partition",
        line="if link(previous, event.position, event) != event.hash:",
        instead="if False:",
        tests=(f"{REBUILD}::test_tampering_as_superuser_is_named_by_its_first_position",),
    ),
    Guard(
        name="deadline-once",
        promise="a deadline fires once",
        place="shared.event_store.schema:_COMMIT_UNIT",
        line="RAISE EXCEPTION 'deadline gone' USING ERRCODE = 'O2C04', DETAIL = known;",
        instead="NULL;",
        tests=(
            "tests/integration/event_store/test_kept_deadlines.py::test_deadlines_are_set_moved_cleared_and_claimed_once",
        ),
    ),
    Guard(
        name="projection-checkpoint",
        promise="rows of a view that follows are written from where it stands, and with where it then stands",
        place="shared.event_store.postgres_following:_ADVANCE",
        line="position = excluded.position WHERE f.position = $3",
        instead="position = excluded.position WHERE $3::bigint IS NOT NULL",
        tests=(
            "tests/integration/projections/test_both_kinds.py::test_of_two_that_follow_at_once_each_event_is_taken_by_one",
        ),
    ),
)

REQUESTS: Final = (
    Guard(
        name="idempotency-key",
        promise="a request that comes again has no second effect",
        place="shared.handling.assembling:_guard_once",
        line="unit.keys.append(",
        instead="list[Key]().append(",
        tests=(f"{HANDLER}::test_the_same_key_has_one_effect_and_one_answer",),
    ),
    Guard(
        name="fingerprint",
        promise="a key that comes with another body is refused",
        place="shared.handling.handler:_repeat",
        line="if row.fingerprint != once.fingerprint:",
        instead="if False:",
        tests=(f"{HANDLER}::test_the_same_key_has_one_effect_and_one_answer",),
    ),
    Guard(
        name="key-of-the-person",
        promise="a key belongs to the person who made it",
        place="shared.web.asking:asking",
        line='scope=f"{principal.person} {request.method}',
        instead='scope=f"anybody {request.method}',
        tests=("tests/integration/web/test_permissions_matrix.py::test_a_key_belongs_to_its_person",),
    ),
    Guard(
        name="commit-before-answer",
        promise="nobody is told that it is done before it is committed",
        place="shared.handling.handler:CommandHandler._attempt",
        line="return await self._commit(desk, works, drafts, results)",
        instead=(
            "asyncio.get_running_loop().create_task(self._commit(desk, works, drafts, dict(results))); "
            "results.update({index: done(works[index], draft) for index, draft in drafts.items()}); "
            "return True"
        ),
        tests=(f"{HANDLER}::test_nobody_is_told_before_the_commit",),
    ),
    Guard(
        name="refusal-of-one-moment",
        promise="a refusal is given on states that were true at the same moment",
        place="shared.handling.desk:Desk.look_again",
        line="return await self._load(stale) if stale else False",
        instead="return False",
        tests=(f"{HANDLER}::test_a_refusal_is_never_given_on_states_of_different_moments",),
    ),
    Guard(
        name="what-was-seen",
        promise="an edit of a document that changed since it was seen is refused",
        place="shared.handling.handler:CommandHandler._expect",
        line="if work.expected_version is not None and version != work.expected_version:",
        instead="if False:",
        tests=(f"{HANDLER}::test_what_the_caller_saw_is_checked",),
    ),
    Guard(
        name="role-check",
        promise="only the listed roles may use a route",
        place="shared.web.asking:authenticate",
        line="if not needed & principal.roles:",
        instead="if False:",
        tests=("tests/integration/web/test_permissions_matrix.py::test_exactly_the_listed_roles_are_let_in",),
    ),
    Guard(
        name="token-audience",
        promise="a token that was issued for another department opens nothing",
        place="shared.web.auth:TokenVerifier.__init__",
        line='aud={"essential": True, "value": audience},',
        instead='aud={"essential": True},',
        tests=(
            "tests/integration/web/test_permissions_matrix.py"
            "::test_a_department_takes_no_token_that_was_issued_for_another",
        ),
    ),
)

BUSINESS: Final = (
    Guard(
        name="maker-is-not-checker",
        promise="who had a hand in a purchase order cannot approve it",
        place="services.purchasing.purchase_order.approving:approve_purchase_order",
        line="if request.by in terms.makers:",
        instead="if False:",
        tests=("tests/unit/purchasing/purchase_order/test_approving.py",),
    ),
    Guard(
        name="own-credit-note",
        promise="who drafted a credit note cannot approve it",
        place="services.accounting.credit_note.approving:approve_credit_note",
        line="if draft.drafted_by == request.by:",
        instead="if False:",
        tests=("tests/unit/accounting/credit_note/test_credit_notes.py",),
    ),
    Guard(
        name="asked-twice",
        promise="a shipment that is heard of twice is noted once",
        place="services.warehouse.reservation.shipping:note_shipped",
        line="if request.shipment_id not in to_go:\n                return []",
        instead="",
        tests=("tests/unit/warehouse/reservation/test_shipping.py",),
    ),
    Guard(
        name="money-remainder",
        promise="what was billed so far is rounded, not each part, so that the invoices sum to the order",
        place="services.accounting.billing.shares:part_of",
        line="due = whole.share(before + quantity, of) - taken",
        instead="due = whole.share(quantity, of)",
        tests=("tests/unit/accounting/billing/test_part_deliveries.py",),
    ),
    Guard(
        name="stock-balance",
        promise="no more is reserved than is there",
        place="services.warehouse.stock_item.reserving:reserve_stock",
        line="if request.quantity > item.available:",
        instead="if False:",
        tests=("tests/unit/warehouse/stock_item/test_reserving.py",),
    ),
    Guard(
        name="delisted-item",
        promise="nothing new is offered of an item that was delisted",
        place="services.sales.item_list.offering:require_offered",
        line="if delisting is not None:",
        instead="if False:",
        tests=("tests/unit/sales/quotation/test_delisted_items.py",),
    ),
    Guard(
        name="closed-site",
        promise="nobody orders goods for a site that is closed",
        place="services.purchasing.site_list.naming:require_open_site",
        line="if not site.is_open:",
        instead="if False:",
        tests=("tests/unit/test_noting_sites.py",),
    ),
    Guard(
        name="closed-since",
        promise="a purchase order for a site that was closed since is neither approved nor sent",
        place="services.purchasing.site_list.requiring:must_be_open",
        line="code=code",
        instead='code="main"',
        tests=(
            "tests/unit/test_named_sites.py::test_a_purchase_order_for_a_site_that_closed_since_it_was_approved_is_not_sent",
        ),
    ),
    Guard(
        name="vacated-is-empty",
        promise="a site is not vacated on a look that something came after",
        place="services.warehouse.site_list.closing:vacate_site",
        line="if site.version != request.seen_version:",
        instead="if False:",
        tests=("tests/unit/warehouse/site_list/test_sites_api.py",),
    ),
    Guard(
        name="dunned-by-others",
        promise="as long as a lawyer or an agency has an invoice, we dun nobody for it",
        place="services.accounting.dunning_case.resting:invoices_of_others",
        line="return case.hand_over.invoice_ids if case.hand_over is not None else ()",
        instead="return ()",
        tests=("tests/unit/accounting/dunning_case/test_handing_over.py",),
    ),
)

GUARDS: Final[tuple[Guard, ...]] = (*MESSAGES, *RECORD, *REQUESTS, *BUSINESS)


def guard_named(name: str) -> Guard:
    """The guard of that name. Raises KeyError."""
    return {guard.name: guard for guard in GUARDS}[name]
