-- What is odd in what the studio owes and is owed: accounts and cards that do not come to what Mindbody says, card money without
-- a sale, taxes that are not their rate.
with lines as (
    select * from {{ ref('int_booked_lines') }}
),

line_taxes as (
    select * from {{ ref('int_line_taxes') }}
),

tax_map as (
    select * from {{ ref('stg_finance__tax_map') }} where rate is not null
),

settlements as (
    select * from {{ ref('int_settlements') }}
),

account_movements as (
    select * from {{ ref('int_account_movements') }}
),

account_balances as (
    select * from {{ ref('stg_mindbody__client_account_balances') }}
),

clients as (
    -- One client number can stand on two profiles after an edit.
    select site_id, client_id, min(creation_local) as creation_local
    from {{ ref('stg_mindbody__clients') }}
    group by site_id, client_id
),

card_movements as (
    select * from {{ ref('int_gift_card_movements') }}
),

card_balances as (
    select * from {{ ref('stg_mindbody__gift_card_balances') }}
),

-- A card's balance is asked for again only after weeks: redeeming it changes nothing of the sale it came from.
card_readings as (
    select site_id, min(read_at) as read_at
    from {{ source('meta', 'parent_reads') }}
    where stream = 'gift_card_balances'
    group by site_id
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

data_starts as (
    select site_id, min(local_date) as first_day from lines group by site_id
),

newest_balances as (
    select
        account_balances.site_id,
        account_balances.client_id,
        account_balances.snapshot_date,
        sites.currency,
        {{ to_units('account_balances.account_balance', 'sites.currency') }} as told_units
    from account_balances
    inner join sites on account_balances.site_id = sites.site_id
    inner join as_of on account_balances.site_id = as_of.site_id
    where account_balances.account_balance is not null
        {%- if var('as_of') %}
        -- Nothing after as_of has moved an account here.
        and account_balances.snapshot_date <= as_of.as_of_date
        {%- endif %}
    qualify row_number() over (
        partition by account_balances.site_id, account_balances.client_id
        order by account_balances.snapshot_date desc, account_balances.extracted_at desc, account_balances.client_unique_id desc
    ) = 1
),

compared as (
    select
        newest_balances.site_id,
        newest_balances.client_id,
        newest_balances.snapshot_date,
        newest_balances.currency,
        newest_balances.told_units,
        coalesce(sum(moves.units), 0) as units_through_day,
        coalesce(sum(moves.units) filter (where moves.local_date < newest_balances.snapshot_date), 0) as units_before_day
    from newest_balances
    left join account_movements as moves
        on newest_balances.site_id = moves.site_id
        and newest_balances.client_id = moves.client_id
        and moves.local_date <= newest_balances.snapshot_date
    group by all
),

account_balance_gap as (
    select
        'account_balance_gap' as finding,
        -- An account that may be older than the data has a balance to begin with that nobody tells.
        if(cast(clients.creation_local as date) >= data_starts.first_day, 'warn', 'info') as severity,
        compared.site_id,
        'client' as entity,
        compared.client_id as entity_id,
        'Mindbody tells a balance of ' || {{ from_units('compared.told_units', 'compared.currency') }} || ' on '
        || compared.snapshot_date || ', its movements come to '
        || {{ from_units('compared.units_through_day', 'compared.currency') }} || '.' as detail,
        {{ from_units('compared.told_units - compared.units_through_day', 'compared.currency') }} as amount
    from compared
    left join clients
        on compared.site_id = clients.site_id and compared.client_id = clients.client_id
    left join data_starts on compared.site_id = data_starts.site_id
    -- The balance is read at some hour of its day: what moved later that day is not in it.
    where compared.told_units <> compared.units_through_day and compared.told_units <> compared.units_before_day
),

card_sums as (
    select
        movements.site_id,
        sum(movements.units) as units,
        max(movements.local_date) filter (where movements.gift_card_barcode_id is null) as redeemed_on,
        -- A card whose balance was never read leaves the sum of balances unknown.
        coalesce(
            bool_or(movements.movement_kind = 'issued' and card_balances.remaining_balance is null), false
        ) as has_unread_card
    from card_movements as movements
    left join card_balances
        on movements.site_id = card_balances.site_id
        and movements.gift_card_barcode_id = card_balances.gift_card_barcode_id
    group by movements.site_id
),

told_cards as (
    select
        card_balances.site_id,
        sum({{ to_units('card_balances.remaining_balance', 'sites.currency') }}) as units,
        bool_or(issued.gift_card_barcode_id is null) as has_older_card,
        min(card_balances.extracted_at) as read_at
    from card_balances
    inner join sites on card_balances.site_id = sites.site_id
    left join (
        select distinct site_id, gift_card_barcode_id from card_movements where movement_kind = 'issued'
    ) as issued
        on card_balances.site_id = issued.site_id
        and card_balances.gift_card_barcode_id = issued.gift_card_barcode_id
    group by card_balances.site_id
),

gift_card_gap as (
    select
        'gift_card_gap' as finding,
        if(told_cards.has_older_card, 'info', 'warn') as severity,
        told_cards.site_id,
        'site' as entity,
        cast(told_cards.site_id as varchar) as entity_id,
        'Balances of gift cards come to ' || {{ from_units('told_cards.units', 'sites.currency') }}
        || ', cards issued less redeemed to ' || {{ from_units('card_sums.units', 'sites.currency') }} || '.' as detail,
        {{ from_units('told_cards.units - card_sums.units', 'sites.currency') }} as amount
    from told_cards
    inner join card_sums on told_cards.site_id = card_sums.site_id
    inner join sites on told_cards.site_id = sites.site_id
    left join card_readings on told_cards.site_id = card_readings.site_id
    where not card_sums.has_unread_card and told_cards.units <> card_sums.units
        -- Balances read before the newest redemption say nothing of it; a day is left for the zone.
        and coalesce(
            card_sums.redeemed_on < cast(coalesce(card_readings.read_at, told_cards.read_at) as date) - 1, true
        )
),

settlement_without_payment as (
    select
        'settlement_without_payment' as finding,
        'warn' as severity,
        site_id,
        'transaction' as entity,
        cast(transaction_id as varchar) as entity_id,
        'Settled on ' || coalesce(settled_on, charged_back_on) || ', and no payment of a sale is its own; it leaves clearing '
        || 'all the same.' as detail,
        {{ from_units('units', 'currency') }} as amount
    from settlements
    where payment_id is null and coalesce(settled_on, charged_back_on) is not null
),

unknown_transaction_status as (
    select
        'unknown_transaction_status' as finding,
        'warn' as severity,
        site_id,
        'transaction_status' as entity,
        coalesce(status, 'none') as entity_id,
        count(*) || ' transactions with a status that transaction_status does not know; nothing of them is posted.' as detail,
        {{ from_units('sum(units)', 'any_value(currency)') }} as amount
    from settlements
    where treatment = 'unknown'
    group by site_id, status
),

rated as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        lines.currency,
        line_taxes.tax_slot,
        line_taxes.units,
        tax_map.rate,
        -- Net is without tax in both tax styles, so the tax is net x rate in both.
        {{ whole_quotient('lines.net_units * cast(tax_map.rate * 1000000 as hugeint)', '1000000') }} as expected_units
    from line_taxes
    inner join lines
        on line_taxes.site_id = lines.site_id
        and line_taxes.sale_id = lines.sale_id
        and line_taxes.sale_detail_id = lines.sale_detail_id
    inner join tax_map
        on (tax_map.site_id is null or tax_map.site_id = lines.site_id)
        and (tax_map.location_id is null or tax_map.location_id = lines.location_id)
        and tax_map.tax_slot = line_taxes.tax_slot
        and coalesce(lines.local_date >= tax_map.valid_from, true)
        and coalesce(lines.local_date < tax_map.valid_to, true)
    -- A row for the location goes before one for the site, that before one for all.
    qualify row_number() over (
        partition by lines.site_id, lines.sale_id, lines.sale_detail_id, line_taxes.tax_slot
        order by tax_map.location_id nulls last, tax_map.site_id nulls last, tax_map.valid_from desc
    ) = 1
),

tax_rate_mismatch as (
    select
        'tax_rate_mismatch' as finding,
        'warn' as severity,
        site_id,
        'tax_slot' as entity,
        cast(tax_slot as varchar) as entity_id,
        count(*) || ' lines took tax that is not the rate ' || rate || ' of tax_map, the first being sale '
        || arg_min(sale_id || ', line ' || sale_detail_id, (sale_id, sale_detail_id)) || '.' as detail,
        {{ from_units('sum(units - expected_units)', 'any_value(currency)') }} as amount
    from rated
    where abs(units - expected_units) > 1
    group by site_id, tax_slot, rate
)

select * from account_balance_gap
union all
select * from gift_card_gap
union all
select * from settlement_without_payment
union all
select * from unknown_transaction_status
union all
select * from tax_rate_mismatch
