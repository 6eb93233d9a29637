import Connectors
import Fulfillment
import Store

/// Disputes of an account, beside whatever else it is pulled for: the whole listing once, from then on
/// what is new in it and each that is not decided.
extension AccountPull {
  /// A shop has few, and its orders are asked for far more often.
  private static let pause = Span.minutes(15)
  /// Undecided disputes asked for one by one in a pull, the nearest deadlines first.
  private static let limit = 50

  /// What goes wrong at a shop ends it for now and makes no failure of the pull: its orders have been
  /// read, and not every shop takes its payments itself.
  mutating func pullDisputes(_ service: any Disputing) async throws {
    let feed = try store.disputeFeed(of: name)
    let isShop = connected.account.role == .storefront
    if isShop {
      if isSpent { return }
      if let readAt = feed.readAt, readAt <= now, now < readAt + caller.time.real(AccountPull.pause)
      {
        return
      }
    }
    do {
      try await read(service, from: feed)
    } catch let failure as PullFailure where isShop {
      report.refused.append("disputes: \(failure.error.message)")
      try store.endDisputes(of: name, isComplete: false, now: now)
    }
  }

  private mutating func read(_ service: any Disputing, from feed: DisputeFeed) async throws {
    // A listing that was left in the middle is read on from there.
    var cursor = feed.isComplete ? nil : feed.position.map { Cursor($0) }
    var (seen, visited): (Set<String>, Set<Cursor>) = ([], [])
    while true {
      let page = try await caller.send { [cursor] in service.disputes(cursor, $0) }
      try await caller.permit()
      let position = feed.isComplete ? nil : page.next?.text
      let result = try store.take(page.items, from: name, cursor: position, now: now)
      count(result, items: page.items.count)
      report.refused += page.unreadable.map { "dispute \($0.id): \($0.reason)" }
      seen.formUnion(page.items.map(\.externalID))
      guard let next = page.next else { break }
      // The newest come first: behind a page without a new one there is none.
      if feed.isComplete, result.imported == 0 { break }
      guard visited.insert(next).inserted, next != cursor else {
        throw PullFailure(error: .malformed("it sends the same page again and again"))
      }
      guard report.pages < caller.policy.maxPages else {
        throw PullFailure(error: .malformed("no end after \(report.pages) pages; more next time"))
      }
      if isSpent, !feed.isComplete {
        report.hasMore = true
        return
      }
      cursor = next
    }
    try await refreshDisputes(service, except: seen)
    try store.endDisputes(of: name, isComplete: true, now: now)
  }

  /// Those that are not decided and that the listing has not shown this time.
  private mutating func refreshDisputes(
    _ service: any Disputing, except seen: Set<String>
  ) async throws {
    let ids = try store.undecidedDisputes(of: name, limit: AccountPull.limit)
    for id in ids where !seen.contains(id) {
      if isSpent { return }
      do {
        let dispute = try await caller.send { service.dispute(id, $0) }
        try await caller.permit()
        let result = try store.take([dispute], from: name, cursor: nil, now: now)
        report.items += 1
        report.intake = report.intake + result
      } catch let failure as PullFailure {
        // One that it does not tell of does not end the others.
        guard case .rejected(_, let text) = failure.error else { throw failure }
        report.refused.append("dispute \(id): \(text)")
      }
    }
  }
}
