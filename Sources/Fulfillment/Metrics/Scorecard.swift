/// Everything that is known of a supplier, on one page.
package struct Scorecard: Hashable, Sendable {
  package var row: SupplierRow
  /// By ripe cohorts; nil: nothing was ever bought.
  package var numbers: Numbers?
  /// Its lanes, the busiest first.
  package var lanes: [Numbers] = []
  /// Exceptions that stand on its orders, by code, the most frequent first.
  package var exceptions: [Count] = []
  /// Purchases that it has and that have not arrived, and what was paid for them.
  package var underWay = 0
  package var tiedUp: [Money] = []
  /// Purchases that wait here, because of the hold window, an approval or a pause.
  package var waiting = 0
  /// What was asked back of it and is not answered.
  package var claimed: [Money] = []
  /// Offers that say they are out of stock, and those whose price rose within a week.
  package var outOfStock = 0
  package var risen = 0
  package var contacts: [SupplierContact] = []
  /// What is moved from it, and to it.
  package var moves: [VolumeMove] = []
  /// What changed since last week beside the figures: new exceptions, prices, decisions.
  package var news: [String] = []
  /// What it says of claims, and what is written of returns to it.
  package var policies: [ClaimPolicy] = []
  package var returns: ReturnPolicy?

  /// So many of one kind.
  package struct Count: Hashable, Sendable {
    package var code: String
    package var count: Int

    package init(code: String, count: Int) {
      self.code = code
      self.count = count
    }
  }

  package init(row: SupplierRow) { self.row = row }

  /// Shares of the supplier and of its lanes that moved by more than chance explains, in words.
  package var moved: [String] {
    ([numbers].compactMap { $0 } + lanes).flatMap { numbers in
      numbers.changes.compactMap { share -> String? in
        guard let now = numbers[share: share].share, let before = numbers.before[share]?.share
        else { return nil }
        let name = numbers.kind == .lane ? numbers.name + ": " : ""
        let isBetter = (now > before) == share.isGood
        return "\(name)\(share.title) \(now.tenthsPercent), a week ago \(before.tenthsPercent)"
          + (isBetter ? "" : " (worse)")
      }
    }
  }
}

/// One way to reach a supplier, or a word about it.
package struct SupplierContact: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, CaseIterable, Sendable { case mail, phone, link, note }
  package var kind: Kind
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// `mail:sales@example.com`; nil where the kind is not one of these or nothing follows.
  package init?(_ line: String) {
    let parts = line.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let kind = Kind(rawValue: parts[0].lowercased()) else { return nil }
    let text = String(parts[1].drop { $0 == " " }).sanitised(limit: 300)
    guard !text.isEmpty else { return nil }
    self.init(kind, text)
  }
}

extension Double {
  /// `91.3 %`
  package var tenthsPercent: String {
    let thousandths = Int((self * 1_000).rounded())
    return "\(thousandths / 10).\(abs(thousandths % 10)) %"
  }
}

extension DurationCurve {
  /// The share that comes through on each day, the first day first; what comes after the last of them is
  /// told apart.
  package func histogram(days: Int) -> (shares: [Double], later: Double) {
    let through = shares
    guard !through.isEmpty, days > 0 else { return ([], 0) }
    var (bins, before): ([Double], Double) = ([], 0)
    for day in 0..<days {
      let end = Swift.min((day + 1) * 4, through.count) - 1
      bins.append(Swift.max(0, through[end] - before))
      before = Swift.max(before, through[end])
      if (day + 1) * 4 >= through.count { break }
    }
    return (bins, Swift.max(0, (through.last ?? before) - before))
  }
}
