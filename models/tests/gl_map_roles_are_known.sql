-- Rules for a posting role that nothing ever posts to: money would go past them unseen.
select
    rule_id,
    posting_role
from {{ ref('stg_finance__gl_map') }}
where
    posting_role is null
    or posting_role not in (
        'CLEARING', 'BANK', 'AR_CLIENT', 'CLIENT_CREDIT_LIAB', 'GIFT_CARD_LIAB', 'DEFERRED', 'TAX_PAYABLE', 'TIPS_PAYABLE', 'REVENUE',
        'BREAKAGE', 'DISCOUNT', 'RETURNS', 'COMP', 'PROCESSOR_FEE', 'INTERLOCATION', 'ROUNDING', 'SUSPENSE'
    )
