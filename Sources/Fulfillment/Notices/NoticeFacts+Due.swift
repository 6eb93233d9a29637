extension NoticeFacts {
  /// Every notice of which there is none yet, oldest fact first. What came about before `since`, or so long
  /// ago that nobody wants to hear of it, is left out.
  /// - Parameter leastMove: as of `NoticePolicy`.
  package func due(since: Timestamp, leastMove: Int, now: Timestamp) -> [DueNotice] {
    let known = Set(earlier.filter(\.isWritten).map { [$0.kind.rawValue, $0.fact] })
    var seen: Set<[String]> = []
    let all = parcels.flatMap(due) + due(leastMove: leastMove) + afterSales + alarms.map(due)
    return all.filter {
      $0.at >= since && $0.at >= now - $0.kind.newsAge
        && !known.contains([$0.kind.rawValue, $0.fact])
        && seen.insert([$0.kind.rawValue, $0.fact]).inserted
    }.sorted { ($0.at, $0.kind.rawValue, $0.fact) < ($1.at, $1.kind.rawValue, $1.fact) }
  }

  /// What there is to tell of that kind, however long ago it came about, and though nothing asks for it.
  /// Throws where there is nothing.
  package func forced(
    _ kind: NoticeKind, expected: CivilDate?, now: Timestamp
  ) throws(NoticeRefusal) -> DueNotice {
    var facts = self
    if kind == .delayed, delay == nil { facts.delay = Delay(at: now, expected: expected) }
    let all = facts.parcels.flatMap(facts.due) + facts.due(leastMove: 1) + facts.afterSales
    let own = earlier.filter { $0.kind == kind && $0.isWritten }
    let known = Set(own.map(\.fact))
    let due = all.last { $0.kind == kind && !known.contains($0.fact) && $0.message == nil }
    guard let due else { throw NoticeRefusal(NoticeFacts.gap(kind, own)) }
    return due
  }

  /// Why there is nothing new to tell.
  private static func gap(_ kind: NoticeKind, _ earlier: [Earlier]) -> String {
    let name = "a notice of the kind \(kind.rawValue)"
    if earlier.contains(where: \.isTold) {
      return "the customer has \(name), and nothing has changed since"
    }
    if earlier.contains(where: { $0.state == .proposed }) { return "\(name) waits already" }
    if !earlier.isEmpty { return "\(name) was not sent, and nothing has changed since" }
    return "there is nothing of the kind \(kind.rawValue) to tell"
  }

  /// The matter of a notice that there is already, as things stand now; nil: it is told of no more.
  package func again(
    _ kind: NoticeKind, _ fact: String, expected: CivilDate?, now: Timestamp
  ) -> DueNotice? {
    var facts = self
    facts.earlier = []
    if kind == .delayed, delay == nil { facts.delay = Delay(at: now, expected: expected) }
    let all =
      facts.parcels.flatMap(facts.due) + facts.due(leastMove: 1) + facts.afterSales
      + alarms.map(facts.due)
    return all.first { $0.kind == kind && $0.fact == fact }
  }

  /// Proposals, and notices that have not left, that the course of things has overtaken, and by what.
  package func overtaken() -> [(earlier: Earlier, reason: String)] {
    let isDone =
      !parcels.isEmpty && isAllShipped && parcels.allSatisfy { $0.status == .delivered }
    let isOff = order.cancelledAt != nil
    let latest = delay?.expected
    return earlier.compactMap { entry in
      guard entry.state == .proposed || entry.state == .queued else { return nil }
      switch entry.kind {
      case .delayed where isDone: return (entry, "it has arrived since")
      case .delayed where isOff: return (entry, "the order was cancelled since")
      case .delayed where delay == nil && !entry.isByHand: return (entry, "it is not late any more")
      case .delayed where latest != nil && entry.fact != NoticeFacts.fact(ofDelay: latest):
        let isNewer = earlier.contains {
          $0.kind == .delayed && $0.fact == NoticeFacts.fact(ofDelay: latest)
        }
        return isNewer ? (entry, "a later day is expected since") : nil
      case _ where isOff && entry.kind.isOfParcel:
        return (entry, "the order was cancelled since")
      case .shipped, .partlyShipped, .replaced:
        let isGone = !parcels.contains { $0.number == entry.fact }
        return isGone ? (entry, "the supplier has replaced the number") : nil
      case .cancelled where !isOff: return (entry, "the order is not cancelled any more")
      case .returnReceived where !receipts.contains { $0.returnID == entry.fact }:
        return (entry, "it was taken back that the goods have come")
      case .outForDelivery, .deliveryFailed, .customs, .pickup:
        let parcel = parcels.first {
          entry.fact == $0.number || entry.fact.hasPrefix($0.number + " ")
        }
        return parcel?.status == .delivered ? (entry, "it has arrived since") : nil
      default: return nil
      }
    }
  }

  private func matter() -> NoticeMatter {
    var matter = NoticeMatter(order: order.name, name: order.customerName)
    matter.placedAt = order.placedAt.date
    matter.items = order.lines.map { NoticeMatter.Item(quantity: $0.quantity, title: $0.title) }
    return matter
  }

  private func due(_ parcel: Parcel) -> [DueNotice] {
    var matter = matter()
    (matter.tracking, matter.carrier) = (parcel.number, parcel.carrier)
    if !parcel.items.isEmpty { matter.items = parcel.items }
    // Who has been told of a parcel twice over has been told once too often: the number is the fact.
    let isToldOf = earlier.contains {
      [.shipped, .partlyShipped, .replaced].contains($0.kind) && $0.fact == parcel.number
        && $0.isWritten
    }
    var due: [DueNotice] = []
    if parcel.isOurs, !isToldOf, order.cancelledAt == nil {
      let kind: NoticeKind =
        parcel.isReplacement ? .replaced : isAllShipped ? .shipped : .partlyShipped
      if let message = parcel.shopMessage {
        due.append(
          DueNotice(
            kind: kind, fact: parcel.number, at: parcel.createdAt, matter: matter,
            message: .shopTells(message)))
      } else if !shopTellsParcels || parcel.isReplacement && parcel.isTold {
        var shipped = matter
        shipped.expected = order.promisedAt?.date
        due.append(
          DueNotice(kind: kind, fact: parcel.number, at: parcel.createdAt, matter: shipped))
      }
    }
    let kind: NoticeKind? =
      switch parcel.status {
      case .outForDelivery: .outForDelivery
      case .pickup: .pickup
      case .delivered: .delivered
      case .attemptFailed: .deliveryFailed
      case .customs: .customs
      default: nil
      }
    if let kind {
      (matter.reason, matter.place) = (parcel.words, parcel.place)
      // A second attempt that fails is news; that the parcel is still where it was is none.
      let day = kind == .deliveryFailed || kind == .outForDelivery ? parcel.statusAt.date : nil
      let fact = parcel.number + (day.map { " \(NoticeFacts.text($0))" } ?? "")
      due.append(DueNotice(kind: kind, fact: fact, at: parcel.statusAt, matter: matter))
    }
    return due
  }

  private func due(leastMove: Int) -> [DueNotice] {
    guard let delay, order.cancelledAt == nil else { return [] }
    // What came to nothing by itself told nobody of anything.
    let told = earlier.filter {
      $0.kind == .delayed && ($0.isTold || $0.state == .proposed || $0.isWithheld)
    }
    if !told.isEmpty {
      // Another day is news only where it is later than any that was told, and by enough.
      guard let expected = delay.expected else { return [] }
      let latest = told.compactMap(\.expected?.daysSinceEpoch).max() ?? .min
      guard latest == .min || expected.daysSinceEpoch >= latest + Int64(max(1, leastMove)) else {
        return []
      }
    }
    var matter = matter()
    matter.expected = delay.expected
    if let parcel = parcels.last, parcels.count == 1 {
      (matter.tracking, matter.carrier) = (parcel.number, parcel.carrier)
    }
    let fact = NoticeFacts.fact(ofDelay: delay.expected)
    return [DueNotice(kind: .delayed, fact: fact, at: delay.at, matter: matter)]
  }

  private var afterSales: [DueNotice] {
    var due: [DueNotice] = []
    if let cancelledAt = order.cancelledAt {
      due.append(DueNotice(kind: .cancelled, fact: "order", at: cancelledAt, matter: matter()))
    }
    for refund in refunds {
      var matter = matter()
      matter.amount = refund.amount
      due.append(
        DueNotice(
          kind: .refunded, fact: refund.key, at: refund.at, matter: matter,
          message: refund.shopMessage.map(DueNotice.Message.shopTells)))
    }
    for answer in answers {
      var matter = matter()
      (matter.returnID, matter.reason, matter.amount) = (
        answer.returnID, answer.words, answer.amount
      )
      if !answer.items.isEmpty { matter.items = answer.items }
      due.append(
        DueNotice(
          kind: answer.kind, fact: answer.key, at: answer.at, matter: matter,
          message: .answer(answer.message)))
    }
    for receipt in receipts {
      var matter = matter()
      matter.returnID = receipt.returnID
      due.append(
        DueNotice(
          kind: .returnReceived, fact: receipt.returnID, at: receipt.at, matter: matter))
    }
    return due
  }

  private func due(_ alarm: Alarm) -> DueNotice {
    var matter = matter()
    matter.reason = alarm.reason
    if let parcel = parcels.last, parcels.count == 1 {
      (matter.tracking, matter.carrier) = (parcel.number, parcel.carrier)
    }
    let fact = "\(alarm.code) \(NoticeFacts.text(alarm.at.date))"
    return DueNotice(kind: .support, fact: fact, at: alarm.at, matter: matter)
  }

  static func fact(ofDelay expected: CivilDate?) -> String { expected.map(text) ?? "late" }

  /// `2026-11-27`
  private static func text(_ date: CivilDate) -> String { String(date.midnight.iso8601.prefix(10)) }
}
