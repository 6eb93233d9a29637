package import Fulfillment
internal import GRDB

extension Store {
  /// What is to be bought to replace the goods of a return, as the router sees it; its obstacle says why
  /// nothing may be. Throws where there is no such return.
  package func replacementRequest(for id: ReturnID, now: Timestamp) throws -> RouteRequest {
    let what = "can't work out the replacement"
    return try read(what) { database in
      let work = Work(database, now: now)
      do {
        let kept = try work.keptReturn(id.number)
        let lines = try Facts.lines(of: kept.orderID, database)
        return try work.replacementRequest(
          of: kept.orderID, ReturnUnits.of(kept.value.request.items, lines), for: id)
      } catch let refusal as Refused {
        throw StoreError(.missing, what: what, why: refusal.reason)
      }
    }
  }

  /// The same of goods that were lost on the way, without a return. No items: all of the order.
  package func replacementRequest(
    for items: [ReturnRequest.Item], of order: OrderID, now: Timestamp
  ) throws -> RouteRequest {
    let what = "can't work out the replacement"
    return try read(what) { database in
      let work = Work(database, now: now)
      let lines = try Facts.lines(of: order.number, database)
      if let why = ReturnUnits.stray(items, lines) {
        throw StoreError(.missing, what: what, why: why)
      }
      do {
        return try work.replacementRequest(
          of: order.number, ReturnUnits.of(items, lines), for: nil)
      } catch let refusal as Refused {
        throw StoreError(.missing, what: what, why: refusal.reason)
      }
    }
  }
}

extension Work {
  func replacementRequest(
    of orderID: Int64, _ units: [(line: String, quantity: Int)], for returnID: ReturnID?
  ) throws -> RouteRequest {
    guard var request = try routeRequest(of: orderID), let ground = try ground(of: orderID),
      let ledger = try ledger(of: orderID)
    else { throw Refused(target: "order \(orderID)", reason: "there is no such order") }
    let standing = try replaced(of: orderID)
    let came = try nothings(of: orderID, isAgain: true)
    var wanted: [(line: String, quantity: Int)] = []
    var paidBack = false
    var chosen: [(line: OrderLine, units: [Int])] = []
    for (id, quantity) in units {
      guard let line = ground.lines.first(where: { $0.externalID == id }), line.requiresShipping
      else { continue }
      var own = 0
      if let returnID {
        own = standing.units(of: id, for: returnID.number).count
        let refunded = try refundedUnits(of: id, ofReturn: returnID.number, quantity)
        if refunded > 0 { paidBack = true }
        own += refunded
      }
      let rest = quantity - own
      guard rest > 0 else { continue }
      wanted.append((id, rest))
      let taken = standing.units(of: id)
      chosen.append((line, Array((0..<line.quantity).filter { !taken.contains($0) }.prefix(rest))))
    }
    let again =
      1 + (try chosen.map { try lastTime(orderID, $0.line.externalID, $0.units) }.max() ?? 0)
    request.replacement = Replacement(returnID: returnID, again: again)
    request.lines = chosen.flatMap { line, units in
      units.stretches.map { stretch in
        RouteRequest.Line(
          id: line.externalID, sku: line.sku, title: line.title, quantity: stretch.upperBound,
          covered: stretch.lowerBound > 0 ? ["": stretch.lowerBound] : [:],
          generation: came[line.externalID] ?? 0, price: line.price)
      }
    }
    request.obstacle = ""
    if let obstacle = ground.obstacle(isAgain: true) {
      request.obstacle = obstacle
    } else if let reason = try objection(
      to: Replacement(returnID: returnID, again: again), of: orderID)
    {
      request.obstacle = reason
    } else if chosen.isEmpty {
      let by = standing.rows.first { returnID == nil || $0.returnID == returnID?.number }
      let other = paidBack ? "it is paid back already" : "nothing of it is shipped"
      request.obstacle = by.map { "it is replaced already: \($0.purchase)" } ?? other
    } else {
      do throws(DecisionRefusal) { try ledger.checkReplacing(wanted) } catch {
        request.obstacle = error.reason
      }
    }
    return request
  }

  /// How often one of those units was bought after the first time, as live purchases say.
  private func lastTime(_ orderID: Int64, _ line: String, _ units: [Int]) throws -> Int {
    guard let first = units.first, let last = units.last else { return 0 }
    let again = try database.number(
      """
      SELECT max(again) FROM purchaseLine WHERE orderID = ? AND line = ? AND isLive = 1
      AND firstUnit <= ? AND ? < firstUnit + units
      """, orderID, line, last, first)
    return Int(again ?? 0)
  }
}

extension [Int] {
  /// Neighbours together; the numbers ascend.
  fileprivate var stretches: [Range<Int>] {
    var stretches: [Range<Int>] = []
    for number in self {
      if let last = stretches.last, last.upperBound == number {
        stretches[stretches.count - 1] = last.lowerBound..<number + 1
      } else {
        stretches.append(number..<number + 1)
      }
    }
    return stretches
  }
}
