with source as (
    select *
    from {{ source('mindbody', 'memberships') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "MembershipId" as membership_id,
    ---------- text
    "MembershipName" as membership_name,
    ---------- numerics
    "Priority" as priority,
    "MemberRetailDiscount" as member_retail_discount,
    "MemberServiceDiscount" as member_service_discount,
    "DayOfMonthSchedulingOpensForNextMonth" as day_of_month_scheduling_opens_for_next_month,
    "EarlyAccessDaysBeforeSchedulingWindow" as early_access_days_before_scheduling_window,
    ---------- flags
    "AllowClientsToScheduleUnpaid" as allow_clients_to_schedule_unpaid,
    "RestrictSelfSignInToMembersOnly" as restrict_self_sign_in_to_members_only,
    "AllowMembersToBookAppointmentsWithoutPaying" as allow_members_to_book_appointments_without_paying,
    "AllowMembersToPurchaseNonMembersServices" as allow_members_to_purchase_non_members_services,
    "AllowMembersToPurchaseNonMembersProducts" as allow_members_to_purchase_non_members_products,
    "IsActive" as is_active,
    ---------- nested
    "OnlineBookingRestrictedToMembersOnly" as online_booking_restricted_to_members_only,
    ---------- times
    _extracted_at as extracted_at
from source
