// What the documentation says of every event's data: fields by name, each with its kind, in the order of the document.

/**
 * `int` also beyond 2^53 · `num` money, rates, degrees · `utc` an instant with Z · `day` a date printed as midnight with Z ·
 * `local` a wall clock without a zone · `localDay`, `clock` its parts · `ints`, `texts`, `rows` lists · `a.b` a field of the rows of
 * `a`. `?` = said to be null at times; what is not said to be may be null where a studio keeps nothing.
 */

const siteCreated = `
  siteId:int name:text description:text logoURL:text pageColor1:text pageColor2:text pageColor3:text
  pageColor4:text pageColor5:text acceptsVisa:flag acceptsDiscover:flag acceptsMasterCard:flag
  acceptsAmericanExpress:flag isEmailContactApproved:flag isSmsPackageEnabled:flag pricingLevel:text
  subscriptionLevel:text isActive:flag
`

const siteBusinessDayClosureCreated = `
  siteId:int businessDayClosureId:int nameClosedDay:text startDateTime:local endDateTime:local
  serviceCategoriesAffectedIds:ints
`

const locationCreated = `
  siteId:int locationId:int name:text description:text hasClasses:flag phoneExtension:text addressLine1:text
  addressLine2:text city:text state:text postalCode:text phone:text latitude:num longitude:num tax1:num
  tax2:num tax3:num tax4:num tax5:num webColor5:text
`

const appointmentBookingCreated = `
  siteId:int appointmentId:int status:text isConfirmed:flag hasArrived:flag locationId:int clientId:text
  clientFirstName:text clientLastName:text clientEmail:text clientPhone:text staffId:int staffFirstName:text
  staffLastName:text startDateTime:utc endDateTime:utc durationMinutes:int genderRequested:text?
  resources:rows resources.id:int resources.name:text notes:text? formulaNotes:text? icdCodes:rows
  icdCodes.code:text icdCodes.description:text providerId:text? sessionTypeId:int appointmentName:text
`

const classScheduleCreated = `
  siteId:int locationId:int classScheduleId:int classDescriptionId:int resources:rows resources.id:int
  resources.name:text maxCapacity:int webCapacity:int staffId:int staffName:text isActive:flag
  startDate:localDay endDate:localDay startTime:clock endTime:clock daysOfWeek:texts assistantOneId:int?
  assistantOneName:text assistantTwoId:int? assistantTwoName:text
`

const classUpdated = `
  siteId:int locationId:int classId:int classScheduleId:int isCancelled:flag isStaffASubstitute:flag
  isWaitlistAvailable:flag isIntendedForOnlineViewing:flag staffId:int staffName:text startDateTime:utc
  endDateTime:utc classDescriptionId:int assistantOneId:int? assistantOneName:text assistantTwoId:int?
  assistantTwoName:text? resources:rows resources.id:int resources.name:text
`

const classRosterBookingCreated = `
  siteId:int locationId:int classId:int classRosterBookingId:int classStartDateTime:utc classEndDateTime:utc
  signedInStatus:text staffId:int staffName:text maxCapacity:int webCapacity:int totalBooked:int webBooked:int
  totalWaitlisted:int clientId:text clientUniqueId:int clientFirstName:text clientLastName:text
  clientEmail:text clientPhone:text clientPassId:text? clientPassSessionsTotal:int?
  clientPassSessionsDeducted:int? clientPassSessionsRemaining:int? clientPassActivationDateTime:day?
  clientPassExpirationDateTime:day? bookingOriginatedFromWaitlist:flag clientsNumberOfVisitsAtSite:int
  itemId:int itemName:text itemSiteId:int?
`

const classRosterBookingStatusUpdated = `
  siteId:int locationId:int classId:int classRosterBookingId:int classDateTime:utc signedInStatus:text
  staffId:int clientId:text clientUniqueId:int clientFirstName:text clientLastName:text clientEmail:text
  clientPhone:text itemId:int itemName:text itemSiteId:int? clientPassId:text?
`

const classRosterBookingCancelled = `
  siteId:int locationId:int classId:int classRosterBookingId:int clientId:text clientUniqueId:int
`

const classWaitlistRequestCreated = `
  siteId:int locationId:int classId:int classScheduleId:int waitlistEntryId:int waitlistMaxSize:int
  clientId:text clientUniqueId:int clientEmail:text clientPhone:text classStartDateTime:utc
  classEndDateTime:utc clientsNumberOfVisitsAtSite:int
`

const clientCreated = `
  siteId:int clientId:text clientUniqueId:int creationDateTime:utc status:text firstName:text lastName:text
  email:text mobilePhone:text homePhone:text? workPhone:text? addressLine1:text addressLine2:text? city:text
  state:text postalCode:text country:text birthDateTime:day gender:text appointmentGenderPreference:text?
  firstAppointmentDateTime:utc referredBy:text? isProspect:flag isCompany:flag isLiabilityReleased:flag
  liabilityAgreementDateTime:utc homeLocation:int clientNumberOfVisitsAtSite:int indexes:rows
  indexes.indexName:text indexes.indexValue:text sendPromotionalEmails:flag sendScheduleEmails:flag
  sendAccountEmails:flag sendPromotionalTexts:flag sendScheduleTexts:flag sendAccountTexts:flag
  creditCardLastFour:text creditCardExpDate:day directDebitLastFour:text notes:text photoUrl:text
  previousEmail:text?
`

const clientProfileMergerCreated = `
  siteId:int mergeDateTime:utc mergedByStaffId:int keptClientId:text keptClientUniqueId:int
  removedClientUniqueId:int
`

const clientMembershipAssignmentCreated = `
  siteId:int clientId:text clientUniqueId:int clientFirstName:text clientLastName:text clientEmail:text
  membershipId:int membershipName:text
`

const clientContractCreated = `
  siteId:int clientId:text clientUniqueId:int clientFirstName:text clientLastName:text clientEmail:text
  agreementDateTime:utc contractSoldByStaffId:int? contractSoldByStaffFirstName:text?
  contractSoldByStaffLastName:text? contractOriginationLocation:int contractId:int contractName:text
  clientContractId:int contractStartDateTime:day contractEndDateTime:day isAutoRenewing:flag
`

const clientContractUpdated = `
  siteId:int agreementDateTime:utc clientId:text clientUniqueId:int clientContractId:int
  contractStartDateTime:day contractEndDateTime:day isAutoRenewing:flag
`

const clientSaleCreated = `
  siteId:int saleId:int purchasingClientId:text payments:rows payments.paymentId:int
  payments.paymentMethodId:int payments.paymentMethodName:text payments.paymentAmountPaid:num
  payments.paymentLastFour:text? payments.paymentNotes:text? saleDateTime:utc soldById:int soldByName:text
  locationId:int totalAmountPaid:num items:rows items.itemId:int items.type:text items.name:text
  items.amountPaid:num items.amountDiscounted:num items.quantity:int items.recipientClientId:text
  items.paymentReferenceId:int
`

const staffCreated = `
  staffId:int siteId:int addressLine1:text addressLine2:text? staffFirstName:text staffLastName:text city:text
  state:text country:text postalCode:text sortOrder:int isIndependentContractor:flag
  alwaysAllowDoubleBooking:flag providerIds:texts imageUrl:text biography:text? gender:text
`

/** Fields of every event that can be subscribed to. */
export const documentedFields: Readonly<Record<string, string>> = {
  'site.created': siteCreated,
  'site.updated': siteCreated,
  'site.deactivated': siteCreated,
  'siteBusinessDayClosure.created': siteBusinessDayClosureCreated,
  'siteBusinessDayClosure.cancelled': 'siteId:int businessDayClosureId:int',
  'location.created': locationCreated,
  'location.updated': locationCreated,
  'location.deactivated': locationCreated,
  'appointmentBooking.created': appointmentBookingCreated,
  'appointmentBooking.updated': appointmentBookingCreated,
  'appointmentBooking.cancelled': 'siteId:int appointmentId:int',
  'appointmentAddOn.created':
    'siteId:int appointmentId:int addOnAppointmentId:int addOnName:text clientId:text staffId:int',
  'appointmentAddOn.deleted': 'siteId:int addOnAppointmentId:int',
  'classSchedule.created': classScheduleCreated,
  'classSchedule.updated': classScheduleCreated,
  'classSchedule.cancelled': 'siteId:int classScheduleId:int',
  'class.updated': classUpdated,
  'classRosterBooking.created': classRosterBookingCreated,
  'classRosterBookingStatus.updated': classRosterBookingStatusUpdated,
  'classRosterBooking.cancelled': classRosterBookingCancelled,
  'classWaitlistRequest.created': classWaitlistRequestCreated,
  'classWaitlistRequest.cancelled': 'siteId:int waitlistEntryId:int',
  'classDescription.updated': 'siteId:int id:int name:text description:text',
  'client.created': clientCreated,
  'client.updated': clientCreated,
  'client.deactivated': clientCreated,
  'clientProfileMerger.created': clientProfileMergerCreated,
  'clientMembershipAssignment.created': clientMembershipAssignmentCreated,
  'clientMembershipAssignment.cancelled': 'siteId:int clientId:text membershipId:int',
  'clientContract.created': clientContractCreated,
  'clientContract.updated': clientContractUpdated,
  'clientContract.cancelled': 'siteId:int clientId:text clientUniqueId:int clientContractId:int',
  'clientSale.created': clientSaleCreated,
  'staff.created': staffCreated,
  'staff.updated': staffCreated,
  'staff.deactivated': staffCreated,
}
