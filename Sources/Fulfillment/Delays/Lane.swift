/// The clock of an order line that runs now.
package enum Stage: Int, CaseIterable, Hashable, Sendable {
  /// Paid, not yet scanned by a carrier.
  case processing
  /// Scanned, not yet delivered.
  case transit
}

/// Where a line comes from and goes to; what durations are grouped by. All texts as the caller
/// normalised them; "" where unknown or of no meaning, and then that level is left out.
package struct Lane: Hashable, Sendable {
  package var supplier: String
  /// Country or country-province the parcel leaves from.
  package var origin: String
  /// The same of the customer.
  package var destination: String
  /// Start of the customer's postcode.
  package var area: String
  /// Shipping method or carrier.
  package var method: String
  /// The transport time that was quoted to the customer, as a class of days (`Lane.quoted(days:)`).
  package var quoted: String

  package init(
    supplier: String = "", origin: String = "", destination: String = "", area: String = "",
    method: String = "", quoted: String = ""
  ) {
    self.supplier = supplier
    self.origin = origin
    self.destination = destination
    self.area = area
    self.method = method
    self.quoted = quoted
  }

  /// `GZ->BR by YunExpress`, for a screen.
  package var text: String {
    let ends = (origin.isEmpty ? "?" : origin) + "->" + (destination.isEmpty ? "?" : destination)
    return method.isEmpty ? ends : ends + " by " + method
  }

  /// The class of a quoted transport time: days from the last day for the supplier to hand over to the
  /// promised day.
  package static func quoted(days: Int) -> String {
    String(bounds.firstIndex { days < $0 } ?? bounds.count)
  }

  private static let bounds = [8, 11, 14, 17, 20, 24, 30]
}
