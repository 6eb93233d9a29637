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

  package init(
    supplier: String = "", origin: String = "", destination: String = "", area: String = "",
    method: String = ""
  ) {
    self.supplier = supplier
    self.origin = origin
    self.destination = destination
    self.area = area
    self.method = method
  }

  /// `GZ->BR by YunExpress`, for a screen.
  package var text: String {
    let ends = (origin.isEmpty ? "?" : origin) + "->" + (destination.isEmpty ? "?" : destination)
    return method.isEmpty ? ends : ends + " by " + method
  }
}
