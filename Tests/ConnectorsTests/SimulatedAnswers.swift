import Connectors
import Fulfillment
import Simulator
import Wire

/// Answers of every service, made by the simulator: there without any recording.
enum SimulatedAnswers {
  /// One answer.
  struct Answer: Sendable {
    var service: String
    var body: [UInt8]
  }

  private static let start = Timestamp(seconds: 1_795_339_200)

  /// Where each service lives in the simulated world, and by which secrets.
  private static let places: [(service: String, path: String, key: String, secret: String)] = [
    ("shopify", "shopify", "SHOPIFY_KEY", "SHOPIFY_SECRET"),
    ("woocommerce", "shop", "WOO_KEY", "WOO_SECRET"), ("cj", "cj", "CJ_KEY", ""),
    ("aliexpress", "aliexpress", "ALIEXPRESS_KEY", "ALIEXPRESS_SECRET"),
    ("17track", "17track", "17TRACK_KEY", ""), ("aftership", "aftership", "AFTERSHIP_KEY", ""),
    ("easypost", "easypost", "EASYPOST_KEY", ""), ("shippo", "shippo", "SHIPPO_KEY", ""),
    ("karrio", "karrio", "KARRIO_KEY", ""), ("stripe", "stripe", "STRIPE_KEY", ""),
  ]

  /// What a world of that seed answers to everything that is read of it, errors included.
  static func make(seed: UInt64) -> [Answer] {
    var world = World(
      seed: seed, options: World.Options(start: start, backlogDays: 20, orders: 30))
    var (now, answers): (Timestamp, [Answer]) = (start, [])
    func ask(_ service: String, _ request: HTTPRequest) -> HTTPResponse {
      now = now + .seconds(2)
      let response = world.respond(to: request, now: now)
      answers.append(Answer(service: service, body: response.body))
      return response
    }
    for place in places {
      guard let descriptor = ConnectorTable.service(place.service) else { continue }
      let secret = { (name: String) in world.secrets["SUPERCARGO_SIM_" + name] ?? "" }
      let connection = descriptor.connect(
        Account(name: place.service, service: place.service, role: descriptor.role),
        Credentials(
          url: "http://127.0.0.1:8080/" + place.path, key: secret(place.key),
          secret: secret(place.secret), options: ["session": secret("ALIEXPRESS_TOKEN")]))
      var context = RequestContext(now: now, nonce: String(repeating: "7", count: 32))
      if let signing = connection.authenticating, signing.fetchesTokens {
        let exchange = signing.token(context)
        context.token = (try? exchange.decode(ask(place.service, exchange.request)))?.value ?? ""
      }
      for request in requests(connection, context) { _ = ask(place.service, request) }
    }
    return answers
  }

  private static func requests(
    _ connection: Connection, _ context: RequestContext
  ) -> [HTTPRequest] {
    var requests: [HTTPRequest] = []
    switch connection {
    case .storefront(let shop): requests.append(shop.orders(nil, context).request)
    case .supplier(let supplier):
      if supplier.listsPurchases { requests.append(supplier.purchases(nil, context).request) }
    case .tracker(let tracker):
      let parcels = [Shipment(number: "RR123456785CN"), Shipment(number: "nonsense")]
      for parcel in parcels {
        if let register = tracker.register([parcel], context) { requests.append(register.request) }
        requests.append(tracker.track([parcel], context).request)
      }
    case .payments: break
    }
    if let shop = connection.fulfilling {
      requests += shop.fulfilments(of: "1", context).map(\.request)
    }
    if let disputing = connection.disputing {
      requests.append(disputing.disputes(nil, context).request)
    }
    if let buying = connection.buying {
      if let find = buying.find(key: "SC-1-X", number: "1", context) {
        requests.append(find.request)
      }
      if let balance = buying.balance(context) { requests.append(balance.request) }
    }
    return requests
  }
}
