import Fulfillment

/// An order of one line; days count from 2018-01-01, a Monday, which is 0.
func sample(
  _ id: String, bought: Int32 = 0, paid: Int32? = 0, handed: Int32? = nil,
  delivered: Int32? = nil, promised: Int32 = 20, seller: String = "s1", from: String = "SP",
  to: String = "RJ", lines: Int = 1
) -> ReplayOrder {
  ReplayOrder(
    id: id,
    lines: (0..<lines).map { _ in ReplayOrder.Line(seller: seller, sellerState: from) },
    purchasedOn: newYear + bought, approvedOn: paid.map { newYear + $0 },
    handedOverOn: handed.map { newYear + $0 }, deliveredOn: delivered.map { newYear + $0 },
    promisedOn: newYear + promised, customerState: to, customerPostcode: "20000")
}

/// 2018-01-01 as a civil day.
let newYear = Int32(17_532)

func finished(_ order: ReplayOrder, status: String = "delivered") -> FinishedOrder {
  FinishedOrder(
    order: order,
    ending: Ending(
      status: status, lines: order.lines.count, deliveredOn: order.deliveredOn,
      promisedOn: order.promisedOn))
}

/// Orders of several lanes and sellers over a year, most in time, each by its number.
func history(_ numbers: Range<Int>) -> [FinishedOrder] {
  numbers.map { number in
    let bought = Int32(number / 4)
    let handed = bought + Int32(1 + number * 7 % 4 + (number % 23 == 0 ? 6 : 0))
    let delivered = handed + Int32(3 + number * 13 % 9 + (number % 17 == 0 ? 15 : 0))
    return finished(
      sample(
        "o\(number)", bought: bought, paid: bought, handed: handed,
        delivered: number % 101 == 7 ? nil : delivered, promised: bought + 18,
        seller: "s\(number % 5)", from: number % 3 == 0 ? "SP" : "MG",
        to: ["RJ", "BA", "SP"][number % 3]), status: "shipped")
  }
}
