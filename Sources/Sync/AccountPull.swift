import Connectors
import Fulfillment
import Store

/// One pull of one account. Each page is stored, with the cursor that follows it, before the next is
/// asked for; a failure keeps what was stored and becomes the report's error.
struct AccountPull: Sendable {
  let connected: ConnectedAccount
  let store: Store
  /// Where the last pull left off.
  let cursor: Cursor?
  /// false: what is pulled may have to be pulled again, so the cursor in the store stays.
  let advances: Bool
  /// Numbers without a tracker of their own are this one's.
  let isDefaultTracker: Bool
  /// How long it may take on the engine's clock; nil: until there is nothing more.
  let budget: Span?
  let caller: Caller
  /// What shops that work by files are read from.
  let folders: any Folders
  var report: AccountReport
  /// What ended the pull early, for its due time.
  var failure: PullFailure?
  /// What was not heard of by this pull may be believed not to have happened.
  var isFresh = true
  private var deadline: Timestamp?

  init(
    _ connected: ConnectedAccount, store: Store, cursor: Cursor?, advances: Bool,
    isDefaultTracker: Bool, budget: Span?, caller: Caller, folders: any Folders = DiskFolders()
  ) {
    self.connected = connected
    self.store = store
    self.cursor = cursor
    self.advances = advances
    self.isDefaultTracker = isDefaultTracker
    self.budget = budget
    self.caller = caller
    self.folders = folders
    self.report = AccountReport(account: connected.account)
  }

  var name: String { connected.account.name }
  var now: Timestamp { caller.time.now() }
  /// The time is up; but never before something was done, so that every turn gets further.
  var isSpent: Bool {
    guard let deadline, report.pages + report.registered > 0 else { return false }
    return now >= deadline
  }

  /// Pulls until there is nothing more or the time is up. Throws only what concerns every account: cancellation, a lost
  /// lease, a store that refuses.
  mutating func run() async throws {
    caller.tell(.started(account: name))
    deadline = budget.map { now + $0 }
    do {
      switch connected.connection {
      case .storefront(let shop as any FolderStorefront): try await readFolder(shop)
      case .storefront(let shop):
        try await pages({ shop.orders($0, $1) }) { store, account, page, cursor, now in
          try store.take(page, from: account, isHistory: false, cursor: cursor, now: now)
        }
      case .supplier(let supplier) where !supplier.listsPurchases:
        // One that works by files is read by the dispatcher.
        if let refreshing = connected.connection.refreshing { try await refresh(refreshing) }
      case .supplier(let supplier):
        try await pages({ supplier.purchases($0, $1) }) { store, account, page, cursor, now in
          try store.take(page, from: account, cursor: cursor, now: now)
        }
      case .tracker(let tracker):
        try await track(tracker)
      case .payments: break
      }
      if let stocking = connected.connection.stocking { try await restock(stocking) }
      if let claiming = connected.connection.claiming { try await pullClaims(claiming) }
      if let disputing = connected.connection.disputing { try await pullDisputes(disputing) }
    } catch let caught as PullFailure {
      failure = caught
      report.error = caught.error.message
    }
  }

  private mutating func pages<Item: Sendable>(
    _ request: (Cursor?, RequestContext) -> Exchange<Page<Item>>,
    take: (Store, String, [Item], String?, Timestamp) throws -> IntakeResult
  ) async throws {
    var cursor = cursor
    var seen: Set<Cursor> = []
    while true {
      let page = try await caller.send { request(cursor, $0) }
      try await caller.permit()
      let resume = advances ? page.resume ?? page.next : nil
      let result = try take(store, name, page.items, resume?.text, now)
      count(result, items: page.items.count)
      report.refused += page.unreadable.map { "\($0.id): \($0.reason)" }
      guard let next = page.next else { return }
      guard seen.insert(next).inserted, next != cursor else {
        throw PullFailure(error: .malformed("it sends the same page again and again"))
      }
      guard report.pages < caller.policy.maxPages else {
        throw PullFailure(error: .malformed("no end after \(report.pages) pages; more next time"))
      }
      // Only where the next turn starts further on than this one did.
      if isSpent, let resume, resume != self.cursor {
        report.hasMore = true
        // A shop that is being read is no silent one, and no rule rests on its silence. A supplier's
        // silence counts, so a supplier is fresh only once everything was read.
        isFresh = connected.account.role == .storefront
        return
      }
      cursor = next
    }
  }

  /// Notes a stored page.
  mutating func count(_ result: IntakeResult, items: Int) {
    report.pages += 1
    report.items += items
    report.intake = report.intake + result
    report.refused += result.refused
    caller.tell(.page(account: name, pages: report.pages, items: report.items))
  }
}
