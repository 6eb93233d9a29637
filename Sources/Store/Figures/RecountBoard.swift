internal import Fulfillment
internal import GRDB

/// The figures of header and supplier list, counted anew from the rows themselves.
struct BoardRecount {
  let database: Database

  /// Puts right what differs; returns how many figures did.
  func run() throws -> Int {
    try counters() + moneyAtRisk() + suppliers()
  }

  private func counters() throws -> Int {
    var wrong = 0
    for counter in Counter.allCases {
      let counted = try database.number("SELECT count(*) FROM " + counter.rows) ?? 0
      let kept = try database.number(
        "SELECT value FROM counter WHERE name = ?", counter.rawValue)
      guard kept != counted else { continue }
      wrong += 1
      try database.run(
        """
        INSERT INTO counter (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = ?2
        """, counter.rawValue, counted)
    }
    return wrong
  }

  private struct Sum: Equatable {
    var minor: Int64 = 0
    var orders: Int64 = 0
  }

  private func moneyAtRisk() throws -> Int {
    var counted: [String: Sum] = [:]
    let risks = try Scan(
      database, "SELECT currency, risk FROM customerOrder WHERE risk IS NOT NULL")
    defer { risks.end() }
    try risks.begin()
    while try risks.next() {
      var columns = risks.columns
      let currency = try columns.text()
      let sum = counted[currency] ?? Sum()
      counted[currency] = Sum(
        minor: sum.minor.clampedSum(try columns.number()), orders: sum.orders + 1)
    }
    let kept = Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT currency, minor, orders FROM moneyAtRisk") {
        (try $0.text(), Sum(minor: try $0.number(), orders: try $0.number()))
      })
    let wrong = Set(kept.keys).union(counted.keys).filter { kept[$0] != counted[$0] }
    for currency in wrong {
      try database.run("DELETE FROM moneyAtRisk WHERE currency = ?", currency)
      guard let sum = counted[currency] else { continue }
      try database.run(
        "INSERT INTO moneyAtRisk (currency, minor, orders) VALUES (?, ?, ?)", currency, sum.minor,
        sum.orders)
    }
    return wrong.count
  }

  private static let figures = [
    "offers", "exceptions", "purchases", "open", "delivered", "promised", "onTime",
  ]

  private func suppliers() throws -> Int {
    let kept = Self.figures.map { "s." + $0 }.joined(separator: ", ")
    let counted = Self.figures.dropFirst(2).map { "ifnull(b.\($0), 0)" }.joined(separator: ", ")
    let rows = try database.rows(
      """
      SELECT s.id, \(kept), (SELECT count(*) FROM offer f WHERE f.supplierID = s.id),
        ifnull(x.exceptions, 0), \(counted)
      FROM supplier s
      LEFT JOIN (
        SELECT supplier AS name, count(*) AS exceptions FROM customerOrder
        WHERE exceptionCode IS NOT NULL GROUP BY supplier) x ON x.name = s.name
      LEFT JOIN (
        SELECT p.supplierID, count(*) AS purchases, count(p.deliveredAt) AS delivered,
          count(DISTINCT CASE WHEN p.deliveredAt IS NULL
            AND p.state NOT IN ('delivered', 'cancelled') THEN p.orderID END) AS open,
          count(p.deliveredAt + o.promisedAt) AS promised,
          count(CASE WHEN p.deliveredAt <= o.promisedAt THEN 1 END) AS onTime
        FROM purchaseOrder p JOIN customerOrder o ON o.id = p.orderID
        WHERE p.state IN ('placed', 'unpaid', 'acknowledged', 'shipped', 'delivered', 'unclear')
        OR p.state = 'cancelled' AND p.number <> ''
        GROUP BY p.supplierID) b ON b.supplierID = s.id
      """
    ) { columns in
      (
        id: try columns.number(),
        kept: try Self.figures.map { _ in try columns.number() },
        counted: try Self.figures.map { _ in try columns.number() }
      )
    }
    var wrong = 0
    for row in rows where row.kept != row.counted {
      wrong += zip(row.kept, row.counted).filter { $0 != $1 }.count
      let places = Self.figures.map { $0 + " = ?" }.joined(separator: ", ")
      try database.run(
        "UPDATE supplier SET \(places) WHERE id = ?", row.counted.map { $0 as Argument } + [row.id])
    }
    return wrong
  }
}

extension Counter {
  /// The rows that it counts.
  fileprivate var rows: String {
    switch self {
    case .orders: "customerOrder"
    case .open: "customerOrder WHERE isOpen = 1"
    case .exceptions: "orderException WHERE shown = 1 AND state IN ('open', 'acknowledged')"
    case .returnsWaiting: "returnRequest WHERE state IN ('requested', 'asked', 'proposed')"
    }
  }
}
