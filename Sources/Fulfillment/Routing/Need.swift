/// One thing of an order that a single supplier must fill: a sku, or one part of a bundle.
struct Need {
  /// As the order's first line of it writes it.
  var sku: String
  /// In lower case; "" for the whole.
  var part: String
  var slices: [Slice]
  var offers: [Offer]
  /// What the customer paid for these units of the whole sku; nil where a price is missing.
  var paid: Money?
  /// The rule that decides about it.
  var rule: RoutingPolicy.Rule?
  var preferences: [RoutingPolicy.Preference]
  /// Needs of one bundle are filled together or not at all.
  var bundle = 0

  /// Units of one line.
  struct Slice: Hashable {
    /// Its place in the request.
    var line: Int
    var firstUnit: Int
    var units: Int
  }

  /// `part lid of SET-1`, `MUG-1`
  var name: String { part.isEmpty ? sku.briefly : "part \(part.briefly) of \(sku.briefly)" }
}

/// The lines of one sku, and the ways to fill them: as a whole, or by every part of a bundle.
struct SKUNeeds {
  var sku: String
  /// Best first; each list is one way and needs everything in it.
  var ways: [[Need]] = []
  var refusals: [(reason: String, code: String)] = []

  /// - Parameter lines: the places of the sku's lines in the request.
  init(
    _ request: RouteRequest, lines: [Int], offers: [Offer], policy: RoutingPolicy, bundle: Int
  ) {
    sku = lines.first.map { request.lines[$0].sku } ?? ""
    // One offer that fills the whole, and no parts anywhere, is nearly every sku.
    let partNames = Set(offers.lazy.filter { !$0.part.isEmpty }.map { $0.part.lowercased() })
    var taken: [Int] = []
    var isBegun = false
    for place in lines {
      let coverage = Coverage(request.lines[place])
      guard coverage.left > 0 else { continue }
      if let stray = coverage.parts.keys.sorted().first(where: { !partNames.contains($0) }) {
        refusals.append(
          ("\(stray.quotedBriefly) of it is bought already, and no offer names that part", blocked))
        continue
      }
      if !coverage.parts.isEmpty { isBegun = true }
      taken.append(place)
    }
    guard !taken.isEmpty else { return }
    guard !sku.isBlank else {
      refusals.append(("the line has no sku to find a supplier by", unmapped))
      return
    }
    guard !offers.isEmpty else {
      refusals.append(("no supplier is mapped to \(sku.briefly)", unmapped))
      return
    }
    let rule = policy.rules.first { $0.names(sku, of: request) }
    func need(_ part: String) -> Need? {
      let slices = taken.compactMap { place -> Need.Slice? in
        let line = request.lines[place]
        let first = Coverage(line).covered(part)
        guard first < line.quantity else { return nil }
        return Need.Slice(line: place, firstUnit: first, units: line.quantity - first)
      }
      guard !slices.isEmpty else { return nil }
      return Need(
        sku: sku, part: part, slices: slices,
        offers: partNames.isEmpty ? offers : offers.filter { $0.part.lowercased() == part },
        paid: SKUNeeds.paid(slices, request), rule: rule,
        preferences: rule?.preferences ?? policy.preferences, bundle: bundle)
    }
    // Units begun in parts are ended in parts: the whole would be a second one.
    if !isBegun, partNames.isEmpty || offers.contains(where: \.part.isEmpty) {
      if let whole = need("") { ways.append([whole]) }
    }
    if !partNames.isEmpty {
      let parts = partNames.sorted().compactMap(need)
      if !parts.isEmpty { ways.append(parts) }
    }
  }

  private var blocked: String { "order.blocked" }
  private var unmapped: String { "order.unmapped" }

  private static func paid(_ slices: [Need.Slice], _ request: RouteRequest) -> Money? {
    var sum: Money?
    for slice in slices {
      guard let paid = request.lines[slice.line].price?.times(slice.units) else { return nil }
      guard let before = sum else {
        sum = paid
        continue
      }
      guard let next = before.plus(paid) else { return nil }
      sum = next
    }
    return sum
  }
}

/// Which units of a line live purchases cover, whatever the case of a part's name.
struct Coverage {
  private let quantity: Int
  /// Units that are covered whole.
  let whole: Int
  /// Parts that are ahead of the whole, in lower case.
  private(set) var parts: [String: Int] = [:]
  /// Units of the line for which something is still to be bought, at most.
  let left: Int

  init(_ line: RouteRequest.Line) {
    let quantity = max(0, line.quantity)
    self.quantity = quantity
    let whole = min(max(0, line.covered[""] ?? 0), quantity)
    self.whole = whole
    left = quantity - whole
    for (part, units) in line.covered where !part.isEmpty && units > whole {
      parts[part.lowercased()] = max(parts[part.lowercased()] ?? 0, min(units, quantity))
    }
  }

  /// Units of a part, or of the whole, that may not be bought again.
  func covered(_ part: String) -> Int {
    part.isEmpty ? max(whole, parts.values.max() ?? 0) : max(whole, parts[part] ?? 0)
  }
}
