package import Fulfillment
import Wire

/// How to reach an account: where, and with which secrets. Its description never shows a secret.
package struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// Base address without a trailing slash; "" takes the service's own.
  package var url: String
  /// The public half, or all there is; a secret.
  package var key: String
  /// The secret half; "" where the service has none.
  package var secret: String
  /// What else the service can be told, by name (`ServiceDescriptor.options`, and of `needs` whatever is
  /// none of the above); may hold secrets.
  package var options: [String: String]

  package init(
    url: String = "", key: String = "", secret: String = "", options: [String: String] = [:]
  ) {
    self.url = url
    self.key = key
    self.secret = secret
    self.options = options
  }

  /// The address without its user information.
  package var description: String {
    "Credentials(url: \(URLParts(url).map { $0.origin + $0.path } ?? ""))"
  }

  /// What `dump` shows: the description alone.
  package var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }
}

/// What a request needs from outside: the time and a random value, so that building one is pure.
package struct RequestContext: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// When the request is made.
  package var now: Timestamp
  /// 32 random hexadecimal characters, fresh for each request.
  package var nonce: String
  /// A short-lived token obtained by `Authenticating`, "" before.
  package var token: String

  package init(now: Timestamp, nonce: String, token: String = "") {
    self.now = now
    self.nonce = nonce
    self.token = token
  }

  /// The time alone.
  package var description: String { "RequestContext(now: \(now.iso8601))" }

  /// What `dump` shows: the time alone.
  package var customMirror: Mirror { Mirror(self, children: ["now": now]) }
}

/// Where a pull left off, opaque to everybody but its connector; text, stored with the page it ends.
package struct Cursor: Hashable, Sendable {
  package var text: String

  package init(_ text: String) { self.text = text }
}

/// One page of a pull. `next` continues this run; `resume` is where the next run starts.
package struct Page<Item: Sendable>: Sendable {
  package var items: [Item]
  /// Items that could not be read: what and why. They never stop the page.
  package var unreadable: [Unreadable]
  /// nil: the run is complete.
  package var next: Cursor?
  /// Stored with the items, in their transaction.
  package var resume: Cursor?

  /// One item that could not be read.
  package struct Unreadable: Hashable, Sendable {
    package var id: String
    package var reason: String

    package init(id: String, reason: String) {
      self.id = id
      self.reason = reason
    }
  }

  package init(
    items: [Item], unreadable: [Unreadable] = [], next: Cursor? = nil, resume: Cursor? = nil
  ) {
    self.items = items
    self.unreadable = unreadable
    self.next = next
    self.resume = resume
  }
}

/// A shop that orders come from.
package protocol Storefront: Sendable {
  /// The next page of orders new or changed since the cursor; nil starts at the beginning.
  func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>>
}

/// A supplier that an account can be connected to; most can be asked for the states of all orders.
package protocol SupplierSource: Sendable {
  /// It can list its orders. Where it can't, `purchases` must not be called: `Refreshing` or
  /// `FolderSupplier` takes its place.
  var listsPurchases: Bool { get }
  /// The next page of purchase orders, newest changes included.
  func purchases(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<PurchaseOrder>>
}

extension SupplierSource {
  package var listsPurchases: Bool { true }
}

/// A supplier that can't list its orders.
package protocol UnlistedSupplier: SupplierSource {}

extension UnlistedSupplier {
  package var listsPurchases: Bool { false }

  /// Always refused with the code `unsupported`; the request leads nowhere.
  package func purchases(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<PurchaseOrder>> {
    Exchange(HTTPRequest(.get, "")) { _ throws(ConnectorError) in
      throw .rejected(code: "unsupported", message: "this supplier can't list its orders")
    }
  }
}

/// An aggregator that tells where parcels are.
package protocol Tracker: Sendable {
  /// How many numbers one call takes.
  var batch: Int { get }
  /// How many numbers one call makes known; as many as `batch` where a tracker says nothing else.
  var registrationBatch: Int { get }
  /// Makes numbers known to the tracker; safe to repeat. nil where reading needs no registration.
  func register(_ shipments: [Shipment], _ context: RequestContext) -> Exchange<[TrackingReport]>?
  /// What is known of those numbers; at most `batch` of them.
  func track(_ shipments: [Shipment], _ context: RequestContext) -> Exchange<[TrackingReport]>
}

extension Tracker {
  package var registrationBatch: Int { batch }
}

/// What is known of a service before any account of it exists.
package struct ServiceDescriptor: Sendable {
  /// As written in the configuration: `woocommerce`.
  package var service: String
  package var role: Account.Role
  /// Where the service lives; "" where each account has its own address.
  package var defaultURL: String
  /// Documented limit, requests a second for one account (0: none documented).
  package var requestsPerSecond: Double
  /// How often it is pulled.
  package var cadence: Span
  /// Names of the configuration keys that it needs: `key`, `secret`, `url`.
  package var needs: [String]
  /// Makes a connector of an account.
  package var connect: @Sendable (Account, Credentials) -> Connection
  /// Names of the configuration keys that it takes besides, as `Credentials.options`.
  package var options: [String]

  package init(
    service: String, role: Account.Role, defaultURL: String, requestsPerSecond: Double,
    cadence: Span, needs: [String],
    connect: @escaping @Sendable (Account, Credentials) -> Connection, options: [String] = []
  ) {
    self.service = service
    self.role = role
    self.defaultURL = defaultURL
    self.requestsPerSecond = requestsPerSecond
    self.cadence = cadence
    self.needs = needs
    self.connect = connect
    self.options = options
  }
}

/// A connector by the role it plays.
package enum Connection: Sendable {
  case storefront(any Storefront)
  case supplier(any SupplierSource)
  case tracker(any Tracker)
  case payments(any Disputing)

  /// The same connector where it must fetch a token first.
  package var authenticating: (any Authenticating)? {
    (connector as? any Authenticating).flatMap { $0.fetchesTokens ? $0 : nil }
  }

  /// The connector, whatever its role.
  package var connector: any Sendable {
    switch self {
    case .storefront(let connector): connector
    case .supplier(let connector): connector
    case .tracker(let connector): connector
    case .payments(let connector): connector
    }
  }
}
