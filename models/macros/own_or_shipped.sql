{#- The studio's own table of a name (var `finance`: name -> path of a CSV that Node has checked and written in full), else the
    shipped seed. A studio's file replaces the shipped one whole: rules of two hands in one map would win over each other unseen. -#}
{% macro own_or_shipped(name) -%}
{%- set own = var('finance', {}).get(name) -%}
{%- set types = finance_columns(name) -%}
{%- if own -%}
select
    {% for column, type in types.items() %}{{ column }}{{ ",\n    " if not loop.last }}{% endfor %}
from read_csv(
    '{{ own | replace("'", "''") }}',
    header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '',
    columns = { {%- for column, type in types.items() %}'{{ column }}': '{{ type }}'{{ ", " if not loop.last }}{% endfor -%} }
)
{%- else -%}
select
    {% for column, type in types.items() %}{{ column }}{{ ",\n    " if not loop.last }}{% endfor %}
from {{ ref(name) }}
{%- endif -%}
{%- endmacro %}

{#- Columns and types of each table, in the order of its file. -#}
{% macro finance_columns(name) -%}
{{ return({
    'gl_account': {'account_code': 'VARCHAR', 'account_name': 'VARCHAR', 'account_type': 'VARCHAR'},
    'gl_map': {
        'rule_id': 'VARCHAR', 'posting_role': 'VARCHAR', 'site_id': 'BIGINT', 'location_id': 'BIGINT', 'item_kind': 'VARCHAR',
        'revenue_category_id': 'BIGINT', 'subcategory_id': 'BIGINT', 'service_category_id': 'BIGINT', 'product_id': 'BIGINT',
        'payment_method_id': 'BIGINT', 'tax_slot': 'BIGINT', 'account_code': 'VARCHAR', 'department': 'VARCHAR',
        'tax_code': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE'
    },
    'tender_map': {'site_id': 'BIGINT', 'method': 'VARCHAR', 'tender_kind': 'VARCHAR', 'is_cash_equivalent': 'BOOLEAN'},
    'item_kind_rule': {
        'rule_no': 'BIGINT', 'is_service': 'BOOLEAN', 'category_id': 'BIGINT', 'item_name_like': 'VARCHAR',
        'has_gift_card': 'BOOLEAN', 'item_kind': 'VARCHAR'
    },
    'tax_map': {
        'site_id': 'BIGINT', 'location_id': 'BIGINT', 'tax_slot': 'BIGINT', 'tax_name': 'VARCHAR', 'rate': 'DECIMAL(9,6)',
        'tax_code': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE'
    },
    'recognition_policy': {
        'policy_id': 'VARCHAR', 'site_id': 'BIGINT', 'item_kind': 'VARCHAR', 'product_id': 'BIGINT',
        'revenue_category_id': 'BIGINT', 'service_category_id': 'BIGINT', 'method': 'VARCHAR', 'breakage': 'VARCHAR',
        'breakage_rate': 'DECIMAL(9,6)', 'discount': 'VARCHAR', 'expiry_days': 'BIGINT', 'valid_from': 'DATE', 'valid_to': 'DATE'
    },
    'period_close': {'site_id': 'BIGINT', 'period': 'VARCHAR', 'note': 'VARCHAR'},
    'fx': {
        'rate_date': 'DATE', 'from_currency': 'VARCHAR', 'to_currency': 'VARCHAR', 'rate': 'DECIMAL(18,8)', 'kind': 'VARCHAR'
    },
    'excluded_person': {'site_id': 'BIGINT', 'client_id': 'VARCHAR', 'reason': 'VARCHAR'},
    'site_closure': {'site_id': 'BIGINT', 'from_date': 'DATE', 'until_date': 'DATE', 'reason': 'VARCHAR'}
}[name]) }}
{%- endmacro %}
