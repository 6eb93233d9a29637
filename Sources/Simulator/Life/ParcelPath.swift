import Fulfillment

/// Lays out the scans of one parcel in time.
struct ParcelPath {
  private(set) var scans: [Scan] = []
  private(set) var at: Timestamp
  private let destination: Address
  private let isDomestic: Bool

  /// A path that starts with the label, at that time.
  init(
    labelAt: Timestamp, to destination: Address, isDomestic: Bool,
    _ random: inout SeededRandom
  ) {
    at = labelAt
    self.destination = destination
    self.isDomestic = isDomestic
    add(.label, after: 0...0, &random)
  }

  /// Adds one scan that many minutes after the one before.
  mutating func add(
    _ kind: ScanKind, after minutes: ClosedRange<Int>, abroad: Bool = false,
    _ random: inout SeededRandom
  ) {
    at = at + .seconds(Int64(random.int(minutes) * 60 + random.int(0...59)))
    let (city, country): (String, String) =
      abroad ? ("Shenzhen", "CN") : (destination.city, destination.country)
    // Aggregators learn of a scan minutes to two hours after it, and in order.
    let lag = Timestamp(milliseconds: at.milliseconds + Int64(random.int(8...110)) * 60_000)
    let knownAt = max(lag, scans.last?.knownAt ?? lag)
    scans.append(Scan(at: at, knownAt: knownAt, kind: kind, city: city, country: country))
  }

  /// The carrier takes it and moves it as far as the country of destination.
  mutating func leave(after minutes: ClosedRange<Int> = 180...840, _ random: inout SeededRandom) {
    if isDomestic {
      add(.pickedUp, after: minutes, &random)
      add(.departed, after: 300...840, &random)
    } else {
      add(.pickedUp, after: minutes, abroad: true, &random)
      add(.departed, after: 480...1440, abroad: true, &random)
      add(.arrived, after: 2600...5600, &random)
    }
  }

  /// Through customs, where there is any, to the town of the customer.
  mutating func approach(_ random: inout SeededRandom) {
    if !isDomestic {
      add(.customsProcessing, after: 180...720, &random)
      add(.customsReleased, after: 120...1200, &random)
    }
    add(.arrived, after: 480...1800, &random)
  }

  /// The last mile.
  mutating func deliver(after minutes: ClosedRange<Int> = 420...1500, _ random: inout SeededRandom)
  {
    add(.outForDelivery, after: minutes, &random)
    add(.delivered, after: 120...480, &random)
  }

  /// Back to where it came from.
  mutating func goBack(after minutes: ClosedRange<Int>, _ random: inout SeededRandom) {
    add(.returning, after: minutes, &random)
    add(.returned, after: 5760...11_520, abroad: !isDomestic, &random)
  }
}
