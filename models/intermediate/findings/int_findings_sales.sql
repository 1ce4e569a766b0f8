-- What is odd in the studio's own sales. Nothing is repaired; each finding names its rows.
with lines as (
    select * from {{ ref('int_sale_lines') }}
),

accounts as (
    select * from {{ ref('int_line_accounts') }}
),

items as (
    select * from {{ ref('stg_mindbody__sale_items') }}
),

tenders as (
    select * from {{ ref('int_tenders') }}
),

booked as (
    select * from {{ ref('int_booked_lines') }}
),

gaps as (
    select gaps.*, sites.currency
    from {{ ref('int_postings_sale_gaps') }} as gaps
    inner join {{ ref('int_sites') }} as sites on gaps.site_id = sites.site_id
    where gaps.posting_role = 'SUSPENSE'
),

unmapped as (
    select
        'unmapped_line' as finding,
        'warn' as severity,
        lines.site_id,
        'sale_line' as entity,
        lines.sale_id || '/' || lines.sale_detail_id as entity_id,
        'No row of gl_map fits "' || coalesce(lines.item_name, '') || '" (kind ' || lines.item_kind || ', category '
        || coalesce(cast(lines.category_id as varchar), 'none') || ', product '
        || coalesce(cast(lines.product_id as varchar), 'none') || ') of '
        || coalesce(cast(lines.local_date as varchar), 'no day') || '.' as detail,
        lines.total as amount
    from lines
    inner join accounts
        on lines.site_id = accounts.site_id
        and lines.sale_id = accounts.sale_id
        and lines.sale_detail_id = accounts.sale_detail_id
    where accounts.is_unmapped
),

line_identity as (
    select
        'line_identity' as finding,
        'warn' as severity,
        site_id,
        'sale_line' as entity,
        sale_id || '/' || sale_detail_id as entity_id,
        if(
            abs(identity_difference) > 0.01,
            'Total is ' || total || ' where price, quantity, discount and tax give ' || (gross - discount + tax) || '.',
            'Total is ' || total || ', of which ' || tax || ' would be tax.'
        ) as detail,
        identity_difference as amount
    from lines
    where is_identity_broken
),

unpriced_line as (
    select
        'unpriced_line' as finding,
        'warn' as severity,
        site_id,
        'sale_line' as entity,
        sale_id || '/' || sale_detail_id as entity_id,
        'Neither a price nor a total is told for "' || coalesce(item_name, '') || '"; it counts for nothing.' as detail,
        cast(null as decimal(18, 4)) as amount
    from lines
    where is_unpriced
),

service_without_policy as (
    select
        'service_without_policy' as finding,
        'warn' as severity,
        site_id,
        'sale_line' as entity,
        sale_id || '/' || sale_detail_id as entity_id,
        'No row of recognition_policy fits "' || coalesce(item_name, '') || '" (kind ' || item_kind || ', product '
        || coalesce(cast(product_id as varchar), 'none') || ') of ' || local_date
        || ': when its price becomes revenue is not known, so it waits in SUSPENSE.' as detail,
        {{ from_units('total_units', 'currency') }} as amount
    from booked
    where suspense_reason = 'no_policy'
),

-- The findings above name the rows; these say what is at stake.
waiting as (
    select
        site_id,
        suspense_reason as reason,
        {{ suspense_text('suspense_reason') }} as reason_text,
        {{ from_units('total_units', 'currency') }} as amount
    from booked
    where treatment = 'suspense' and total_units <> 0
    union all
    select
        site_id,
        'gap',
        'Lines and payments of a sale differ',
        -{{ from_units('units', 'currency') }}
    from gaps
),

suspense_reason as (
    select
        'suspense_reason' as finding,
        'info' as severity,
        site_id,
        'suspense' as entity,
        reason as entity_id,
        any_value(reason_text) || ' (' || count(*) || ' in SUSPENSE).' as detail,
        sum(amount) as amount
    from waiting
    group by site_id, reason
),

line_sums as (
    select site_id, sale_id, sum(total) as total from lines group by site_id, sale_id
),

tender_sums as (
    select site_id, sale_id, sum(amount) as amount from tenders group by site_id, sale_id
),

payment_line_mismatch as (
    select
        'payment_line_mismatch' as finding,
        'warn' as severity,
        coalesce(line_sums.site_id, tender_sums.site_id) as site_id,
        'sale' as entity,
        cast(coalesce(line_sums.sale_id, tender_sums.sale_id) as varchar) as entity_id,
        'Lines come to ' || coalesce(line_sums.total, 0) || ', payments to ' || coalesce(tender_sums.amount, 0) || '.'
            as detail,
        coalesce(tender_sums.amount, 0) - coalesce(line_sums.total, 0) as amount
    from line_sums
    full join tender_sums
        on line_sums.site_id = tender_sums.site_id and line_sums.sale_id = tender_sums.sale_id
    where abs(coalesce(tender_sums.amount, 0) - coalesce(line_sums.total, 0)) > 0.01
),

unmapped_tender as (
    select
        'unmapped_tender' as finding,
        'warn' as severity,
        site_id,
        'payment_method' as entity,
        method as entity_id,
        count(*) || ' payments by a method tender_map does not know; counted as cash-equivalent.' as detail,
        sum(amount) as amount
    from tenders
    where tender_kind = 'unknown'
    group by site_id, method
),

duplicate_line as (
    select
        'duplicate' as finding,
        'warn' as severity,
        site_id,
        'sale_line' as entity,
        sale_id || '/' || sale_detail_id as entity_id,
        'The line stands ' || max(copy_no) || ' times in its sale; it is counted once.' as detail,
        max(total_amount) as amount
    from items
    group by site_id, sale_id, sale_detail_id
    having max(copy_no) > 1
),

undated_sale as (
    select
        'undated_sale' as finding,
        'warn' as severity,
        site_id,
        'sale' as entity,
        cast(sale_id as varchar) as entity_id,
        'The sale has no date that can be read: it is on no day of revenue.' as detail,
        sum(total) as amount
    from lines
    where local_date is null
    group by site_id, sale_id
),

-- A flag alone moves no money here; where no reversing line follows, the return is not in the revenue.
returned_without_reversal as (
    select
        'returned_without_reversal' as finding,
        'info' as severity,
        lines.site_id,
        'sale_line' as entity,
        lines.sale_id || '/' || lines.sale_detail_id as entity_id,
        'Flagged as returned, and no line with a negative quantity takes it back.' as detail,
        lines.total as amount
    from lines
    where lines.is_returned
        and not lines.is_reversal
        and not exists (
            select 1
            from lines as reversals
            where reversals.is_reversal
                and reversals.site_id = lines.site_id
                and reversals.product_id is not distinct from lines.product_id
                and reversals.client_id is not distinct from lines.client_id
                and reversals.local_date >= lines.local_date - 3
        )
)

select * from unmapped
union all
select * from line_identity
union all
select * from unpriced_line
union all
select * from service_without_policy
union all
select * from suspense_reason
union all
select * from payment_line_mismatch
union all
select * from unmapped_tender
union all
select * from duplicate_line
union all
select * from undated_sale
union all
select * from returned_without_reversal
