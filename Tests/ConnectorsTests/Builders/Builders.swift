import Connectors
import Fulfillment
import Wire

/// What requests are built with, so that the same builders can be asked about samples and about a world
/// whose orders exist.
struct BuilderFacts: Sendable {
  var order = "700"
  /// Of that order.
  var lines = [FulfilmentUpdate.Line(id: "11", quantity: 2)]
  var parcels = [Shipment(number: "RR123456789CN", carrier: "USPS"), Shipment(number: "EZ 2")]
  var draft = Samples.draft
  var purchaseKey = "SC-1001-X"
  var purchaseNumber = "77"
  /// What of that purchase may be claimed for.
  var claimLines = [ClaimDraft.Line(id: "L1", quantity: 1, price: "2.00")]
  var items = ["1392053744945991680"]
  var product = ShopItem(id: "9", sku: "MUG", title: "Mug", hasVariations: true)
  var payment = CapturedPayment(
    id: "pay-1", gateway: "stripe", amount: Samples.usd(2790), refundable: Samples.usd(2790))
  var dispute = "du-1"
  /// Where evidence against it goes, where that is not the dispute itself.
  var evidencePlace = "gid://shopify/ShopifyPaymentsDisputeEvidence/5"
  var portion = "portion-1"
  var fulfilment = "4"
  var job = "job-1"
  var refresh = "ref-0123456789"
  var code = "code-0123456789"
  /// Bodies with which a shop can be told of a parcel; nil: what the connector makes of the update.
  var told: [String]?
  /// Where pulls go on.
  var cursors: [Cursor] = []

  var claim: ClaimDraft {
    ClaimDraft(
      SupplierClaim(
        claim: ClaimID(3), order: purchaseNumber, kind: .notReceived, words: "It never came."))
  }

  var update: FulfilmentUpdate {
    FulfilmentUpdate(order: order, shipment: parcels[0], lines: lines, isComplete: true)
  }
}

/// One request, and the function of the connector that builds it.
struct Built: Sendable {
  /// As in the source: `place`.
  var function: String
  /// Which of several: `pay 1`.
  var name: String
  var operation: Operation
}

/// Every request that a connector builds: all that its conformances ask for.
struct Builders {
  let connector: any Sendable
  let facts: BuilderFacts
  let context: RequestContext
  private(set) var all: [Built] = []

  init(_ connection: Connection, _ facts: BuilderFacts, _ context: RequestContext) throws {
    connector = connection.connector
    self.facts = facts
    self.context = context
    reads()
    signsIn()
    try buys()
    claims()
    tells()
    passesOn()
    paysBack()
    contests()
    shopify()
  }

  private mutating func add<Output>(
    _ function: String, _ exchange: Exchange<Output>?, _ suffix: String = ""
  ) {
    guard let exchange else { return }
    let name = suffix.isEmpty ? function : function + " " + suffix
    all.append(Built(function: function, name: name, operation: Operation(name, exchange)))
  }

  private mutating func add<Output>(_ function: String, _ exchanges: [Exchange<Output>]) {
    for (place, exchange) in exchanges.enumerated() {
      add(function, exchange, exchanges.count > 1 ? "\(place)" : "")
    }
  }

  private mutating func reads() {
    let cursors: [Cursor?] = [nil] + facts.cursors
    for (place, cursor) in cursors.enumerated() {
      let suffix = place == 0 ? "" : "from \(place)"
      if let shop = connector as? any Storefront {
        add("orders", shop.orders(cursor, context), suffix)
      }
      if let supplier = connector as? any SupplierSource, supplier.listsPurchases {
        add("purchases", supplier.purchases(cursor, context), suffix)
      }
    }
    if let tracker = connector as? any Tracker {
      let parcels = Array(facts.parcels.prefix(tracker.batch))
      add("register", tracker.register(Array(parcels.prefix(tracker.registrationBatch)), context))
      add("track", tracker.track(parcels, context))
    }
    if let disputing = connector as? any Disputing {
      add("disputes", disputing.disputes(nil, context))
      add("dispute", disputing.dispute(facts.dispute, context))
    }
    if let stocking = connector as? any Stocking {
      for (place, group) in stocking.groups(of: facts.items).enumerated() {
        for (step, exchange) in stocking.words(on: group, context).enumerated() {
          add("words", exchange, "\(place) \(step)")
        }
      }
    }
    if let catalogue = connector as? any Cataloguing {
      add("items", catalogue.items(nil, context))
      add("variations", catalogue.variations(of: facts.product, Cursor("2"), context))
    }
  }

  private mutating func claims() {
    guard let claiming = connector as? any ClaimTaking else { return }
    add("claims", claiming.claims(on: facts.purchaseNumber, context))
    var draft = facts.claim
    add("prepare", claiming.prepare(draft, context), "claim lines")
    draft.lines = facts.claimLines
    add("prepare", claiming.prepare(draft, context), "claim terms")
    draft.reason = 2
    add("make", claiming.make(draft, key: "claim:main:3:1", context))
  }

  private mutating func signsIn() {
    if let signing = connector as? any Authenticating {
      add("token", signing.token(context))
      add("renewed", signing.renewed(facts.refresh, context))
    }
    if let signing = connector as? any SigningIn {
      add("session", signing.session(code: facts.code, context))
    }
    if let telling = connector as? any ScopeTelling {
      add("grantedScopes", telling.grantedScopes(context))
    }
  }

  private mutating func buys() throws {
    if let buying = connector as? any Buying {
      add("place", buying.place(try buying.body(for: facts.draft), context))
      add("find", buying.find(key: facts.purchaseKey, number: "", context), "by key")
      add("find", buying.find(key: "", number: facts.purchaseNumber, context), "by number")
      add("pay", buying.pay(number: facts.purchaseNumber, context))
      add("cancel", buying.cancel(number: facts.purchaseNumber, context))
      add("balance", buying.balance(context))
    }
    if let quoting = connector as? any Quoting {
      add("freight", quoting.freight(facts.draft, context))
    }
    if let refreshing = connector as? any Refreshing {
      add("refresh", refreshing.refresh([facts.purchaseNumber], context))
      add("parcels", refreshing.parcels(of: facts.purchaseNumber, context))
    }
  }

  private mutating func tells() {
    guard let shop = connector as? any Fulfilling else { return }
    add("fulfilments", shop.fulfilments(of: facts.order, context))
    let body = shop.body(for: facts.update)
    add("prepare", shop.prepare(body, context))
    for (draft, told) in (facts.told ?? [body]).enumerated() {
      for (way, steps) in shop.fulfil(told, context).enumerated() {
        for (step, exchange) in steps.enumerated() {
          add("fulfil", exchange, "\(draft) \(way) \(step)")
        }
      }
    }
  }

  private mutating func passesOn() {
    guard let shop = connector as? any Noting else { return }
    add("customerNotes", shop.customerNotes(of: facts.order, page: 0, context))
    add("note", shop.note("Fish & chips <b>late</b>\nSorry.", to: facts.order, context))
  }

  private mutating func contests() {
    guard let service = connector as? any Contesting else { return }
    let submission = EvidenceSubmission(
      dispute: facts.dispute,
      fields: EvidenceField.Name.allCases.filter(service.evidenceNames.contains).map {
        EvidenceField($0, "Of \($0) & more")
      })
    let asks = service.evidencePlace(of: facts.dispute, context)
    add("evidencePlace", asks)
    let place = asks == nil ? facts.dispute : facts.evidencePlace
    add("contest", service.contest(submission, at: place, key: "SC-E-1", context))
  }

  private mutating func paysBack() {
    if let refunding = connector as? any Refunding {
      let body = refunding.body(
        for: RefundDraft(
          order: facts.order, payment: facts.payment, amount: Samples.usd(500),
          lines: Array(facts.lines.prefix(1)), note: "broken"))
      add("payments", refunding.payments(of: facts.order, context))
      add("refund", refunding.refund(body, key: "SC-R-1", context))
      add("find", refunding.find(body, key: "SC-R-1", context), "refund")
    }
    if let cancelling = connector as? any Cancelling {
      add("cancellation", cancelling.cancellation(of: facts.order, context))
      add(
        "cancel",
        cancelling.cancel(
          CancelRequest(order: facts.order, reason: .inventory, refunds: true, note: "gone"),
          context), "order")
      add("progress", cancelling.progress(CancelJob(id: facts.job, isDone: false), context))
    }
    if let holding = connector as? any Holding {
      add("portions", holding.portions(of: facts.order, context))
      add("hold", holding.hold(facts.portion, reason: "call first", context))
      add("release", holding.release(facts.portion, context))
    }
  }

  private mutating func shopify() {
    guard let shop = connector as? any ShopifyAdmin else { return }
    let event = TrackingEvent(
      occurredAt: Samples.now, recordedAt: Samples.now, status: .inTransit, message: "Departed",
      location: "Hartford", country: "US")
    add("scopes", shop.scopes(context))
    add("events", shop.events(of: facts.order, context))
    add("tell", shop.tell(event, of: facts.fulfilment, context))
  }
}
