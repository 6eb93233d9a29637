package import Fulfillment
package import Store

/// What one run of the sync did.
package struct SyncReport: Hashable, Sendable {
  package var startedAt: Timestamp
  package var endedAt: Timestamp
  /// Another process holds the sync lease: who. Nothing was pulled.
  package var heldBy: String?
  /// The lease was lost to another process while running; what was stored until then is whole.
  package var lostLease: Bool
  /// In the order of the accounts given, those left alone included.
  package var accounts: [AccountReport]
  package var detection: DetectionResult
  /// Outbox messages whose hold window has passed.
  package var released: Int
  /// What was bought by itself, and parcels that storefronts are to be told of.
  package var purchasing = PurchasingReport()
  /// What customers are to be told.
  package var notices = NoticeRound()

  package init(
    startedAt: Timestamp, endedAt: Timestamp, heldBy: String? = nil, lostLease: Bool = false,
    accounts: [AccountReport] = [], detection: DetectionResult = DetectionResult(),
    released: Int = 0
  ) {
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.heldBy = heldBy
    self.lostLease = lostLease
    self.accounts = accounts
    self.detection = detection
    self.released = released
  }

  /// At least one account failed, or something it sent could not be taken.
  package var hasTrouble: Bool {
    lostLease || accounts.contains { $0.error != nil || !$0.refused.isEmpty }
  }
}

/// What one pull of one account did.
package struct AccountReport: Hashable, Sendable {
  package var account: Account
  /// Answers read.
  package var pages: Int
  /// Orders, purchases or tracking reports received.
  package var items: Int
  /// Numbers a tracker was newly told of.
  package var registered: Int
  package var intake: IntakeResult
  /// Items that could not be read or were not taken: which and why, in the operator's words.
  package var refused: [String]
  /// Why it ended early; nil where everything there was to read has been read.
  package var error: String?
  /// Its time in this turn was up before everything was read; it goes on in the next.
  package var hasMore = false
  /// Why it was not pulled at all.
  package var leftAlone: String?

  package init(
    account: Account, pages: Int = 0, items: Int = 0, registered: Int = 0,
    intake: IntakeResult = IntakeResult(), refused: [String] = [], error: String? = nil,
    leftAlone: String? = nil
  ) {
    self.account = account
    self.pages = pages
    self.items = items
    self.registered = registered
    self.intake = intake
    self.refused = refused
    self.error = error
    self.leftAlone = leftAlone
  }

  /// One line for the account's row on what was not taken; nil where everything was.
  package var note: String? {
    guard let first = refused.first else { return nil }
    let count = refused.count
    let shown = String(first.prefix(200))
    return count == 1 ? "1 item not taken: \(shown)" : "\(count) items not taken, first: \(shown)"
  }
}

/// What is going on, for a progress line. Told in order for each account.
package enum SyncEvent: Hashable, Sendable {
  case started(account: String)
  /// A page was stored; the counts are of this pull so far.
  case page(account: String, pages: Int, items: Int)
  /// The account waits: for its rate limit, or before another attempt.
  case waiting(account: String, until: Timestamp, reason: String)
  case finished(AccountReport)
  case detecting(examined: Int)
  /// Another process syncs; this one waits.
  case standingBy(holder: String)
  case lostLease
  /// The store refused; the engine tries again later.
  case storeTrouble(String)
}
