{{ config(materialized='table') }}
-- Card and bank transactions with the tender each one collects and what reached the bank. Mindbody tells that a transaction
-- settled, not when: the day is the transaction's own plus the var `settlement_days`. A chargeback replaces the status and tells
-- neither when it came, so it counts on that same day; where the transaction is still told as settled, its money had reached the
-- bank before. The fee is the one of the payment method, which is a rate (0.0275); one of 1 and more can only be a percentage. A
-- refund is told as a positive Credit. Neither it nor a chargeback brings the fee back.
with transactions as (
    select * from {{ ref('stg_mindbody__transactions') }}
),

tenders as (
    select
        *,
        {{ to_units('amount', 'currency') }} as units
    from {{ ref('int_tenders') }}
    where tender_kind in ('card', 'bank', 'other', 'unknown')
),

payment_types as (
    select * from {{ ref('stg_mindbody__payment_types') }}
),

statuses as (
    select * from {{ ref('transaction_status') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

sale_locations as (
    select site_id, sale_id, location_id from {{ ref('int_booked_sales') }}
),

meanings as (
    select
        told.status,
        statuses.treatment
    from (select distinct status from transactions) as told
    inner join statuses on lower(trim(told.status)) like statuses.status_like
    qualify row_number() over (partition by told.status order by statuses.rule_no) = 1
),

signed as (
    select
        transactions.site_id,
        transactions.transaction_id,
        nullif(transactions.sale_id, 0) as sale_id,
        cast(nullif(transactions.client_id, 0) as varchar) as client_id,
        transactions.location_id,
        cast(transactions.transaction_local as date) as local_date,
        transactions.status,
        transactions.card_type,
        coalesce(transactions.settled, false) as is_told_settled,
        coalesce(meanings.treatment, 'unknown') as treatment,
        sites.currency,
        coalesce({{ to_units(
            "if(meanings.treatment = 'credit', -abs(transactions.amount), transactions.amount)", 'sites.currency'
        ) }}, 0) as units
    from transactions
    inner join sites on transactions.site_id = sites.site_id
    left join meanings on transactions.status = meanings.status
),

-- The tender that names the transaction. Where tenders share one, the nearest in amount is its own.
by_id as (
    select signed.site_id, signed.transaction_id, tenders.sale_id, tenders.payment_id
    from signed
    inner join tenders on signed.site_id = tenders.site_id and signed.transaction_id = tenders.transaction_id
    qualify row_number() over (
        partition by signed.site_id, signed.transaction_id
        order by abs(tenders.units - signed.units), tenders.sale_id, tenders.payment_id
    ) = 1
),

-- Mindbody often leaves that name out: then the tender of the same sale and amount, the first for the first. What never moved
-- money collects no tender this way, or a voided attempt would take the tender of the one that followed.
waiting_transactions as (
    select
        site_id,
        transaction_id,
        sale_id,
        units,
        row_number() over (partition by site_id, sale_id, units order by transaction_id) as turn
    from signed
    where treatment in ('settles', 'credit', 'charged_back', 'pending')
        and not exists (
            select 1 from by_id where by_id.site_id = signed.site_id and by_id.transaction_id = signed.transaction_id
        )
),

waiting_tenders as (
    select
        site_id,
        sale_id,
        payment_id,
        units,
        row_number() over (partition by site_id, sale_id, units order by payment_id) as turn
    from tenders
    where transaction_id is null and tender_kind in ('card', 'bank')
),

matched as (
    select site_id, transaction_id, sale_id, payment_id, 'transaction' as matched_by from by_id
    union all
    select
        waiting_transactions.site_id,
        waiting_transactions.transaction_id,
        waiting_transactions.sale_id,
        waiting_tenders.payment_id,
        'sale_and_amount'
    from waiting_transactions
    inner join waiting_tenders
        on waiting_transactions.site_id = waiting_tenders.site_id
        and waiting_transactions.sale_id = waiting_tenders.sale_id
        and waiting_transactions.units = waiting_tenders.units
        and waiting_transactions.turn = waiting_tenders.turn
),

collected as (
    select
        signed.* exclude (sale_id, location_id),
        coalesce(matched.sale_id, signed.sale_id) as sale_id,
        matched.payment_id,
        matched.matched_by,
        tenders.payment_method_id,
        tenders.method,
        -- Where the sale stands in the books, so that clearing is emptied where it was filled.
        coalesce(
            sale_locations.location_id, tenders.location_id, nullif(signed.location_id, 0), 0
        ) as location_id,
        cast(
            round(if(payment_types.fee < 1, payment_types.fee * 1000000, payment_types.fee * 10000)) as hugeint
        ) as fee_millionths,
        signed.local_date + {{ var('settlement_days') }} as reaches_bank_on,
        as_of.as_of_date
    from signed
    left join matched
        on signed.site_id = matched.site_id and signed.transaction_id = matched.transaction_id
    left join tenders
        on matched.site_id = tenders.site_id
        and matched.sale_id = tenders.sale_id
        and matched.payment_id = tenders.payment_id
    left join sale_locations
        on signed.site_id = sale_locations.site_id
        and coalesce(matched.sale_id, signed.sale_id) = sale_locations.sale_id
    left join payment_types
        on tenders.site_id = payment_types.site_id and tenders.payment_method_id = payment_types.payment_type_id
    left join as_of on signed.site_id = as_of.site_id
),

dated as (
    select
        *,
        if(
            treatment in ('settles', 'credit', 'charged_back') and is_told_settled and reaches_bank_on <= as_of_date,
            reaches_bank_on,
            null
        ) as settled_on,
        if(treatment = 'charged_back' and reaches_bank_on <= as_of_date, reaches_bank_on, null) as charged_back_on
    from collected
)

select
    site_id,
    transaction_id,
    sale_id,
    client_id,
    payment_id,
    matched_by,
    location_id,
    local_date,
    status,
    treatment,
    card_type,
    payment_method_id,
    method,
    is_told_settled,
    settled_on,
    charged_back_on,
    cast(units as hugeint) as units,
    cast(
        if(
            settled_on is not null and units > 0,
            coalesce({{ whole_quotient('units * fee_millionths', '1000000') }}, 0),
            0
        ) as hugeint
    ) as fee_units,
    currency
from dated
