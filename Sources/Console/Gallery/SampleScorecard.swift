import Fulfillment

extension SampleBoard {
  /// A supplier's page made from its row and the sample numbers.
  func scorecard(_ id: SupplierID) -> Scorecard? {
    guard let row = suppliers.first(where: { $0.id == id }) else { return nil }
    var card = Scorecard(row: row)
    guard row.purchases > 0 else { return card }
    card.numbers = SampleBoard.numbers(.supplier).first
    card.lanes = SampleBoard.numbers(.lane).filter { $0.name.hasPrefix(row.name) }
    card.exceptions = [
      Scorecard.Count(code: "transit.stalled", count: 3),
      Scorecard.Count(code: "purchase.late", count: row.exceptions),
    ]
    card.underWay = row.open
    card.tiedUp = [Money(minor: Int64(row.open) * 1_137, currency: .usd)]
    card.waiting = 2
    card.claimed = [Money(minor: 2_460, currency: .usd)]
    card.outOfStock = 4
    card.risen = 1
    card.contacts = [
      SupplierContact(.mail, "agent@cj.example"), SupplierContact(.phone, "+86 755 0000 0000"),
    ]
    card.news = [
      "3 new exceptions: transit.stalled", "LAMP-7 rose from 4.10 USD to 4.60 USD",
    ]
    card.policies = [
      ClaimPolicy(
        party: .supplier, name: "cj", title: "CJ", source: "help page on refunds",
        asOf: SampleBoard.now.date,
        terms: [ClaimTerm(kinds: [.lost, .damaged], closes: ClaimBound(30, after: .bought))])
    ]
    card.returns = ReturnPolicy(supplier: row.name, window: .days(15), takesBack: true)
    return card
  }

  /// What moving volume would do, by arithmetic.
  func preview(_ move: VolumeMove, _ id: SupplierID) -> MovePreview {
    let numbers = SampleBoard.numbers(.supplier)
    return MovePreview(
      move: move, supplier: id, moves: 7, routed: 15, outside: 6,
      dearer: [Money(minor: 840, currency: .usd)], margin: [Money(minor: -840, currency: .usd)],
      stuck: ["1 x does not serve BR", "1 x out of stock, 2h ago"], held: 2,
      comparison: LaneComparison(own: numbers[1], other: numbers[0]), onTime: numbers[1].onTime,
      onTimeThere: numbers[0].onTime)
  }
}
