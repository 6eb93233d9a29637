package import Connectors
package import Fulfillment
import Store

/// Whom messages go to, and by which way.
package struct Receiver: Sendable {
  /// The way to a receiver.
  package enum Door: Sendable {
    /// By API, after a token where one is needed.
    case supplier(any Buying, (any Authenticating)?)
    case storefront(any Fulfilling, (any Authenticating)?)
    /// Nothing but money back goes there.
    case payments((any Authenticating)?)
    /// By files in a folder that is shared with the supplier.
    case folder(any FolderSupplier, path: String)
    /// As texts in a folder from which somebody else sends them.
    case spool(path: String)
    /// Through a mail program, by its words; letters lie in the folder while it reads them.
    case mailer(words: [String], folder: String)
  }

  /// As in `OutboxMessage.receiver`: the account's name, or `OutboxMessage.customers`.
  package var name: String
  package var door: Door
  /// Documented limit, requests in a real second; 0: none.
  package var requestsPerSecond: Double
  /// What is ordered is paid by API as soon as the supplier waits for our money.
  package var paysByItself: Bool
  /// Sends money back; nil where it can't.
  package var refunding: (any Refunding)?
  /// Takes evidence against disputes; nil where it doesn't.
  package var contesting: (any Contesting)?
  /// Passes notes on to customers; nil where it does not.
  package var noting: (any Noting)?
  /// Cancels orders of its own; nil where it does not.
  package var cancelling: (any Cancelling)?
  /// Keeps orders from being shipped; nil where it does not.
  package var holding: (any Holding)?
  /// Takes claims by API; nil where people must make them.
  package var claiming: (any ClaimTaking)?

  package init(
    name: String, door: Door, requestsPerSecond: Double = 0, paysByItself: Bool = false
  ) {
    self.name = name
    self.door = door
    self.requestsPerSecond = requestsPerSecond
    self.paysByItself = paysByItself
  }

  /// The receiver that an account is; nil where nothing can be sent to it.
  package init?(_ connected: ConnectedAccount) {
    let connection = connected.connection
    let door: Door
    if let buying = connection.buying {
      door = .supplier(buying, connection.authenticating)
    } else if let fulfilling = connection.fulfilling {
      door = .storefront(fulfilling, connection.authenticating)
    } else if let supplier = connection.folder, let folder = connected.folder {
      door = .folder(supplier, path: folder)
    } else if connection.refunding != nil {
      door = .payments(connection.authenticating)
    } else {
      return nil
    }
    self.init(
      name: connected.account.name, door: door, requestsPerSecond: connected.requestsPerSecond,
      paysByItself: connected.paysByItself)
    refunding = connection.refunding
    contesting = connection.contesting
    noting = connection.noting
    cancelling = connection.cancelling
    holding = connection.holding
    claiming = connection.claiming
  }

  /// Messages to customers and the like: texts in that folder.
  package static func spool(_ path: String) -> Receiver {
    Receiver(name: OutboxMessage.customers, door: .spool(path: path))
  }

  /// Letters to customers by the way that is set.
  /// - Parameter folder: the program's own spool.
  package static func letters(_ post: NoticePolicy.Post, folder: String) -> Receiver {
    switch post {
    case .spool(let own): spool(own ?? folder)
    case .program(let words):
      Receiver(name: OutboxMessage.customers, door: .mailer(words: words, folder: folder))
    }
  }

  /// What it can do about a purchase whose outcome is unknown.
  package var powers: SupplierPowers {
    var powers = doorPowers
    if let refunding { powers.refunds = refunding.refundPowers }
    powers.notices = noticePowers
    return powers
  }

  /// The shop's notes tell, and the spool, as long as nobody empties it; a mailer tells nothing.
  private var noticePowers: RefundPowers {
    switch door {
    case .storefront where noting != nil: RefundPowers(isQueryable: true, settles: .minutes(2))
    case .spool: RefundPowers(isQueryable: true, settles: .seconds(0))
    default: RefundPowers()
    }
  }

  private var doorPowers: SupplierPowers {
    switch door {
    case .supplier(let supplier, _): supplier.powers
    case .storefront, .payments, .spool: .repeatable
    case .mailer: .none
    // Looking into the folder tells at once.
    case .folder: SupplierPowers(isQueryable: true, settles: .seconds(0))
    }
  }

  /// Exactly what will be sent for a draft; throws what the draft lacks. nil: it can't be ordered from.
  package func body(for draft: PurchaseDraft) throws(DraftProblem) -> String? {
    switch door {
    case .supplier(let supplier, _): try supplier.body(for: draft)
    case .folder(let supplier, _): try supplier.body(for: draft)
    case .storefront, .payments, .spool, .mailer: nil
    }
  }
}
