// What each query of docs/cookbook promises: its columns, and what its answer must agree with in another mart.

interface Recipe {
  readonly columns: readonly string[]
  /** Gives the rows of `answer` that another mart, or an identity, contradicts. */
  readonly against: string
}

const columns = (names: string): readonly string[] => names.split(' ')

/** By the name of the file. */
export const cookbook: Readonly<Record<string, Recipe>> = {
  '01-retention-curve': {
    columns: columns('site_id month_index people_n retained_n retained_rate'),
    against: `select * from answer inner join (
        select visits.site_id, count(distinct visits.person_key) as counted_n
        from fct_visit as visits inner join fct_visit as firsts using (site_id, person_key)
        where firsts.is_first_visit and visits.outcome = 'attended' and not visits.is_excluded_person
          and datediff('month', firsts.local_date, visits.local_date) = 1
          and (visits.site_id, date_trunc('month', firsts.local_date)) in (
            select (site_id, cohort_month) from fct_cohort_retention
            where cohort_type = 'first_visit' and month_index = 1 and is_mature)
        group by visits.site_id) as counted using (site_id)
      where (month_index = 1 and retained_n <> counted_n) or (month_index = 0 and retained_n <> people_n)`,
  },
  '02-second-visit': {
    columns: columns('site_id cohort_month window_days eligible_n returned_n return_rate'),
    against: `select * from answer inner join (
        select firsts.site_id, date_trunc('month', firsts.local_date) as cohort_month, windows.days as window_days,
          count(distinct firsts.person_key) as people_n,
          count(distinct if(visits.local_date - firsts.local_date between 1 and windows.days, firsts.person_key, null)) as counted_n
        from fct_visit as firsts cross join (values (7), (14), (30)) as windows(days)
        inner join fct_visit as visits using (site_id, person_key)
        where firsts.is_first_visit and not firsts.is_excluded_person and visits.outcome = 'attended'
        group by all) as counted using (site_id, cohort_month, window_days)
      where eligible_n = people_n and returned_n <> counted_n`,
  },
  '03-cohort-revenue': {
    columns: columns(
      'site_id cohort_month people_n censored_n after_3_months after_6_months after_12_months currency',
    ),
    against: `select * from answer inner join fct_cohort_return as returns using (site_id, cohort_month)
      where returns.cohort_type = 'first_purchase' and people_n <> returns.cohort_size`,
  },
  '04-intro-conversion': {
    columns: columns('site_id product_id service_name intros_n matured_n converted_n conversion_rate'),
    against: `select * from answer inner join (
        select site_id, product_id, count(*) as counted_n,
          count(*) filter (where is_matured_purchase and not is_returned and is_converted_in_purchase_window) as kept_n
        from fct_intro_offer group by all) as counted using (site_id, product_id)
      where intros_n <> counted_n or converted_n <> kept_n`,
  },
  '05-intro-to-what': {
    columns: columns('site_id converted_to conversions_n median_days in_window_n'),
    against: `select site_id, sum(in_window_n) as told_n, any_value(converted_n) as matured_n
      from answer inner join (
        select site_id, sum(converted_purchase_n) as converted_n from fct_intro_conversion_month group by all) using (site_id)
      inner join (
        select site_id, count(converted_to) as counted_n from fct_intro_offer where not is_returned group by all) using (site_id)
      group by all having told_n < matured_n or sum(conversions_n) <> any_value(counted_n)`,
  },
  '06-churn-bridge': {
    columns: columns(
      'site_id month active_start new_n reactivated_n churned_n active_end gross_churn_rate net_churn_rate is_mature',
    ),
    against: `select * from answer
      where active_start + new_n + reactivated_n - churned_n <> active_end
        or active_end <> coalesce((
          select any_value(later.active_start) from answer as later
          where later.site_id = answer.site_id and later.month = answer.month + interval 1 month), active_end)`,
  },
  '07-why-members-leave': {
    columns: columns(
      'site_id month program_id program_name active_start voluntary_n involuntary_n expired_n gross_churn_rate',
    ),
    against: `select * from answer inner join (
        select site_id, cast(date_trunc('month', ended_on) as date) as month, program_id,
          count(*) filter (where churn_kind = 'voluntary') as contracts_n
        from fct_membership group by all) using (site_id, month, program_id)
      where voluntary_n > contracts_n or voluntary_n + involuntary_n + expired_n <> round(gross_churn_rate * active_start)`,
  },
  '08-contracts-and-people': {
    columns: columns(
      'site_id month people_end contracts_end people_churned contracts_churned contracts_renewed',
    ),
    against: `select * from answer inner join (
        select site_id, cast(date_trunc('month', ended_on) as date) as month, count(*) as ended_n
        from fct_membership where churn_kind is not null group by all) using (site_id, month)
      where contracts_churned <> ended_n`,
  },
  '09-survival': {
    columns: columns(
      'site_id contract_name subjects_n events_n median_days median_low_days median_high_days survival_90 survival_365 days_of_first_year',
    ),
    against: `select site_id, sum(answer.subjects_n) as told_n, sum(answer.events_n) as left_n
      from answer inner join (
        select site_id, subjects_n, events_n from fct_membership_survival_summary where segment_by = 'all') as whole using (site_id)
      inner join (
        select site_id, count(distinct person_key) as people_n from fct_membership group by all) as held using (site_id)
      group by all
      having told_n <> any_value(whole.subjects_n) or left_n <> any_value(whole.events_n) or told_n > any_value(people_n)`,
  },
  '10-at-risk-list': {
    columns: columns(
      'site_id rank_no client_id reason_text is_member last_visit_date next_booked_on net_sales currency',
    ),
    against: `select * from answer inner join (
        select clients.site_id, clients.client_id, max(visits.local_date) as came_on
        from dim_client as clients inner join fct_visit as visits
          on visits.site_id = clients.site_id and visits.person_key = clients.person_key
        where visits.outcome = 'attended' group by all) using (site_id, client_id)
      where last_visit_date is distinct from came_on`,
  },
  '11-states-of-people': {
    columns: columns('site_id month new_n active_n reactivated_n at_risk_n lapsed_n prospect_n is_mature'),
    against: `select * from answer inner join (
        select answer.site_id, answer.month, count(*) filter (where state = 'at_risk') as risky_n,
          count(*) filter (where state in ('new', 'active', 'reactivated')) as coming_n
        from answer inner join fct_client_state_span as spans
          on spans.site_id = answer.site_id and last_day(answer.month) between from_date and until_date
        group by all) using (site_id, month)
      where is_mature and (at_risk_n <> risky_n or new_n + active_n + reactivated_n <> coming_n)`,
  },
  '12-who-comes-back': {
    columns: columns('site_id month came_back_n lapsed_n saved_rate'),
    against: `select site_id, sum(came_back_n + lapsed_n) as left_n, any_value(over_n) as over_n
      from answer inner join (
        select site_id, count(*) as over_n from fct_client_state_span
        where state = 'at_risk' and not is_current group by all) using (site_id)
      group by all having left_n <> any_value(over_n)`,
  },
  '13-visit-frequency': {
    columns: columns(
      'site_id month once_n two_to_four_n five_to_eight_n more_n people_n visits_per_active_30d',
    ),
    against: `select * from answer inner join (
        select site_id, cast(date_trunc('month', local_date) as date) as month, count(distinct person_key) as counted_n
        from fct_visit where outcome = 'attended' and not is_excluded_person group by all) using (site_id, month)
      where people_n <> counted_n`,
  },
  '14-client-value': {
    columns: columns('site_id tenth people_n net_sales earned share_of_sales mean_visits currency'),
    against: `select site_id, sum(people_n) as told_n, any_value(counted_n) as counted_n, sum(share_of_sales) as whole
      from answer inner join (
        select site_id, count(*) as counted_n from fct_client_value where net_sales <> 0 group by all) using (site_id)
      group by all having told_n <> any_value(counted_n) or abs(whole - 1) > 0.001`,
  },
  '15-classes-to-drop': {
    columns: columns(
      'site_id class_schedule_id class_name weekday local_start judged_n attended capacity fill_rate_attended persons_n persons_elsewhere_n stranded_per_class reason_text',
    ),
    against: `select site_id, class_schedule_id from answer inner join (
        select site_id, class_schedule_id, isodow(local_date) as weekday, strftime(starts_at_local, '%H:%M') as local_start,
          signed_in, max_capacity,
          row_number() over (
            partition by site_id, class_schedule_id, isodow(local_date), strftime(starts_at_local, '%H:%M')
            order by starts_at_local desc) as nth
        from fct_class_occurrence where is_offered and is_past and not is_enrollment) as classes
        using (site_id, class_schedule_id, weekday, local_start)
      where nth <= judged_n
      group by site_id, class_schedule_id, weekday, local_start
      having any_value(attended) <> sum(signed_in) or any_value(capacity) <> sum(max_capacity)`,
  },
  '16-fullest-hours': {
    columns: columns(
      'site_id location_id weekday local_hour classes capacity attended fill_rate_attended waitlisted unmet',
    ),
    against: `select answer.site_id, round(sum(answer.attended), 2) as told_n, any_value(counted_n) as counted_n
      from answer inner join (
        select classes.site_id, sum(signed_in) as counted_n from fct_class_occurrence as classes
        inner join (select site_id, min(from_date) as from_date, max(until_date) as until_date from agg_demand_hour group by all)
          as span on span.site_id = classes.site_id and classes.local_date between span.from_date and span.until_date
        where is_offered and is_past and not is_enrollment group by all) as counted on counted.site_id = answer.site_id
      group by all having abs(sum(answer.attended) - any_value(counted_n)) > 0.01`,
  },
  '17-waitlist-pressure': {
    columns: columns(
      'site_id class_description_id class_name classes_n waited_n promoted_n unmet_n waited_per_class',
    ),
    against: `select * from answer inner join (
        select site_id, class_description_id, sum(waitlisted_persons) as persons_n
        from fct_class_occurrence where is_past and not is_cancelled group by all) using (site_id, class_description_id)
      where waited_n <> persons_n`,
  },
  '18-no-shows': {
    columns: columns('site_id class_description_id class_name attended no_show late_cancel show_rate'),
    against: `select * from answer inner join (
        select site_id, class_description_id, sum(no_show) as missed_n, sum(late_cancel) as late_n
        from fct_class_occurrence where is_offered and is_past and not is_enrollment group by all)
        using (site_id, class_description_id)
      where no_show <> missed_n or late_cancel <> late_n`,
  },
  '19-teachers': {
    columns: columns(
      'site_id staff_id staff_name held_n empty_n attended fill_rate substituted_for_others_n',
    ),
    against: `select site_id, sum(attended) as told_n, any_value(counted_n) as counted_n
      from answer inner join (
        select site_id, sum(attended) as counted_n from agg_class_month where not is_enrollment group by all) using (site_id)
      group by all having told_n <> any_value(counted_n)`,
  },
  '20-staff-utilization': {
    columns: columns(
      'site_id staff_id staff_name month available_minutes booked_minutes outside_availability_minutes utilization_rate',
    ),
    against: `select * from answer left join (
        select site_id, staff_id, cast(date_trunc('month', local_date) as date) as month, count(*) as appointments_n
        from fct_visit where appointment_id > 0 group by all) using (site_id, staff_id, month)
      where booked_minutes > available_minutes or (booked_minutes > 0 and appointments_n is null)`,
  },
  '21-revenue-by-account': {
    columns: columns('site_id month account_code account_name sold received earned cash_books currency'),
    against: `select * from answer inner join (
        select site_id, cast(period || '-01' as date) as month, account_code, currency, credit - debit as posted
        from fct_trial_balance where basis = 'earned') using (site_id, month, account_code, currency)
      where earned <> posted`,
  },
  '22-revenue-per-visit': {
    columns: columns('site_id visit_segment visits_n visits_with_revenue_n earned earned_per_visit currency'),
    against: `select site_id, sum(earned) as told, any_value(posted) as posted
      from answer inner join (
        select site_id, sum(credit - debit) as posted from fct_journal_line
        where basis = 'earned' and source_type = 'visit' and posting_role = 'REVENUE' group by all) using (site_id)
      group by all having told <> any_value(posted)`,
  },
  '23-deferred-balance': {
    columns: columns(
      'site_id month begin_balance amount_in amount_out end_balance deferred_by_category currency',
    ),
    against: `select * from answer
      where begin_balance + amount_in - amount_out <> end_balance or end_balance <> deferred_by_category`,
  },
  '24-refused-autopays': {
    columns: columns('site_id month paid_n declined_n paid_amount declined_amount declined_rate currency'),
    against: `select site_id, sum(declined_n) as told_n, any_value(declined_n_of_cards) as cards_n
      from answer inner join (
        select site_id, count(*) as declined_n_of_cards from fct_settlement
        where treatment = 'declined' group by all) using (site_id)
      group by all having told_n > any_value(declined_n_of_cards)`,
  },
  '25-can-i-trust-it': {
    columns: columns('kind what entity rows_n oldest_newest_date amount'),
    against: `select sum(rows_n) as told_n from answer where kind = 'freshness'
      having told_n <> (select count(*) from mart_freshness)`,
  },
}
