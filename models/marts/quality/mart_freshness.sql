-- How fresh each mart is, by the one of its streams, at the one of its sites, that was read longest ago: that stream is named. A
-- stream that was never read at one of the sites is told apart from one that was read and is empty. Stale is judged against the
-- newest reading of any stream, on Mindbody's clock: what one run left out shows, whatever this machine's clock says. A mart made
-- of seeds alone is as fresh as its build, and one whose stream is read only when it is named lacks nothing until then.
{%- set opt_in = ['payroll_scheduled_service_earnings'] %}
{%- set newest = {
    'dim_account': none, 'dim_gl_rule': none, 'dim_date': none, 'dim_site': none, 'dim_location': none,
    'dim_client': 'created_date', 'dim_staff': none, 'dim_service': none, 'dim_revenue_category': none, 'dim_class': none,
    'fct_visit': 'local_date', 'fct_cohort_retention': 'cohort_month',
    'fct_cohort_retention_all_sites': 'cohort_month', 'fct_cohort_return': 'cohort_month', 'fct_class_occurrence': 'local_date',
    'fct_staff_utilization_day': 'local_date',
    'fct_room_utilization_day': 'local_date',
    'agg_class_month': 'month',
    'agg_teacher_month': 'month',
    'agg_demand_hour': 'until_date',
    'fct_class_waitlist': 'local_date',
    'agg_utilization_hour': 'month',
    'fct_client_state_span': 'from_date',
    'fct_client_state_month': 'month',
    'fct_retention_native': 'initial_month',
    'fct_membership': 'started_on', 'fct_contract_churn_month': 'month',
    'fct_membership_churn_month': 'month', 'fct_membership_churn_site_month': 'month',
    'fct_membership_survival': none, 'fct_membership_survival_summary': none,
    'fct_expected_value': none, 'fct_expected_value_month': none,
    'fct_visit_frequency_month': 'month',
    'fct_intro_offer': 'bought_on',
    'fct_intro_conversion_month': 'month',
    'fct_client_value': 'last_visit_date',
    'fct_client_at_risk': 'as_of_date',
    'fct_schedule_what_if': 'last_class_on',
    'fct_bookable_capacity_hour': 'local_date',
    'fct_sale_line': 'local_date', 'fct_payment': 'local_date', 'fct_revenue_day': 'local_date',
    'fct_journal_line': 'posting_date', 'fct_trial_balance': none, 'fct_period_drift': none,
    'fct_gift_card_movement': 'local_date', 'fct_client_account_movement': 'local_date', 'fct_settlement': 'local_date',
    'fct_autopay_event': none, 'mindbody__line_item_enhanced': 'created_at',
    'fct_deferred_balance': none, 'fct_unlinked_visit': 'local_date',
    'fct_liability_rollforward': 'month',
    'rec_sales_line': 'local_date', 'rec_sales_by_category': 'local_date', 'rec_sales_by_service': 'local_date',
    'rec_sales_by_product': 'local_date', 'rec_daily_closeout_tender': 'local_date', 'rec_cash_drawer': 'local_date',
    'rec_attendance': 'local_date', 'rec_earned_revenue': 'local_date', 'rec_outstanding_series': 'local_date',
    'rec_visits_remaining': 'snapshot_date',
    'rec_account_balance': 'snapshot_date', 'rec_gift_card': 'local_date', 'rec_autopay': none, 'rec_autopay_summary': none,
    'rec_payroll': 'local_date', 'rec_member': 'snapshot_date',
    'rec_retention': 'local_date', 'rec_retention_management': 'snapshot_date', 'rec_first_visit': 'local_date',
    'data_quality': none
} %}
with marts as (
    {%- for mart, day in newest.items() %}
    select
        '{{ mart }}' as mart,
        max(cast({{ day or 'null' }} as date)) as newest_local_date
    from {{ ref(mart) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

mart_streams as (
    select * from {{ ref('mart_stream') }}
),

cursors as (
    select stream, site_id, updated_at from {{ source('meta', 'cursors') }}
),

sites as (
    select distinct site_id from cursors
),

newest as (
    select max(updated_at) as read_at from cursors
),

oldest as (
    select
        mart_streams.mart,
        mart_streams.stream,
        cursors.updated_at as last_synced_at
    from mart_streams
    left join sites on true
    left join cursors on mart_streams.stream = cursors.stream and sites.site_id = cursors.site_id
    qualify row_number() over (
        partition by mart_streams.mart
        order by
            cursors.updated_at nulls first,
            mart_streams.stream in ('{{ opt_in | join("', '") }}'),
            mart_streams.stream
    ) = 1
)

select
    marts.mart,
    timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as built_at,
    marts.newest_local_date,
    oldest.stream,
    oldest.last_synced_at,
    case
        when oldest.mart is null then 'fresh'
        when oldest.last_synced_at is null and oldest.stream in ('{{ opt_in | join("', '") }}') then 'not asked for'
        when oldest.last_synced_at is null then 'never read'
        when oldest.last_synced_at < newest.read_at - interval {{ var('stale_after_hours') }} hour
            then 'stale'
        else 'fresh'
    end as state
from marts
cross join newest
left join oldest on marts.mart = oldest.mart
