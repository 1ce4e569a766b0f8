-- Lines of the journals frozen by `close`, as their files hold them. Node names the files (var `closed_journals`) after it has
-- checked their hashes.
{% set columns = {
    'site_id': 'bigint', 'basis': 'varchar', 'entry_id': 'varchar', 'line_no': 'bigint', 'event_date': 'date',
    'posting_date': 'date', 'period': 'varchar', 'location_id': 'bigint', 'account_code': 'varchar', 'posting_role': 'varchar',
    'debit': 'decimal(18, 4)', 'credit': 'decimal(18, 4)', 'currency': 'varchar', 'source_type': 'varchar',
    'source_id': 'varchar', 'event_seq': 'bigint', 'sale_id': 'bigint', 'sale_detail_id': 'bigint', 'payment_id': 'bigint',
    'visit_id': 'bigint', 'client_service_id': 'bigint', 'service_category_id': 'bigint', 'tax_slot': 'bigint',
    'payment_method_id': 'bigint', 'rule_id': 'varchar', 'policy_version': 'varchar', 'is_adjustment': 'boolean',
    'adjusts_entry_id': 'varchar', 'adjusts_period': 'varchar', 'cause': 'varchar', 'memo': 'varchar',
    'is_before_books': 'boolean'
} %}
select
    {%- for column, type in columns.items() %}
    cast({{ column if var('closed_journals', []) else 'null' }} as {{ type }}) as {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
{%- if var('closed_journals', []) %}
from read_parquet([{% for path in var('closed_journals') %}'{{ path | replace("'", "''") }}'{{ ", " if not loop.last }}{% endfor %}])
{%- else %}
where false
{%- endif %}
