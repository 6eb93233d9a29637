import Fulfillment
@testable import Simulator
import Testing

/// What one scan is called by each service, written out from the documents (apis.md 0, 6, 8).
@Suite struct CrosswalkTests {
  struct Row: Sendable {
    let kind: ScanKind
    let status: TrackingStatus
    let easyPost: String
    let stage: String?
    let detail: String
  }

  static let rows: [Row] = [
    Row(
      kind: .label, status: .label, easyPost: "pre_transit", stage: "InfoReceived",
      detail: "InfoReceived"),
    Row(
      kind: .pickedUp, status: .pickedUp, easyPost: "in_transit", stage: "PickedUp",
      detail: "InTransit_PickedUp"),
    Row(
      kind: .departed, status: .inTransit, easyPost: "in_transit", stage: "Departure",
      detail: "InTransit_Departure"),
    Row(
      kind: .arrived, status: .inTransit, easyPost: "in_transit", stage: "Arrival",
      detail: "InTransit_Arrival"),
    Row(
      kind: .customsProcessing, status: .inTransit, easyPost: "in_transit", stage: nil,
      detail: "InTransit_CustomsProcessing"),
    Row(
      kind: .customsHeld, status: .customs, easyPost: "in_transit", stage: nil,
      detail: "InTransit_CustomsRequiringInformation"),
    Row(
      kind: .customsReleased, status: .inTransit, easyPost: "in_transit", stage: nil,
      detail: "InTransit_CustomsReleased"),
    Row(
      kind: .outForDelivery, status: .outForDelivery, easyPost: "out_for_delivery",
      stage: "OutForDelivery", detail: "OutForDelivery_Other"),
    Row(
      kind: .pickupReady, status: .pickup, easyPost: "available_for_pickup",
      stage: "AvailableForPickup", detail: "AvailableForPickup_Other"),
    Row(
      kind: .attemptFailed, status: .attemptFailed, easyPost: "failure", stage: nil,
      detail: "DeliveryFailure_NoBody"),
    Row(
      kind: .delivered, status: .delivered, easyPost: "delivered", stage: "Delivered",
      detail: "Delivered_Other"),
    Row(
      kind: .damaged, status: .exception, easyPost: "failure", stage: nil,
      detail: "Exception_Damage"),
    Row(
      kind: .lost, status: .lost, easyPost: "failure", stage: nil, detail: "Exception_Lost"),
    Row(
      kind: .returning, status: .returning, easyPost: "return_to_sender", stage: "Returning",
      detail: "Exception_Returning"),
    Row(
      kind: .returned, status: .returned, easyPost: "return_to_sender", stage: "Returned",
      detail: "Exception_Returned"),
  ]

  /// Every status and sub-status that 17TRACK documents.
  static let documented: Set<String> = [
    "NotFound_Other", "NotFound_InvalidCode", "InfoReceived", "InTransit_PickedUp",
    "InTransit_Other", "InTransit_Departure", "InTransit_Arrival", "InTransit_CustomsProcessing",
    "InTransit_CustomsReleased", "InTransit_CustomsRequiringInformation", "Expired_Other",
    "AvailableForPickup_Other", "OutForDelivery_Other", "DeliveryFailure_Other",
    "DeliveryFailure_NoBody", "DeliveryFailure_Security", "DeliveryFailure_Rejected",
    "DeliveryFailure_InvalidAddress", "Delivered_Other", "Exception_Other",
    "Exception_Returning", "Exception_Returned", "Exception_NoBody", "Exception_Security",
    "Exception_Damage", "Exception_Rejected", "Exception_Delayed", "Exception_Lost",
    "Exception_Destroyed", "Exception_Cancel",
  ]

  @Test(arguments: rows)
  func eachServiceHasItsWordForAScan(row: Row) {
    #expect(row.kind.trackingStatus == row.status)
    #expect(row.kind.easyPost.status == row.easyPost)
    #expect(row.kind.seventeenTrack.stage == row.stage)
    #expect(row.kind.seventeenTrack.detail == row.detail)
  }

  @Test func noScanIsForgotten() {
    #expect(Set(Self.rows.map(\.kind)) == Set(ScanKind.allCases))
  }

  @Test(arguments: ScanKind.allCases)
  func onlyDocumentedWordsAreUsed(kind: ScanKind) {
    #expect(Self.documented.contains(kind.seventeenTrack.detail))
    let statuses: Set<String> = [
      "unknown", "pre_transit", "in_transit", "out_for_delivery", "delivered",
      "available_for_pickup", "return_to_sender", "failure", "cancelled", "error",
    ]
    #expect(statuses.contains(kind.easyPost.status))
    #expect(!kind.message.isEmpty)
  }

  @Test(arguments: ScanKind.allCases)
  func aMessageSaysWhatTheStatusMeans(kind: ScanKind) {
    let words: [ScanKind: String] = [
      .label: "label", .pickedUp: "accepted", .departed: "departed", .arrived: "arrived",
      .customsProcessing: "customs", .customsHeld: "information", .customsReleased: "released",
      .outForDelivery: "out for delivery", .pickupReady: "collection",
      .attemptFailed: "attempted", .delivered: "delivered", .damaged: "damaged", .lost: "lost",
      .returning: "return", .returned: "returned",
    ]
    let word = words[kind] ?? "?"
    #expect(kind.message.lowercased().contains(word))
  }

  static func page(_ number: String, at now: Timestamp) -> SeventeenTrackPage {
    SeventeenTrackPage(number: number, carrier: .ups, now: now)
  }

  static func scan(_ kind: ScanKind, at: Timestamp = monday) -> Scan {
    Scan(at: at, knownAt: at, kind: kind, city: "Leeds", country: "GB")
  }

  @Test(arguments: [
    (ScanKind.label, Int64(29), "InfoReceived"), (.label, 31, "Expired"),
    (.departed, 31, "Expired"), (.delivered, 31, "Delivered"), (.lost, 31, "Exception"),
    (.returning, 29, "Exception"), (.attemptFailed, 1, "DeliveryFailure"),
    (.outForDelivery, 1, "OutForDelivery"), (.customsHeld, 1, "InTransit"),
  ])
  func theLatestStatusFollowsTheNewestScan(kind: ScanKind, days: Int64, status: String) {
    let page = Self.page("1Z1", at: monday + .days(days))
    #expect(
      page.status([Self.scan(.label, at: monday - .days(1)), Self.scan(kind)]).status == status)
  }

  @Test(arguments: [
    ("1Z", "AvailableForPickup"), ("LX2", "Exception"), ("92", "AvailableForPickup"),
  ])
  func aShopIsAnExceptionForSomeNumbers(number: String, status: String) {
    #expect(Self.page(number, at: monday).status([Self.scan(.pickupReady)]).status == status)
  }

  @Test func nothingKnownIsNotFound() {
    #expect(Self.page("1Z1", at: monday).status([]).status == "NotFound")
  }
}
